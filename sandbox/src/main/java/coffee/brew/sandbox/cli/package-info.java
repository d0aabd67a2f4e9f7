/**
 * The commands of {@code ./brewctl}: one class each. Results go to standard output, as text or as JSON; what a command
 * is doing goes to standard error. Exit codes are told by {@link coffee.brew.sandbox.cli.ExitCodes}.
 */
@NullMarked
package coffee.brew.sandbox.cli;

import org.jspecify.annotations.NullMarked;
