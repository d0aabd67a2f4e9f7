/** What a comparison found out: from what senders and recipients saw, to figures and the decision matrix. No processes. */
@NullMarked
package coffee.brew.sandbox.compare.result;

import org.jspecify.annotations.NullMarked;
