/**
 * The read side: a projection of the orders' events, and the calls that read it. Guaranteed: an order's version never
 * goes back; a read with {@code min_version} is never older. Not guaranteed: that an accepted order is there at once.
 */
@NullMarked
package coffee.brew.query;

import org.jspecify.annotations.NullMarked;
