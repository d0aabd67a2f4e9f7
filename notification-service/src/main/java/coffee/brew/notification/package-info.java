/**
 * Notes that customers are told of their orders. Guaranteed: one notification per order and channel, however often its
 * event comes. Not guaranteed: that anything has left the house; no provider is behind a channel.
 */
@NullMarked
package coffee.brew.notification;

import org.jspecify.annotations.NullMarked;
