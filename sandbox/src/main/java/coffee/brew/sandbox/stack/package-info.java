/**
 * A whole Brew on this machine: PostgreSQL, Kafka and the services as processes of their own, with the means to kill,
 * stop, pause and restart each of them. Guaranteed: {@link coffee.brew.sandbox.stack.Stack#close()} leaves nothing
 * running, and what a killed owner left behind is found again by process id and start time, never by name.
 */
@NullMarked
package coffee.brew.sandbox.stack;

import org.jspecify.annotations.NullMarked;
