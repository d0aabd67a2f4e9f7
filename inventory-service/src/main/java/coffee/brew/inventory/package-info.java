/**
 * Reserves for accepted orders. Guaranteed: one reservation per order, however often its event comes.
 * Not guaranteed: that the goods are there; a reservation does not count stock.
 */
@NullMarked
package coffee.brew.inventory;

import org.jspecify.annotations.NullMarked;
