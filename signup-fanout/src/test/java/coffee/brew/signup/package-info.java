/** The four roles, on real sockets and a real Kafka. */
@NullMarked
package coffee.brew.signup;

import org.jspecify.annotations.NullMarked;
