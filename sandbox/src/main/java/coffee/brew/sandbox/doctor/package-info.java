/** Whether this machine, and a running stack, are as they must be. */
@NullMarked
package coffee.brew.sandbox.doctor;

import org.jspecify.annotations.NullMarked;
