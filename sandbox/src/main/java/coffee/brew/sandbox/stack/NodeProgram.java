package coffee.brew.sandbox.stack;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the process of a node is.
 *
 * @param command the program and its arguments
 * @param environment what it needs besides the node's own variables
 * @param stopTimeout how long its orderly end may take
 * @param ended to be told when the process has ended
 */
record NodeProgram(List<String> command, Map<String, String> environment, Duration stopTimeout, Runnable ended) {}
