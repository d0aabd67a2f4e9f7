/** The tests' source: a server with numbered messages, and the wire to it that can be cut. */
@NullMarked
package coffee.brew.connect.grpc.tape;

import org.jspecify.annotations.NullMarked;
