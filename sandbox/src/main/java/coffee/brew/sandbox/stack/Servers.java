package coffee.brew.sandbox.stack;

import coffee.brew.contract.Topics;
import coffee.brew.infra.LocalKafka;
import coffee.brew.infra.LocalPostgres;
import coffee.brew.infra.ServiceDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** PostgreSQL with a database for each service, and Kafka with the topics. */
final class Servers implements AutoCloseable {
    private final LocalPostgres postgres;
    private final LocalKafka kafka;
    private final Map<Service, ServiceDatabase> databases = new EnumMap<>(Service.class);

    private Servers(LocalPostgres postgres, LocalKafka kafka) {
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /**
     * Starts both at once, each on a thread of its own: on two cores the common pool has only one. When one fails, the
     * other is stopped.
     */
    static Servers start(StackOptions options) {
        Path directory = options.directory();
        Progress progress = options.progress();
        requireSameBrokers(directory.resolve("kafka"), options.brokers());
        progress.step("starting PostgreSQL and Kafka (%d broker%s)"
                .formatted(options.brokers(), options.brokers() == 1 ? "" : "s"));
        CompletableFuture<LocalPostgres> postgres = CompletableFuture.supplyAsync(
                () -> {
                    LocalPostgres started =
                            LocalPostgres.start(LocalPostgres.Options.keptIn(directory.resolve("postgres")));
                    progress.step("PostgreSQL is ready at %s:%d".formatted(started.host(), started.port()));
                    return started;
                },
                task -> new Thread(task, "start-postgres").start());
        CompletableFuture<LocalKafka> kafka = CompletableFuture.supplyAsync(
                () -> {
                    LocalKafka started = LocalKafka.start(kafkaOptions(options));
                    progress.step("Kafka is ready at " + started.bootstrapServers());
                    return started;
                },
                task -> new Thread(task, "start-kafka").start());
        try {
            CompletableFuture.allOf(postgres, kafka).join();
        } catch (CompletionException e) {
            closeQuietly(started(postgres));
            closeQuietly(started(kafka));
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        Servers servers = new Servers(postgres.join(), kafka.join());
        try {
            servers.provision();
            return servers;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private static LocalKafka.Options kafkaOptions(StackOptions options) {
        LocalKafka.Options one = LocalKafka.Options.keptIn(options.directory().resolve("kafka"));
        if (options.launch().learning()) {
            one = one.withLearning();
        }
        return options.brokers() == 1 ? one : one.threeBrokers();
    }

    private static void requireSameBrokers(Path kafka, int brokers) {
        int kept = Files.exists(kafka.resolve("node-3")) ? 3 : Files.exists(kafka.resolve("node-1")) ? 1 : brokers;
        if (kept != brokers) {
            throw new SandboxException(
                    "the kept data belong to %d broker(s), not to %d".formatted(kept, brokers),
                    "use --brokers %d, or throw the data away with: ./brewctl reset".formatted(kept));
        }
    }

    private void provision() {
        for (Service service : Service.values()) {
            databases.put(service, postgres.createDatabase(service.database()));
        }
        kafka.createTopic(Topics.ORDERS, Topics.ORDERS_PARTITIONS, LocalKafka.KEPT_FOREVER);
        for (Service service : Service.values()) {
            // Where the inbox leaves what it cannot handle; topics are never created by accident.
            service.group()
                    .ifPresent(group ->
                            kafka.createTopic(Topics.ORDERS + "." + group + ".dlt", 1, LocalKafka.DEAD_LETTERS));
        }
    }

    LocalPostgres postgres() {
        return postgres;
    }

    LocalKafka kafka() {
        return kafka;
    }

    ServiceDatabase database(Service service) {
        ServiceDatabase database = databases.get(service);
        if (database == null) {
            throw new IllegalStateException("no database for " + service);
        }
        return database;
    }

    /** By {@link Service#prefix()}. */
    Map<String, Database> describeDatabases() {
        Map<String, Database> all = new TreeMap<>();
        databases.forEach((service, database) -> all.put(
                service.prefix(),
                new Database(
                        database.name(),
                        database.jdbcUrl(),
                        database.serviceUser(),
                        database.servicePassword(),
                        database.ownerUser(),
                        database.ownerPassword())));
        return all;
    }

    List<ChildProcess> processes() {
        List<Long> pids = new ArrayList<>(kafka.pids());
        pids.add(postgres.pid());
        return pids.stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .map(ChildProcess::of)
                .toList();
    }

    @Override
    public void close() {
        try {
            kafka.close();
        } finally {
            postgres.close();
        }
    }

    private static <T> @Nullable T started(CompletableFuture<T> future) {
        return future.isCompletedExceptionally() ? null : future.join();
    }

    private static void closeQuietly(@Nullable AutoCloseable server) {
        if (server == null) {
            return;
        }
        try {
            server.close();
        } catch (Exception e) {
            // The failure to start is the one to report.
            System.getLogger(Servers.class.getName()).log(System.Logger.Level.WARNING, "not stopped cleanly", e);
        }
    }
}
