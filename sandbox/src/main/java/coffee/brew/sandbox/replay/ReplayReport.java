package coffee.brew.sandbox.replay;

/**
 * What a replay did.
 *
 * @param records records that the group read again
 * @param dedupHits events that it knew and passed over
 * @param forgotten processed events that were wiped before
 * @param effectsBefore rows of the effect before the replay
 * @param effectsAfter and afterwards
 * @param changed rows of before that are gone or were written again
 * @param caughtUp whether the group came to the end of the topic
 */
public record ReplayReport(
        String group,
        long records,
        long dedupHits,
        long forgotten,
        long effectsBefore,
        long effectsAfter,
        long changed,
        boolean caughtUp) {

    /** Effects stayed as they were. */
    public boolean ok() {
        return changed == 0 && caughtUp;
    }
}
