/**
 * Idempotent consumer. Guaranteed: each event has its effect exactly once, in version order per aggregate; a record
 * that cannot be handled ends in the dead letter topic and its partition moves on.
 * Not guaranteed: order between aggregates; anything about effects outside the consumer's database.
 */
@NullMarked
package coffee.brew.inbox;

import org.jspecify.annotations.NullMarked;
