package coffee.brew.sandbox.check;

import coffee.brew.sandbox.stack.NodeProbe;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.StackState;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a stack stands and whether it kept its promises: the JSON of {@code demo} and {@code counts}.
 *
 * @param reservationsByNode which inventory node reserved how many orders
 * @param redelivered records that Kafka handed to a consumer again although their effect was there
 * @param dedupHits events that consumers met again and passed over, as their metrics count them
 * @param publishedByNode which order node's relay sent how many records
 * @param killed the node that was killed, when one was
 * @param convergedMs from the last acknowledged Create until everything had arrived everywhere
 * @param ok whether every promise was kept
 */
public record Report(
        @JsonUnwrapped Counts counts,
        @JsonUnwrapped Findings findings,
        Map<String, Long> reservationsByNode,
        long redelivered,
        long dedupHits,
        Map<String, Long> publishedByNode,
        @Nullable Kill killed,
        @Nullable Long convergedMs,
        boolean ok) {

    /** The inbox's counter of events that were met again; see messaging/inbox. */
    private static final String DUPLICATES_METRIC = "brew_inbox_duplicates_total";

    /**
     * A node's death and what came of it.
     *
     * @param atOrder after how many acknowledged orders
     * @param partitionsBefore who read which partition before
     * @param partitionsAfter and afterwards
     * @param takeoverMs from the kill until somebody read every partition again
     * @param notificationsMeanwhile notifications that were written between kill and takeover
     */
    public record Kill(
            String node,
            String signal,
            long pid,
            long atOrder,
            Map<String, List<Integer>> partitionsBefore,
            Map<String, List<Integer>> partitionsAfter,
            long takeoverMs,
            long notificationsMeanwhile) {}

    /** A report without a kill. */
    public static Report of(Evidence evidence, Findings findings, long dedupHits) {
        long repeated = findings.duplicatesOnTopic() * EffectTable.values().length;
        return new Report(
                evidence.counts(),
                findings,
                countBy(evidence.effects(EffectTable.RESERVATIONS), EffectRow::node),
                // Each copy beyond the first is one hit in every group; what remains came again by itself.
                Math.max(0, dedupHits - repeated),
                dedupHits,
                countBy(evidence.topic(), TopicRecord::publisherNode),
                null,
                null,
                findings.clean());
    }

    /** What the running nodes have counted since they started. */
    public static long dedupHits(StackState stack) {
        return stack.nodes().stream()
                .filter(NodeState::isRunning)
                .mapToLong(node -> dedupHits(node.http()))
                .sum();
    }

    /** What one node has counted since it started. */
    public static long dedupHits(String httpAddress) {
        return (long) new NodeProbe(httpAddress).metric(DUPLICATES_METRIC).orElse(0);
    }

    /** Adds what is known of a killed node: what it had counted, and what was handed out again after its death. */
    public Report withKill(@Nullable Kill kill, long hitsOfKilled, long redeliveredAfterKill) {
        return new Report(
                counts,
                findings,
                reservationsByNode,
                redeliveredAfterKill,
                dedupHits + hitsOfKilled,
                publishedByNode,
                kill,
                convergedMs,
                ok);
    }

    /** Adds the time of convergence; what has not converged is not ok. */
    public Report withConvergence(@Nullable Long milliseconds) {
        return new Report(
                counts,
                findings,
                reservationsByNode,
                redelivered,
                dedupHits,
                publishedByNode,
                killed,
                milliseconds,
                ok && milliseconds != null);
    }

    /** The result on one line. */
    public String summary() {
        return "%s lost=%d duplicate_effects=%d order_inversions=%d"
                .formatted(counts.line(), findings.lost(), findings.duplicateEffects(), findings.orderInversions());
    }

    private static <T> Map<String, Long> countBy(List<T> rows, Function<T, String> node) {
        return rows.stream().collect(Collectors.groupingBy(node, TreeMap::new, Collectors.counting()));
    }
}
