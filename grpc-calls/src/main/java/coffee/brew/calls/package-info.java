/**
 * What every unary gRPC call goes through before and after its service, on the server that shares its port with HTTP.
 * Guaranteed: a stop answers the calls that were taken and refuses others; what nobody can read is refused with words;
 * an answer for which nobody waits any more harms no other call.
 * Not guaranteed: that a caller who is gone is noticed before its connection, or its deadline, says so.
 */
@NullMarked
package coffee.brew.calls;

import org.jspecify.annotations.NullMarked;
