package coffee.brew.connect.grpc.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.connect.grpc.tape.TapeServer;
import coffee.brew.connect.grpc.tape.Wire;
import coffee.brew.infra.LocalKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages on their way through a real worker to a real Kafka while connections, tasks, servers and workers die. */
class RestartsIT {
    private static final int MESSAGES = Integer.getInteger("connect.messages", 100_000);

    /** Rounds of all faults: one for every 100,000 messages. */
    private static final int ROUNDS = Math.max(1, MESSAGES / 100_000);

    @TempDir
    static Path directory;

    private static LocalKafka kafka;

    @BeforeAll
    static void start() {
        kafka = LocalKafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsLostAndWithExactlyOnceSupportNothingIsDoubled(boolean exactlyOnce) throws IOException {
        // Given
        String name = exactlyOnce ? "exactly-once" : "at-least-once";
        kafka.createTopic(name, 3);
        try (TapeServer server = TapeServer.start();
                Wire wire = new Wire(server.port());
                ConnectWorker worker = ConnectWorker.start(directory, kafka, "connect-" + name, exactlyOnce);
                TopicNumbers numbers = new TopicNumbers(kafka.bootstrapServers(), name)) {
            worker.rest().put(name, configuration(name, wire.port(), exactlyOnce));
            // When
            try (Faults faults = new Faults(worker, kafka, server, wire, name)) {
                play(server, numbers, faults);
                report(name, numbers, faults);
            }
            // Then
            assertThat(numbers.missing(MESSAGES)).as("lost").isZero();
            assertThat(numbers.outOfOrder()).as("out of order within a key").isZero();
            if (exactlyOnce) {
                assertThat(numbers.duplicates()).as("doubled").isZero();
            }
        }
    }

    private static void play(TapeServer server, TopicNumbers numbers, Faults faults) {
        int steps = ROUNDS * faults.all().size();
        for (int step = 0; step < steps; step++) {
            long from = (long) MESSAGES * step / steps;
            long to = (long) MESSAGES * (step + 1) / steps;
            server.tape().growTo(to);
            // In the middle of the step's messages, so that there are some everywhere on the way.
            numbers.readUntil((from + to) / 2);
            faults.all().get(step % faults.all().size()).run();
        }
        numbers.readUntil(MESSAGES);
        await().atMost(Duration.ofSeconds(90)).until(() -> faults.cuts() >= 100);
        numbers.readRest();
    }

    private static void report(String name, TopicNumbers numbers, Faults faults) {
        System.out.printf(
                "connector %s: messages=%d lost=%d doubled=%d out_of_order=%d through %s%n",
                name, MESSAGES, numbers.missing(MESSAGES), numbers.duplicates(), numbers.outOfOrder(), faults);
    }

    private static Map<String, String> configuration(String topic, int port, boolean exactlyOnce) {
        return Map.ofEntries(
                Map.entry("connector.class", "GrpcSourceConnector"),
                Map.entry("tasks.max", "1"),
                Map.entry("kafka.topic", topic),
                Map.entry("grpc.server.host", "127.0.0.1"),
                Map.entry("grpc.server.port", String.valueOf(port)),
                Map.entry("grpc.service.name", "tape.v1.TapeService"),
                Map.entry("grpc.method.name", "Play"),
                Map.entry("grpc.resume.response.field", "number"),
                Map.entry("grpc.resume.request.field", "after_number"),
                Map.entry("grpc.key.field", "key"),
                Map.entry("grpc.message.queue.size", "1000"),
                Map.entry("grpc.reconnect.interval.ms", "20"),
                Map.entry("grpc.reconnect.backoff.max.ms", "50"),
                Map.entry("exactly.once.support", exactlyOnce ? "required" : "requested"));
    }
}
