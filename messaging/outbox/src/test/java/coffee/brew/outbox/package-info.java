/** Tests of the outbox, on a real PostgreSQL and a real Kafka. */
@NullMarked
package coffee.brew.outbox;

import org.jspecify.annotations.NullMarked;
