/**
 * Load, and how long it took: for the caller until the answer, and for a reader until the order could be seen. Figures
 * are printed, never asserted.
 */
@NullMarked
package coffee.brew.sandbox.load;

import org.jspecify.annotations.NullMarked;
