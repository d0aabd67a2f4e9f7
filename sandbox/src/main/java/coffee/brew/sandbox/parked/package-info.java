/** Keys that the relay has set aside because the broker will never take their next event; see messaging/outbox. */
@NullMarked
package coffee.brew.sandbox.parked;

import org.jspecify.annotations.NullMarked;
