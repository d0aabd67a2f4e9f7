/**
 * Accepts orders. Guaranteed: an answered order is durable, and its event with it; a repeated request has one order; a
 * refused call leaves nothing behind.
 * Not guaranteed: that an order is visible on the read side when the call returns.
 */
@NullMarked
package coffee.brew.order;

import org.jspecify.annotations.NullMarked;
