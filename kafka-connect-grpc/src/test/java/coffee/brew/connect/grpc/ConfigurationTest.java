package coffee.brew.connect.grpc;

import static coffee.brew.connect.grpc.TapeConfig.plain;
import static coffee.brew.connect.grpc.TapeConfig.resuming;
import static coffee.brew.connect.grpc.TapeConfig.with;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.connect.grpc.config.GrpcSourceConfig;
import coffee.brew.connect.grpc.tape.TapeServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a configuration is said when it is given, at its key, with the mend. */
class ConfigurationTest {
    private static final String SECRET = "s3cret-t0ken";
    private static TapeServer server;

    private final GrpcSourceConnector connector = new GrpcSourceConnector();

    @BeforeAll
    static void start() {
        server = TapeServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Map<String, List<String>> errors(Map<String, String> config) {
        return connector.validate(config).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    @Test
    void goodConfigurationHasNoErrors() {
        assertThat(errors(resuming(server.port()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            grpc.server.host                  | ' '                | Name the host
            grpc.server.port                  | 0                  | 1 to 65535
            grpc.server.port                  | 65536              | 1 to 65535
            grpc.server.port                  | http               | INT
            grpc.service.name                 | tape.v1.Nobody     | tape.v1.TapeService
            grpc.method.name                  | Rewind             | Play
            kafka.topic                       | a topic            | Name a topic
            grpc.request.message              | nonsense           | a JSON object
            grpc.request.message              | {"speed": 2}       | speed
            grpc.request.message              | {"tape": 1, }      | JSON
            grpc.request.message              | []                 | at least one
            grpc.request.message              | [{}, {}]           | same request
            grpc.proto.descriptor             | /no/such/file.pb   | protoc
            grpc.proto.descriptor             | Cg==               | protoc
            grpc.key.field                    | kye                | number, key
            grpc.timestamp.field              | key.name           | has no fields
            grpc.topic.field                  | number             | a string or an enum
            grpc.header.fields                | x=nothing          | number, key
            grpc.resume.response.field        | noise.x            | has no fields
            grpc.resume.request.field         | afternumber        | after_number
            grpc.resume.metadata.key          | Not A Key          | a-z
            grpc.value.format                 | xml                | struct, json, bytes
            grpc.stream.end                   | explode            | reconnect, finish
            grpc.message.queue.size           | 0                  | 1 to
            grpc.reconnect.max.attempts       | -2                 | -1 to
            grpc.reconnect.backoff.max.ms     | 1                  | grpc.reconnect.interval.ms
            grpc.fatal.status.codes           | NOT_GOOD           | UNAUTHENTICATED
            grpc.tls.ca.cert                  | /no/such/ca.pem    | absolute
            grpc.tls.client.key               | /etc/hostname      | belong together
            grpc.metadata.files               | token=/no/such     | every worker
            grpc.metadata                     | novalue            | key:value
            grpc.metadata.grpc-timeout        | 1s                 | gRPC
            """)
    void wrongValueIsReportedAtItsKeyWithTheMend(String key, String value, String mend) {
        // When
        Map<String, List<String>> errors = errors(with(resuming(server.port()), key, value));
        // Then
        assertThat(errors.values().stream().flatMap(List::stream))
                .as(errors.toString())
                .anyMatch(message -> message.contains(key) && message.contains(mend));
    }

    @Test
    void positionThatNobodyTakesBackIsReported() {
        assertThat(errors(with(plain(server.port()), "grpc.resume.response.field", "number")))
                .containsOnlyKeys("grpc.resume.request.field");
    }

    @Test
    void methodAndServiceAreRecommendedFromTheServer() {
        // When
        Map<String, List<Object>> recommended = connector.validate(resuming(server.port())).configValues().stream()
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::recommendedValues));
        // Then
        assertThat(recommended)
                .containsEntry("grpc.method.name", List.of("Next", "Play"))
                .containsEntry("grpc.value.format", List.of("struct", "json", "bytes"))
                .hasEntrySatisfying(
                        "grpc.service.name", services -> assertThat(services).contains("tape.v1.TapeService"));
    }

    @Test
    void serverWithoutReflectionAsksForADescriptorSet() {
        try (TapeServer mute = TapeServer.withoutReflection()) {
            assertThat(errors(plain(mute.port())).get("grpc.proto.descriptor"))
                    .singleElement()
                    .asString()
                    .contains("reflection")
                    .contains("protoc");
        }
    }

    @Test
    void serverThatIsAwayIsNoError() {
        // Given
        TapeServer gone = TapeServer.start();
        gone.stop();
        // When, Then
        assertThat(errors(resuming(gone.port()))).isEmpty();
    }

    @Test
    void secretsAreHiddenWhereverTheConfigurationIsShown() {
        // Given
        Map<String, String> config = with(
                plain(server.port()),
                "grpc.metadata",
                "authorization:" + SECRET,
                "grpc.metadata.x-token",
                SECRET,
                "grpc.tls.client.key.password",
                SECRET,
                "grpc.request.message",
                "{\"nonsense\": 1}");
        // When
        String shown = connector.validate(config).configValues().toString();
        String values = new GrpcSourceConfig(config).values().toString();
        // Then
        assertThat(shown + values).doesNotContain(SECRET).contains("[hidden]");
    }

    @Test
    void everyKeyHasAGroupALabelAWidthAndWords() {
        for (ConfigDef.ConfigKey key : connector.config().configKeys().values()) {
            assertThat(key.group).as(key.name).isNotBlank();
            assertThat(key.displayName).as(key.name).isNotBlank();
            assertThat(key.documentation).as(key.name).hasSizeGreaterThan(15);
            assertThat(key.width).as(key.name).isNotEqualTo(ConfigDef.Width.NONE);
            assertThat(key.validator).as(key.name).isNotNull();
        }
    }

    @Test
    void exactlyOnceIsSupportedByAStreamThatResumes() {
        assertThat(connector.exactlyOnceSupport(resuming(1))).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.exactlyOnceSupport(plain(1))).isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
    }

    @Test
    void requestMessagesAreSpreadOverTheTasks() {
        // Given
        Map<String, String> config = new HashMap<>(resuming(server.port()));
        config.put("grpc.request.message", "[{\"tape\":\"a\"},{\"tape\":\"b\"},{\"tape\":\"c\"}]");
        connector.start(config);
        // When
        List<Map<String, String>> tasks = connector.taskConfigs(2);
        // Then
        assertThat(tasks)
                .extracting(task -> task.get("grpc.request.message"))
                .containsExactly("[{\"tape\":\"a\"},{\"tape\":\"b\"}]", "[{\"tape\":\"c\"}]");
        assertThat(connector.taskConfigs(10)).hasSize(3);
    }
}
