/**
 * The life of one gRPC stream: called, held back by flow control, lost, called again where it was left. Guaranteed:
 * messages come out in the order of the stream; none is dropped; memory is bounded; what cannot be mended by calling
 * again is reported with the server's reason. All decisions are made on the thread that polls; gRPC's threads only put
 * what arrives into the queue.
 */
@NullMarked
package coffee.brew.connect.grpc.stream;

import org.jspecify.annotations.NullMarked;
