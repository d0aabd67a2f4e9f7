package coffee.brew.outbox;

import java.util.List;

/**
 * A claimed lane.
 *
 * @param epoch tells this claim from every other one
 * @param topics those of its rows that are not avoided
 */
record Lane(short number, long epoch, List<String> topics) {}
