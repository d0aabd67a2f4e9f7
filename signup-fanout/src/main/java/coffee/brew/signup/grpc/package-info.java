/** Sign-ups by gRPC: the sender knows its recipients and calls each of them. */
@NullMarked
package coffee.brew.signup.grpc;

import org.jspecify.annotations.NullMarked;
