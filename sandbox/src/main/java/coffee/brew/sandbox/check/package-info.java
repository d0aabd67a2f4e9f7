/**
 * Whether a stack kept its promises: reads the databases, the topic and the consumer groups from outside, and compares
 * contents, not only counts. Knows nothing of how the services are made, and changes nothing.
 */
@NullMarked
package coffee.brew.sandbox.check;

import org.jspecify.annotations.NullMarked;
