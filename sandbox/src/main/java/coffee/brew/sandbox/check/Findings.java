package coffee.brew.sandbox.check;

import java.util.List;

/**
 * What {@link Invariants} found.
 *
 * @param lost orders of which some trace is missing for good
 * @param duplicateEffects effects beyond the one that an order may have
 * @param duplicatesOnTopic records beyond the first copy of an event; harmless
 * @param orderInversions first copies of an event that do not follow their order's previous version
 * @param mismatches traces that say something else than the order
 * @param strangers traces of orders that nobody placed
 * @param effectsOutsideDedup effects that were not written by the transaction that remembered their event
 * @param problems the first of all these, in words
 */
public record Findings(
        long lost,
        long duplicateEffects,
        long duplicatesOnTopic,
        long orderInversions,
        long mismatches,
        long strangers,
        long effectsOutsideDedup,
        List<String> problems) {

    /** Nothing that must not be. */
    boolean clean() {
        return lost == 0
                && duplicateEffects == 0
                && orderInversions == 0
                && mismatches == 0
                && strangers == 0
                && effectsOutsideDedup == 0;
    }
}
