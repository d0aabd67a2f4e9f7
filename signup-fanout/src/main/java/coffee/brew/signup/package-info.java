/**
 * One event, told two ways: a customer signed up, and others must hear of it, by gRPC fan-out or through Kafka. Four
 * roles, each a process: a sender and a recipient for either way, with faults to try on them.
 *
 * <p>Guaranteed: through Kafka each recipient handles each event at least once. Not guaranteed: anything by gRPC
 * fan-out beyond a result for each call; that is the point.
 */
@NullMarked
package coffee.brew.signup;

import org.jspecify.annotations.NullMarked;
