package coffee.brew.connect.grpc.benchmark;

import coffee.brew.connect.grpc.tape.TapeServer;
import coffee.brew.connect.grpc.worker.ConnectWorker;
import coffee.brew.infra.LocalKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How much a connector moves, how fast, and what it costs when there is nothing to move; beside it what plain programs
 * do with the same server and the same broker.
 */
public final class ConnectorBenchmark {
    /** Makes messages of about 150 bytes. */
    static final int NOISE_BYTES = 100;

    /** One part in so many is for warming up and not measured. */
    static final int WARM_UP_SHARE = 5;

    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final long MESSAGES = Long.getLong("messages", 500_000L);
    private static final int LATENCY_RATE = Integer.getInteger("rate", 2_000);
    private static final int LATENCY_SECONDS = 10;
    private static final int IDLE_SECONDS = 20;
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    /** Of the value: format, and converter. */
    private static final Map<String, List<String>> MODES = Map.of(
            "bytes", List.of("bytes", BYTES),
            "json", List.of("json", "org.apache.kafka.connect.storage.StringConverter"),
            "struct", List.of("struct", "org.apache.kafka.connect.json.JsonConverter"));

    private final LocalKafka kafka;
    private final ConnectWorker worker;
    private int topics;

    private ConnectorBenchmark(LocalKafka kafka, ConnectWorker worker) {
        this.kafka = kafka;
        this.worker = worker;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("connector-benchmark");
        try (LocalKafka kafka = LocalKafka.start();
                ConnectWorker worker = ConnectWorker.start(
                        directory, kafka, "benchmark", Boolean.getBoolean("exactly.once"), "-Xmx512m")) {
            ConnectorBenchmark benchmark = new ConnectorBenchmark(kafka, worker);
            benchmark.idle();
            for (int round = 1; round <= ROUNDS; round++) {
                benchmark.rates();
            }
            for (int round = 1; round <= ROUNDS; round++) {
                benchmark.latencies();
            }
        }
    }

    private String newTopic() {
        String topic = "benchmark-" + topics++;
        kafka.createTopic(topic, 1, Map.of("message.timestamp.type", "LogAppendTime"));
        return topic;
    }

    private void rates() throws IOException, InterruptedException {
        try (TapeServer server = TapeServer.start()) {
            server.tape().addNoise(NOISE_BYTES);
            server.tape().growTo(MESSAGES);
            System.out.printf("plain client, discarding: %,d messages/s%n", plain("read", server));
            System.out.printf("plain producer: %,d messages/s%n", plain("produce", server));
            System.out.printf("plain client and producer: %,d messages/s%n", plain("both", server));
            for (String mode : List.of("bytes", "json", "struct")) {
                String topic = newTopic();
                worker.rest().put(topic, configuration(topic, server, mode));
                long rate = new TopicProgress(kafka.bootstrapServers(), topic).rate(MESSAGES, WARM_UP_SHARE);
                worker.rest().change("DELETE", "/connectors/" + topic, "");
                System.out.printf("connector, %s: %,d messages/s%n", mode, rate);
            }
        }
    }

    private void latencies() throws IOException, InterruptedException {
        for (String what : List.of("plain", "bytes", "json", "struct")) {
            try (TapeServer server = TapeServer.start()) {
                server.tape().addNoise(NOISE_BYTES);
                server.tape().stampWithTheClock();
                String topic = newTopic();
                Process plain = null;
                if (what.equals("plain")) {
                    plain = child("both", server, topic, Long.MAX_VALUE);
                } else {
                    worker.rest().put(topic, configuration(topic, server, what));
                }
                String percentiles = new Pace(server.tape(), LATENCY_RATE, LATENCY_SECONDS)
                        .latencies(
                                new TopicProgress(kafka.bootstrapServers(), topic),
                                what.equals("plain") ? "bytes" : what);
                if (plain == null) {
                    worker.rest().change("DELETE", "/connectors/" + topic, "");
                } else {
                    plain.destroyForcibly().waitFor();
                }
                System.out.printf("from the server to the log at %,d/s, %s: %s%n", LATENCY_RATE, what, percentiles);
            }
        }
    }

    /** Of a worker alone, and of one with a connector whose stream is silent. */
    private void idle() throws InterruptedException, IOException {
        double alone = cpuShare();
        try (TapeServer server = TapeServer.start()) {
            String topic = newTopic();
            server.tape().growTo(1);
            worker.rest().put(topic, configuration(topic, server, "bytes"));
            new TopicProgress(kafka.bootstrapServers(), topic).rate(1, 1);
            double with = cpuShare();
            worker.rest().change("DELETE", "/connectors/" + topic, "");
            System.out.printf(
                    "idle: worker alone %.2f %% of a core, with a connector %.2f %%%n", alone * 100, with * 100);
        }
    }

    private double cpuShare() throws InterruptedException {
        // What has just started still compiles.
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        long before = cpuNanos();
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        return (cpuNanos() - before) / (IDLE_SECONDS * 1e9);
    }

    private long cpuNanos() {
        return ProcessHandle.of(worker.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow()
                .toNanos();
    }

    private long plain(String what, TapeServer server) throws IOException, InterruptedException {
        Process child = child(what, server, newTopic(), MESSAGES);
        String printed = new String(child.getInputStream().readAllBytes()).strip();
        child.waitFor();
        return Long.parseLong(printed.substring(printed.lastIndexOf('\n') + 1));
    }

    private Process child(String what, TapeServer server, String topic, long messages) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.add(Plain.class.getName());
        command.addAll(List.of(what, "" + server.port(), kafka.bootstrapServers(), topic, "" + messages));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Map<String, String> configuration(String topic, TapeServer server, String mode) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "GrpcSourceConnector");
        config.put("tasks.max", "1");
        config.put("kafka.topic", topic);
        config.put("grpc.server.host", "127.0.0.1");
        config.put("grpc.server.port", String.valueOf(server.port()));
        config.put("grpc.service.name", "tape.v1.TapeService");
        config.put("grpc.method.name", "Play");
        config.put("grpc.resume.response.field", "number");
        config.put("grpc.resume.request.field", "after_number");
        config.put("grpc.value.format", MODES.getOrDefault(mode, List.of()).get(0));
        config.put("value.converter", MODES.getOrDefault(mode, List.of()).get(1));
        config.put("value.converter.schemas.enable", "false");
        return config;
    }
}
