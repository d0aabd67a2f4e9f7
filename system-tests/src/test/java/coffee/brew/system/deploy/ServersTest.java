package coffee.brew.system.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.contract.Topics;
import coffee.brew.infra.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to PostgreSQL and Kafka is understood by them, and makes what the local servers make. */
class ServersTest {
    /** Says what it was asked for, and that every topic has the partitions that were asked for. */
    private static final String TOPICS_TOOL =
            """
            #!/usr/bin/env bash
            if [ "$3" = --create ]; then
              echo "$*" >>"$ASKED"
              echo "${8}" >"$ASKED.partitions"
            else
              echo "Topic: x PartitionCount: $(cat "$ASKED.partitions") ReplicationFactor: 3"
            fi
            """;

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"kafka-1", "kafka-2", "kafka-3"})
    void brokerAcceptsItsConfigurationAndKeepsTwoCopiesOfWhatItAcknowledges(String broker) {
        // Given: as the image makes names of properties from those of variables
        Properties properties = new Properties();
        new ComposeFile().environment(broker).forEach((name, value) -> {
            if (name.startsWith("KAFKA_") && !name.equals("KAFKA_HEAP_OPTS")) {
                properties.setProperty(
                        name.substring("KAFKA_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        // When
        KafkaConfig accepted = KafkaConfig.fromProps(properties);
        // Then
        assertThat(properties.stringPropertyNames())
                .allMatch(name -> KafkaConfig.configNames().contains(name));
        assertThat(accepted.minInSyncReplicas()).isEqualTo(2);
        assertThat(accepted.defaultReplicationFactor()).isEqualTo(3);
        assertThat(accepted.autoCreateTopicsEnable()).isFalse();
        assertThat(accepted.getInt("group.consumer.session.timeout.ms")).isEqualTo(6_000);
        assertThat(accepted.getInt("group.consumer.heartbeat.interval.ms")).isEqualTo(2_000);
        assertThat(broker).endsWith("-" + accepted.nodeId());
        assertThat(properties.getProperty("advertised.listeners")).isEqualTo("BROKER://" + broker + ":9092");
    }

    @Test
    void everyTopicOfTheContractIsMadeWithItsPartitionsAndItsDeadLetterTopics() throws Exception {
        // Given
        Path tool = Files.writeString(scratch.resolve("kafka-topics.sh"), TOPICS_TOOL);
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        // When
        run("config/kafka/create-topics.sh", Map.of("KAFKA_BIN", scratch.toString(), "BOOTSTRAP_SERVERS", "any:1"));
        // Then
        Map<String, Topic> topics = Files.readAllLines(scratch.resolve("asked")).stream()
                .map(Topic::parse)
                .collect(Collectors.toMap(Topic::name, topic -> topic, (one, other) -> one, TreeMap::new));
        assertThat(topics.values()).allSatisfy(topic -> {
            assertThat(topic.replicas).isEqualTo(3);
            LogConfig.validate(topic.configuration);
            assertThat(topic.configuration)
                    .containsEntry("min.insync.replicas", "2")
                    .containsEntry("retention.ms", "-1");
        });
        assertThat(requireNonNull(topics.get(Topics.ORDERS)).partitions).isEqualTo(Topics.ORDERS_PARTITIONS);
        List<String> needed = ServiceFacts.all().stream()
                .flatMap(service -> service.deadLetterTopics().stream())
                .toList();
        assertThat(topics.keySet()).containsAll(needed).hasSize(needed.size() + 1);
        assertThat(needed).allSatisfy(name -> assertThat(Long.parseLong(
                        requireNonNull(topics.get(name)).configuration.getProperty("max.message.bytes")))
                .isGreaterThanOrEqualTo(largestDeadLetter()));
    }

    private long largestDeadLetter() {
        return Tree.text("messaging/inbox/src/main/resources/META-INF/microprofile-config.properties")
                .lines()
                .filter(line -> line.startsWith("mp.messaging.outgoing.inbox-dead-letters.max.request.size="))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1)))
                .sum();
    }

    @Test
    void databaseAndRolesHaveTheRightsAndLimitsOfTheLocalOnes() throws Exception {
        // Given
        LocalPostgres postgres = LocalPostgres.shared();
        postgres.createDatabase("reference");
        String script = Tree.text("config/postgres/database.sql")
                .replaceAll(":[\"'](\\w+)_password[\"']", "'secret'")
                .replace(":\"database\"", "scripted")
                .replace(":\"owner\"", "scripted_owner")
                .replace(":\"service\"", "scripted_service")
                .replaceAll("--.*", "");
        // When
        try (Connection superuser = postgres.connect("postgres");
                Statement statement = superuser.createStatement()) {
            for (String command : script.split(";", -1)) {
                if (!command.isBlank()) {
                    statement.execute(command);
                }
            }
            // Then
            assertThat(rights(statement, "scripted")).isEqualTo(rights(statement, "reference"));
        }
    }

    private static List<String> rights(Statement statement, String database) throws Exception {
        String query =
                """
                SELECT concat_ws(' ', 'role', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
                                 rolreplication, rolbypassrls, array_to_string(rolconfig, ' ')) AS line
                  FROM pg_roles WHERE rolname LIKE '%1$s\\_%%'
                UNION ALL
                SELECT concat_ws(' ', 'database', pg_get_userbyid(datdba), array_to_string(datacl, ' '))
                  FROM pg_database WHERE datname = '%1$s'
                 ORDER BY line
                """
                        .formatted(database);
        try (ResultSet rows = statement.executeQuery(query)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1).replace(database, "NAME"));
            }
            return lines;
        }
    }

    @Test
    void everyServiceHasADatabaseWithTwoRolesAndTwoPasswords() throws Exception {
        // Given
        Path psql = Files.writeString(scratch.resolve("psql"), "#!/usr/bin/env bash\necho \"$*\" >>\"$ASKED\"\n");
        assertThat(psql.toFile().setExecutable(true)).isTrue();
        Map<String, String> environment = new TreeMap<>(new ComposeFile().environment("postgres"));
        environment.put("PATH", scratch + ":" + System.getenv("PATH"));
        // When
        run("config/postgres/create-databases.sh", environment);
        // Then
        List<String> calls = Files.readAllLines(scratch.resolve("asked"));
        assertThat(calls).hasSize(ServiceFacts.all().size());
        for (ServiceFacts service : ServiceFacts.all()) {
            String name = service.service().database();
            String prefix = service.service().prefix();
            assertThat(calls)
                    .anyMatch(call -> call.contains("database=%1$s --set owner=%1$s_owner".formatted(name))
                            && call.contains("owner_password=local-" + prefix + "-owner ")
                            && call.contains("service=%s_service ".formatted(name))
                            && call.contains("service_password=local-" + prefix + "-service "));
        }
    }

    private void run(String script, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", Tree.ROOT.resolve(script).toString()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("ASKED", scratch.resolve("asked").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private record Topic(String name, int partitions, int replicas, Properties configuration) {
        static Topic parse(String line) {
            List<String> words = Arrays.asList(line.split(" ", -1));
            Properties configuration = new Properties();
            for (int i = 0; i < words.size(); i++) {
                if (words.get(i).equals("--config")) {
                    String[] setting = words.get(i + 1).split("=", 2);
                    configuration.setProperty(setting[0], setting[1]);
                }
            }
            return new Topic(
                    after(words, "--topic"),
                    Integer.parseInt(after(words, "--partitions")),
                    Integer.parseInt(after(words, "--replication-factor")),
                    configuration);
        }

        private static String after(List<String> words, String option) {
            return words.get(words.indexOf(option) + 1);
        }
    }
}
