/**
 * A stack that outlives the command that started it: a process in a session of its own, which is reached on a loopback
 * port with a token from its state file. Guaranteed: at most one for each folder.
 */
@NullMarked
package coffee.brew.sandbox.supervisor;

import org.jspecify.annotations.NullMarked;
