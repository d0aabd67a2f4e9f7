/** Reading the topic again from its beginning, and the proof that no effect happens twice. */
@NullMarked
package coffee.brew.sandbox.replay;

import org.jspecify.annotations.NullMarked;
