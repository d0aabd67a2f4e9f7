/**
 * The pool of a service's reactive connections, for the default datasource. Guaranteed: a database, or the network to it,
 * that is gone without a word is noticed, and what waits for a connection is bounded.
 * Not guaranteed: that a statement cut short was not executed.
 */
@NullMarked
package coffee.brew.database;

import org.jspecify.annotations.NullMarked;
