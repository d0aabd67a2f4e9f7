/** Sign-ups through Kafka: the sender knows a topic, each recipient reads it in a group of its own. */
@NullMarked
package coffee.brew.signup.kafka;

import org.jspecify.annotations.NullMarked;
