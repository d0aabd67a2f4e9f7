/** The promises of docs/guarantees.md on real processes: each test causes a fault, sees that it fired, and checks. */
@NullMarked
package coffee.brew.system;

import org.jspecify.annotations.NullMarked;
