package coffee.brew.outbox;

import java.util.List;

/**
 * A claimed lane.
 *
 * @param epoch tells this claim from every other one
 * @param routes those of its rows whose topics are not avoided
 */
record Lane(short number, long epoch, List<Integer> routes) {}
