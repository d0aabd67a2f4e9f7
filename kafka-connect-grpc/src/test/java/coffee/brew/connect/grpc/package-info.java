/** The connector on a server whose protocol it has never seen, on a real Kafka and in a real worker. */
@NullMarked
package coffee.brew.connect.grpc;

import org.jspecify.annotations.NullMarked;
