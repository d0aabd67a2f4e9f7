package coffee.brew.sandbox.compare;

import coffee.brew.contract.Topics;
import coffee.brew.infra.LocalKafka;
import coffee.brew.sandbox.compare.result.Cell;
import coffee.brew.sandbox.compare.result.CellOf;
import coffee.brew.sandbox.compare.result.Mode;
import coffee.brew.sandbox.compare.result.Observed;
import coffee.brew.sandbox.compare.result.Report;
import coffee.brew.sandbox.compare.result.Situation;
import coffee.brew.sandbox.stack.Progress;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.SignupProgram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Every mode in every situation, on servers of its own. Situations that mostly wait go side by side; those whose sender's
 * time is in question have the machine to themselves as far as that is possible.
 */
public final class Comparison implements AutoCloseable {
    private static final List<Situation> MEANWHILE = List.of(Situation.HANGING, Situation.SLOW);
    private static final List<Situation> TOGETHER =
            List.of(Situation.DEAD, Situation.LATE, Situation.REPLACED, Situation.OVERLOADED);

    private final CompareOptions options;
    private final Progress progress;
    private final LocalKafka kafka;
    private final RoleHost senders;
    private final RoleHost recipients;
    private final MortalHost mortals;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final List<Observed> observed = new ArrayList<>();
    private final long beginNanos = System.nanoTime();

    /** Starts the servers and the processes of the roles. */
    public Comparison(CompareOptions options, Progress progress) {
        SignupProgram program = SignupProgram.in(options.project());
        this.options = options;
        this.progress = progress;
        progress.step("starting Kafka, and three processes for senders, recipients and those to be killed");
        kafka = LocalKafka.start();
        senders = new RoleHost(program);
        recipients = new RoleHost(program);
        mortals = new MortalHost(program, Mode.values().length);
    }

    /** Compares; takes as long as the longest situations, one after the other of which are few. */
    public Report run() {
        for (Situation situation : Situation.values()) {
            kafka.createTopic(KafkaScene.topic(situation), Topics.CUSTOMERS_PARTITIONS);
        }
        Pair pair = new Pair(senders, recipients, kafka, options);
        progress.step("warming up");
        pair.warmUp();
        for (Mode mode : Mode.values()) {
            play(mode, Situation.HEALTHY);
        }
        observed.clear();
        List<Future<?>> waiting = new ArrayList<>(begin(MEANWHILE));
        for (Mode mode : Mode.values()) {
            play(mode, Situation.HEALTHY);
        }
        waiting.addAll(begin(TOGETHER));
        waiting.forEach(Comparison::join);
        progress.step("the Kafka sender with and without a slow recipient, in the same seconds");
        Report.Pair sideBySide = pair.run();
        List<Cell> cells = observed.stream()
                .sorted(Comparator.comparing(Observed::situation).thenComparing(Observed::mode))
                .map(notes -> CellOf.of(notes, CompareOptions.DEADLINE_MS))
                .toList();
        return Report.of(
                options.events(),
                CompareOptions.DEADLINE_MS,
                options.down().toMillis(),
                cells,
                sideBySide,
                (System.nanoTime() - beginNanos) / 1e9);
    }

    private List<Future<?>> begin(List<Situation> situations) {
        List<Future<?>> plays = new ArrayList<>();
        for (Situation situation : situations) {
            progress.step(situation.id() + ": " + situation.text());
            for (Mode mode : Mode.values()) {
                plays.add(pool.submit(() -> play(mode, situation)));
            }
        }
        return plays;
    }

    private void play(Mode mode, Situation situation) {
        Scene scene = mode.isGrpc()
                ? new GrpcScene(mode, situation, senders)
                : new KafkaScene(situation, senders, kafka.bootstrapServers(), KafkaScene.topic(situation));
        Observed notes = new Scripts(options, recipients, mortals).play(situation, scene);
        synchronized (observed) {
            observed.add(notes);
            progress.step("  %s, %s: done".formatted(situation.id(), mode.id()));
        }
    }

    private static void join(Future<?> play) {
        try {
            play.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", "", e);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        senders.close();
        recipients.close();
        mortals.close();
        kafka.close();
    }
}
