/** What all roles share: how they print, fail and stop, the customers they make up, and the faults they can play. */
@NullMarked
package coffee.brew.signup.role;

import org.jspecify.annotations.NullMarked;
