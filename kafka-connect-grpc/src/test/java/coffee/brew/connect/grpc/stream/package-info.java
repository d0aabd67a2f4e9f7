/** The parts of a stream's life that need no server. */
@NullMarked
package coffee.brew.connect.grpc.stream;

import org.jspecify.annotations.NullMarked;
