/**
 * Runs senders and recipients of sign-ups, as processes of their own, in every mode and situation, and collects what they
 * saw. Everything it starts ends with it, also when it is killed.
 */
@NullMarked
package coffee.brew.sandbox.compare;

import org.jspecify.annotations.NullMarked;
