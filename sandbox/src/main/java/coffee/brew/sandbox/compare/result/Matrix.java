package coffee.brew.sandbox.compare.result;

import coffee.brew.sandbox.compare.result.Report.Criterion;
import java.util.List;

/** The decision matrix: nine criteria, and what was measured for each. */
final class Matrix {
    private final Cells cells;

    Matrix(Cells cells) {
        this.cells = cells;
    }

    List<Criterion> rows() {
        return List.of(
                knowledge(),
                addition(),
                latency(),
                slowRecipient(),
                errors(),
                replay(),
                guarantee(),
                backpressure(),
                ordering());
    }

    private Criterion knowledge() {
        Cell.Sender grpc = sender(Mode.SEQUENTIAL, Situation.HEALTHY);
        Cell.Sender kafka = sender(Mode.KAFKA, Situation.HEALTHY);
        return new Criterion(
                "Sender knows its recipients",
                "yes, a list",
                "no, a topic",
                grpc.knows(),
                kafka.knows(),
                !grpc.knows().equals(kafka.knows()));
    }

    private Criterion addition() {
        Cell.Sender grpc = sender(Mode.PARALLEL, Situation.LATE);
        Cell.Sender kafka = sender(Mode.KAFKA, Situation.LATE);
        return new Criterion(
                "Add a recipient",
                "restart the sender with a longer list",
                "start a consumer group",
                "%d restart of the sender for crm".formatted(grpc.changes()),
                "%d restarts".formatted(kafka.changes()),
                grpc.changes() > 0 && kafka.changes() == 0);
    }

    private Criterion latency() {
        Cell.Sender sequential = sender(Mode.SEQUENTIAL, Situation.SLOW);
        Cell.Sender parallel = sender(Mode.PARALLEL, Situation.SLOW);
        Waits kafka = cells.get(Mode.KAFKA, Situation.HEALTHY).affected().latencyMs();
        boolean sum = sequential.waitedMs().p50() >= sequential.sumOfCallsMs().p50() * 0.99;
        boolean max = parallel.waitedMs().p50() <= parallel.slowestCallMs().p50() * 1.1;
        return new Criterion(
                "Latency, end to end",
                "sum of the calls (sequential), or the slowest (parallel)",
                "write + read",
                "with a recipient at +200 ms p50 %.1f and %.1f ms; healthy %.2f and %.2f ms"
                        .formatted(
                                sequential.waitedMs().p50(),
                                parallel.waitedMs().p50(),
                                healthyP50(Mode.SEQUENTIAL),
                                healthyP50(Mode.PARALLEL)),
                "healthy: written after p50 %.2f ms, handled after p50 %.2f and p99 %.2f ms"
                        .formatted(healthyP50(Mode.KAFKA), kafka.p50(), kafka.p99()),
                sum && max);
    }

    private Criterion slowRecipient() {
        double sequential = sender(Mode.SEQUENTIAL, Situation.SLOW).waitedMs().p50();
        double parallel = sender(Mode.PARALLEL, Situation.SLOW).waitedMs().p50();
        double kafka = sender(Mode.KAFKA, Situation.SLOW).waitedMs().p50();
        Cell.Recipient behind = cells.get(Mode.SEQUENTIAL, Situation.SLOW).recipient("billing");
        Cell.Recipient beside = cells.get(Mode.KAFKA, Situation.SLOW).recipient("billing");
        return new Criterion(
                "One slow recipient",
                "stalls the sender, and in sequence everybody behind it",
                "stalls itself",
                "sender p50 %.1f and %.1f ms; billing, behind it, p50 %.1f ms"
                        .formatted(sequential, parallel, behind.latencyMs().p50()),
                "sender p50 %.2f ms; billing p50 %.2f ms"
                        .formatted(kafka, beside.latencyMs().p50()),
                sequential >= Figures.SLOW_MS && parallel >= Figures.SLOW_MS && kafka < Figures.SLOW_MS);
    }

    private Criterion errors() {
        Cell.Sender grpc = sender(Mode.PARALLEL, Situation.HANGING);
        Cell kafka = cells.get(Mode.KAFKA, Situation.HANGING);
        int behind = kafka.catchUp() == null ? 0 : kafka.catchUp().behind();
        return new Criterion(
                "Sender learns of a recipient's error",
                "at once, as a status",
                "never",
                "recipient hangs: %d calls failed in %d events, known after p50 %.1f ms"
                        .formatted(grpc.failed(), grpc.events(), grpc.waitedMs().p50()),
                "recipient hangs: %d errors, while %d of %d events were not handled"
                        .formatted(
                                kafka.sender().failed(), behind, kafka.sender().events()),
                grpc.failed() >= grpc.events()
                        && kafka.sender().failed() == 0
                        && behind == kafka.sender().events());
    }

    private Criterion replay() {
        Cell.Recipient grpc = cells.get(Mode.PARALLEL, Situation.LATE).affected();
        Cell.Recipient kafka = cells.get(Mode.KAFKA, Situation.LATE).affected();
        return new Criterion(
                "Replay of past events",
                "by hand, from a store of one's own",
                "built in, as long as the topic keeps them",
                "crm has %d of %d events".formatted(grpc.delivered(), grpc.expected()),
                "crm has %d of %d events".formatted(kafka.delivered(), kafka.expected()),
                grpc.lost() > 0 && kafka.lost() == 0);
    }

    private Criterion guarantee() {
        Cell.Recipient grpc = cells.get(Mode.PARALLEL, Situation.DEAD).affected();
        Cell.Recipient kafka = cells.get(Mode.KAFKA, Situation.DEAD).affected();
        return new Criterion(
                "Delivery guarantee",
                "best effort",
                "at least once",
                "recipient killed: %d of %d events lost".formatted(grpc.lost(), grpc.expected()),
                "recipient killed: %d lost, %d handled twice".formatted(kafka.lost(), kafka.duplicated()),
                grpc.lost() > 0 && kafka.lost() == 0);
    }

    private Criterion backpressure() {
        Cell.Sender grpc = sender(Mode.PARALLEL, Situation.OVERLOADED);
        Cell kafka = cells.get(Mode.KAFKA, Situation.OVERLOADED);
        int most = kafka.backlog().stream().mapToInt(Cell.Backlog::events).max().orElse(0);
        Double level = kafka.catchUp() == null ? null : kafka.catchUp().levelMs();
        return new Criterion(
                "Backpressure",
                "the sender is held up",
                "the broker keeps what is not read yet",
                "recipient too slow: %.1f events/s".formatted(grpc.eventsPerSecond()),
                "recipient too slow: %.1f events/s; up to %d waiting, done %s ms after the last"
                        .formatted(kafka.sender().eventsPerSecond(), most, level),
                grpc.eventsPerSecond() < kafka.sender().eventsPerSecond()
                        && kafka.affected().lost() == 0);
    }

    private Criterion ordering() {
        long grpc = sum(Mode.SEQUENTIAL, false) + sum(Mode.PARALLEL, false);
        return new Criterion(
                "Ordering",
                "in the order of the calls",
                "in the order of each partition, so of each key",
                "%d events handled after a later one".formatted(grpc),
                "%d of the same partition, %d across partitions"
                        .formatted(sum(Mode.KAFKA, true), sum(Mode.KAFKA, false)),
                // A call that is given up may still be at work when the next one begins.
                sum(Mode.KAFKA, true) == 0);
    }

    private long sum(Mode mode, boolean inPartition) {
        return cells.of(mode)
                .flatMap(cell -> cell.recipients().stream())
                .mapToLong(recipient -> inPartition ? recipient.inversionsInPartition() : recipient.inversions())
                .sum();
    }

    private double healthyP50(Mode mode) {
        return sender(mode, Situation.HEALTHY).waitedMs().p50();
    }

    private Cell.Sender sender(Mode mode, Situation situation) {
        return cells.get(mode, situation).sender();
    }
}
