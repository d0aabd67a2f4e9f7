/** A server whose messages have everything that proto3 has, and the way back from Connect to such a message. */
@NullMarked
package coffee.brew.connect.grpc.sampler;

import org.jspecify.annotations.NullMarked;
