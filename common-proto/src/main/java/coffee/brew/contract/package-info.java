/**
 * Names of Brew's contract that a .proto file cannot hold: topics, event types and consumer groups.
 */
@NullMarked
package coffee.brew.contract;

import org.jspecify.annotations.NullMarked;
