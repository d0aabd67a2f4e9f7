package coffee.brew.sandbox.compare.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Counts what became of the events of one mode in one situation. */
public final class CellOf {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double MICROS_PER_MS = 1e3;
    private static final int BACKLOG_POINTS = 60;
    private static final Set<Situation> WITH_BACKLOG = Set.of(Situation.DEAD, Situation.OVERLOADED);

    private final Observed observed;
    private final long deadlineUs;

    private CellOf(Observed observed, int deadlineMs) {
        this.observed = observed;
        this.deadlineUs = (long) (deadlineMs * MICROS_PER_MS);
    }

    /** @param deadlineMs of a call; what is handled later is late */
    public static Cell of(Observed observed, int deadlineMs) {
        return new CellOf(observed, deadlineMs).cell();
    }

    private Cell cell() {
        List<Cell.Recipient> recipients = new ArrayList<>();
        observed.handled().forEach((name, handled) -> recipients.add(recipient(name, handled)));
        return new Cell(
                observed.mode(),
                observed.situation(),
                sender(),
                recipients,
                observed.counters(),
                catchUp(),
                WITH_BACKLOG.contains(observed.situation()) ? backlog() : List.of());
    }

    private Cell.Sender sender() {
        List<Sent> sent = observed.sent();
        double seconds = (last(sent).doneAtUs() - sent.get(0).signedUpAtUs()) / MICROS_PER_SECOND;
        return new Cell.Sender(
                sent.size(),
                Waits.ofMicroseconds(sent.stream().map(Sent::waitedUs).toList()),
                calls(LongStream::sum),
                calls(each -> each.max().orElse(0)),
                Rounded.to1(sent.size() / seconds),
                sent.stream().mapToLong(Sent::failed).sum(),
                observed.knows(),
                observed.changes());
    }

    private Waits calls(ToLongFunction<LongStream> together) {
        return Waits.ofMicroseconds(observed.sent().stream()
                .map(event -> together.applyAsLong(event.callsUs().stream().mapToLong(Long::longValue)))
                .toList());
    }

    private Cell.Recipient recipient(String name, List<Handled> handled) {
        int until = observed.untilEvent().getOrDefault(name, observed.sent().size());
        Set<String> expected =
                observed.sent().subList(0, until).stream().map(Sent::customerId).collect(Collectors.toSet());
        List<Handled> first = firstCopies(handled).stream()
                .filter(event -> expected.contains(event.customerId()))
                .toList();
        List<Long> latencies = first.stream()
                .map(event -> event.handledAtUs() - event.signedUpAtUs())
                .toList();
        return new Cell.Recipient(
                name,
                expected.size(),
                first.size(),
                expected.size() - first.size(),
                handled.size() - firstCopies(handled).size(),
                (int) latencies.stream().filter(latency -> latency > deadlineUs).count(),
                Waits.ofMicroseconds(latencies),
                Waits.ofMicroseconds(first.stream().map(Handled::tookUs).toList()),
                inversions(first, false),
                inversions(first, true));
    }

    private static List<Handled> firstCopies(List<Handled> handled) {
        Set<String> seen = new HashSet<>();
        return handled.stream().filter(event -> seen.add(event.customerId())).toList();
    }

    private int inversions(List<Handled> handled, boolean byPartition) {
        Map<String, Integer> position = new HashMap<>();
        observed.sent().forEach(event -> position.put(event.customerId(), position.size()));
        Map<Integer, Integer> latest = new HashMap<>();
        int inversions = 0;
        for (Handled event : handled) {
            int lane = byPartition ? event.partition() : 0;
            int now = position.getOrDefault(event.customerId(), 0);
            if (now < latest.getOrDefault(lane, -1)) {
                inversions++;
            } else {
                latest.put(lane, now);
            }
        }
        return inversions;
    }

    /** From the return of a dead recipient, otherwise from the end of sending. */
    private Cell.@Nullable CatchUp catchUp() {
        if (observed.situation() == Situation.HEALTHY) {
            return null;
        }
        Long back = observed.backAtUs();
        long beginUs = back == null ? last(observed.sent()).doneAtUs() : back;
        List<Handled> handled = affected();
        int behind = missing(handled, beginUs, beginUs);
        List<Handled> after =
                handled.stream().filter(event -> event.handledAtUs() > beginUs).toList();
        if (behind == 0) {
            return new Cell.CatchUp(0, null, 0.0, null, null);
        }
        Double firstMs = after.isEmpty() ? null : ms(after.get(0).handledAtUs() - beginUs);
        for (int n = 0; n < after.size(); n++) {
            long now = after.get(n).handledAtUs();
            if (missing(handled, now, now - deadlineUs) == 0) {
                return level(behind, firstMs, now - beginUs, after.subList(0, n + 1));
            }
        }
        return new Cell.CatchUp(behind, firstMs, null, null, null);
    }

    private static Cell.CatchUp level(int behind, @Nullable Double firstMs, long levelUs, List<Handled> caught) {
        if (caught.size() == 1) {
            return new Cell.CatchUp(behind, firstMs, ms(levelUs), null, null);
        }
        List<Handled> rest = caught.subList(1, caught.size());
        long spanUs = rest.get(rest.size() - 1).handledAtUs() - caught.get(0).handledAtUs();
        long workUs = rest.stream().mapToLong(Handled::tookUs).sum();
        return new Cell.CatchUp(
                behind, firstMs, ms(levelUs), perSecond(rest.size(), spanUs), perSecond(rest.size(), workUs));
    }

    private static double perSecond(int events, long microseconds) {
        return Rounded.to1(events * MICROS_PER_SECOND / Math.max(1, microseconds));
    }

    /** Of the events sent before one moment, those that were not handled at another. */
    private int missing(List<Handled> handled, long nowUs, long sentBeforeUs) {
        Set<String> done = handled.stream()
                .filter(event -> event.handledAtUs() <= nowUs)
                .map(Handled::customerId)
                .collect(Collectors.toSet());
        return (int) observed.sent().stream()
                .filter(event -> event.signedUpAtUs() < sentBeforeUs && !done.contains(event.customerId()))
                .count();
    }

    private List<Cell.Backlog> backlog() {
        List<Handled> handled = affected();
        long beginUs = observed.sent().get(0).signedUpAtUs();
        long endUs = last(observed.sent()).doneAtUs();
        for (Handled event : handled) {
            endUs = Math.max(endUs, event.handledAtUs());
        }
        List<Cell.Backlog> points = new ArrayList<>();
        for (int point = 0; point <= BACKLOG_POINTS; point++) {
            long now = beginUs + (endUs - beginUs) * point / BACKLOG_POINTS;
            points.add(new Cell.Backlog(Rounded.to1((now - beginUs) / MICROS_PER_SECOND), missing(handled, now, now)));
        }
        return points;
    }

    private List<Handled> affected() {
        return observed.handled().getOrDefault(observed.situation().affected(), List.of());
    }

    private static double ms(long microseconds) {
        return Rounded.to1(microseconds / MICROS_PER_MS);
    }

    private static Sent last(List<Sent> sent) {
        return sent.get(sent.size() - 1);
    }
}
