package coffee.brew.sandbox.compare.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A whole report without any process: by gRPC each third event is lost where something happens to the recipient. */
public final class MadeUpReport {
    private static final int EVENTS = 30;
    private static final int DEADLINE_MS = 300;
    private static final long MS = 1_000;

    private MadeUpReport() {}

    /** The same each time. */
    public static Report create() {
        List<Cell> cells = new ArrayList<>();
        for (Situation situation : Situation.values()) {
            for (Mode mode : Mode.values()) {
                cells.add(CellOf.of(observed(mode, situation), DEADLINE_MS));
            }
        }
        List<Sent> sent = sent(Mode.KAFKA, Situation.HEALTHY);
        return Report.of(EVENTS, DEADLINE_MS, 2_000, cells, Report.Pair.of(sent, sent), 12.34);
    }

    private static Observed observed(Mode mode, Situation situation) {
        List<Sent> sent = sent(mode, situation);
        boolean loses = mode.isGrpc() && situation != Situation.HEALTHY && situation != Situation.SLOW;
        Map<String, List<Handled>> handled = new LinkedHashMap<>();
        int afterMs = situation == Situation.HANGING ? 10_000 : 3;
        handled.put("analytics", handled(sent, loses, afterMs));
        handled.put("notifications", handled(sent, false, 1));
        handled.put("billing", handled(sent, false, 2));
        handled.put(situation.affected(), handled(sent, loses, afterMs));
        return new Observed(
                mode,
                situation,
                sent,
                handled,
                Map.of(),
                situation == Situation.DEAD ? sent.get(20).signedUpAtUs() : null,
                mode.isGrpc() ? "3 addresses" : "1 topic",
                mode.isGrpc() && situation == Situation.LATE ? 1 : 0,
                situation == Situation.REPLACED ? new Observed.Counters(20, 20, mode.isGrpc() ? 6 : 20) : null);
    }

    private static List<Sent> sent(Mode mode, Situation situation) {
        boolean stalls = mode.isGrpc() && situation == Situation.SLOW;
        int failed = mode.isGrpc() && situation == Situation.HANGING ? 1 : 0;
        long interval = (mode.isGrpc() ? 25 : 10) * MS;
        return IntStream.range(0, EVENTS)
                .mapToObj(n -> new Sent(
                        "c" + n,
                        n * interval,
                        stalls ? 201 * MS + n : 900 + n,
                        mode.isGrpc() ? List.of(200 * MS, 2 * MS) : List.of(),
                        failed))
                .toList();
    }

    private static List<Handled> handled(List<Sent> sent, boolean loses, int afterMs) {
        return IntStream.range(0, sent.size())
                .filter(n -> !loses || n % 3 != 0)
                .mapToObj(sent::get)
                .map(event -> new Handled(
                        event.customerId(), event.signedUpAtUs(), event.signedUpAtUs() + afterMs * MS, 200 * MS, 0))
                .toList();
    }
}
