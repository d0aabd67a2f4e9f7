package coffee.brew.sandbox.compare;

import coffee.brew.sandbox.compare.result.Handled;
import coffee.brew.sandbox.compare.result.Mode;
import coffee.brew.sandbox.compare.result.Observed;
import coffee.brew.sandbox.compare.result.Sent;
import coffee.brew.sandbox.compare.result.Situation;
import coffee.brew.sandbox.stack.SandboxException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The notes of one mode in one situation, taken from what senders and recipients print. Thread-safe. */
final class Trial {
    private static final long POLL_MS = 20;
    private static final long SENDER_SILENCE_MAX_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Mode mode;
    private final Situation situation;
    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, List<Handled>> handled = new LinkedHashMap<>();
    private final Map<String, Integer> untilEvent = new HashMap<>();
    private @Nullable Long backAtUs;
    private Observed.@Nullable Counters counters;
    private long lastNewsNanos = System.nanoTime();

    Trial(Mode mode, Situation situation) {
        this.mode = mode;
        this.situation = situation;
    }

    synchronized void expect(String recipient) {
        handled.putIfAbsent(recipient, new ArrayList<>());
    }

    synchronized void noteSent(JsonNode line) {
        List<Long> calls = new ArrayList<>();
        int failed = line.path("error").isTextual() ? 1 : 0;
        for (JsonNode call : line.path("calls")) {
            calls.add(call.get("dur_us").asLong());
            failed += call.get("accepted").asBoolean() ? 0 : 1;
        }
        sent.add(new Sent(
                line.get("customer_id").asText(),
                line.get("signed_up_at_us").asLong(),
                line.get("waited_us").asLong(),
                calls,
                failed));
        news();
    }

    synchronized void noteHandled(String recipient, JsonNode line) {
        handled.computeIfAbsent(recipient, name -> new ArrayList<>())
                .add(new Handled(
                        line.get("customer_id").asText(),
                        line.get("signed_up_at_us").asLong(),
                        line.get("handled_at_us").asLong(),
                        line.get("took_us").asLong(),
                        line.path("partition").asInt(0)));
        news();
    }

    private void news() {
        lastNewsNanos = System.nanoTime();
    }

    synchronized int sentSoFar() {
        return sent.size();
    }

    synchronized void noteBack(long atUs) {
        backAtUs = atUs;
    }

    /** Nothing after these events is meant for the recipient. */
    synchronized void noteSwitchedOff(String recipient, int afterEvents) {
        untilEvent.put(recipient, afterEvents);
    }

    synchronized void noteCounters(int events) {
        counters = new Observed.Counters(events, handledOf("analytics", events), handledOf("analytics-v2", events));
    }

    /** How many of the first events the recipient has handled. */
    synchronized int handledOf(String recipient, int events) {
        Set<String> done = new HashSet<>();
        handled.getOrDefault(recipient, List.of()).forEach(event -> done.add(event.customerId()));
        return (int) sent.subList(0, Math.min(events, sent.size())).stream()
                .filter(event -> done.contains(event.customerId()))
                .count();
    }

    /** Whether everybody has handled what was meant for it. */
    synchronized boolean isComplete() {
        return handled.keySet().stream().allMatch(recipient -> {
            int expected = untilEvent.getOrDefault(recipient, sent.size());
            return handledOf(recipient, expected) == expected;
        });
    }

    /** Fails when the sender falls silent before. */
    void awaitSent(int events) {
        if (!await(() -> sentSoFar() >= events, SENDER_SILENCE_MAX_NANOS)) {
            throw new SandboxException("the sender sent %d events and then no more".formatted(sentSoFar()), "");
        }
    }

    /** Waits until a condition on these notes holds, or until nothing new has come for so long; whether it holds. */
    synchronized boolean await(BooleanSupplier condition, long silenceMaxNanos) {
        lastNewsNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - lastNewsNanos > silenceMaxNanos) {
                return false;
            }
            try {
                wait(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SandboxException("interrupted", "", e);
            }
        }
        return true;
    }

    synchronized Observed observed(String knows, int changes) {
        Map<String, List<Handled>> copies = new LinkedHashMap<>();
        handled.forEach((recipient, events) -> copies.put(recipient, List.copyOf(events)));
        return new Observed(
                mode, situation, List.copyOf(sent), copies, Map.copyOf(untilEvent), backAtUs, knows, changes, counters);
    }
}
