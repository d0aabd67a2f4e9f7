package coffee.brew.connect.grpc.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.infra.LocalKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Messages on their way through real workers to a real Kafka while connections, tasks, servers and workers die. */
@Execution(ExecutionMode.CONCURRENT)
class RestartsIT {
    /** Of each of the two connectors. */
    private static final int MESSAGES = Integer.getInteger("connect.messages", 50_000);

    /** Rounds of all faults: one for every 100,000 messages. */
    private static final int ROUNDS = Math.max(1, MESSAGES / 100_000);

    /** Broken connections of each, in a round. */
    private static final int CUTS = 100;

    @TempDir
    private static Path directory;

    @Test
    void nothingIsLostAndWithExactlyOnceSupportNothingIsDoubled() throws IOException {
        // Given
        LocalKafka kafka = LocalKafka.shared();
        try (Pipe atLeastOnce = new Pipe(directory, kafka, false);
                Pipe exactlyOnce = new Pipe(directory, kafka, true)) {
            List<Pipe> pipes = List.of(atLeastOnce, exactlyOnce);
            Faults faults = new Faults(kafka, pipes);
            pipes.forEach(Pipe::open);
            // When
            play(pipes, faults);
            pipes.forEach(pipe -> report(pipe, faults));
            // Then
            for (Pipe pipe : pipes) {
                assertThat(pipe.numbers().missing(MESSAGES)).as("lost").isZero();
                assertThat(pipe.numbers().outOfOrder())
                        .as("out of order within a key")
                        .isZero();
            }
            assertThat(exactlyOnce.numbers().duplicates()).as("doubled").isZero();
        }
    }

    private static void play(List<Pipe> pipes, Faults faults) {
        int steps = ROUNDS * faults.all().size();
        for (int step = 0; step < steps; step++) {
            long from = (long) MESSAGES * step / steps;
            long to = (long) MESSAGES * (step + 1) / steps;
            int cuts = CUTS * ROUNDS * (step + 1) / steps;
            pipes.forEach(pipe -> pipe.play(to, cuts));
            // In the middle of the step's messages, so that there are some everywhere on the way.
            pipes.forEach(pipe -> pipe.numbers().readUntil((from + to) / 2));
            faults.all().get(step % faults.all().size()).run();
        }
        pipes.forEach(pipe -> pipe.numbers().readUntil(MESSAGES));
        pipes.forEach(pipe -> await().atMost(Duration.ofSeconds(90)).until(() -> pipe.cuts() == CUTS * ROUNDS));
        pipes.forEach(pipe -> pipe.numbers().readRest());
    }

    private static void report(Pipe pipe, Faults faults) {
        System.out.printf(
                "connector %s: messages=%d lost=%d doubled=%d out_of_order=%d through disconnects=%d %s%n",
                pipe.name(),
                MESSAGES,
                pipe.numbers().missing(MESSAGES),
                pipe.numbers().duplicates(),
                pipe.numbers().outOfOrder(),
                pipe.cuts(),
                faults);
    }
}
