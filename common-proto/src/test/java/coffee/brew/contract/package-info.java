/** The contract keeps its style and its past. */
@NullMarked
package coffee.brew.contract;

import org.jspecify.annotations.NullMarked;
