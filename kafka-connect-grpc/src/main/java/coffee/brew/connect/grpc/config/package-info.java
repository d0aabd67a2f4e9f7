/**
 * Every key of the connector: type, default, limits, group, and what it is for. Guaranteed: whatever is wrong with a
 * key is said with its name and the way to mend it, and never with the value of a secret.
 */
@NullMarked
package coffee.brew.connect.grpc.config;

import org.jspecify.annotations.NullMarked;
