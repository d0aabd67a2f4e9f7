package coffee.brew.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.sandbox.stack.Service;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class ComposeTest {
    static final List<String> NODES = Service.DEFAULT_NODES;

    /** Who takes connections from outside of the containers, by the service's own port; and what people look at. */
    private static final Map<String, String> PUBLISHED = Map.of(
            "order-1", "127.0.0.1:50081:8080",
            "order-2", "127.0.0.1:50082:8080",
            "query-1", "127.0.0.1:50062:8080",
            "connect", "127.0.0.1:8083:8083",
            "prometheus", "127.0.0.1:9090:9090",
            "grafana", "127.0.0.1:3000:3000");

    /** Beside the required ones: switches that a container may be given. */
    private static final Set<String> OPTIONAL_VARIABLES = Set.of(
            "MP_MESSAGING_CONNECTOR_SMALLRYE_KAFKA_CLIENT_ID_PREFIX",
            "QUARKUS_DATASOURCE_REACTIVE_URL",
            "QUARKUS_FLYWAY_USERNAME",
            "QUARKUS_FLYWAY_PASSWORD",
            "QUARKUS_GRPC_SERVER_ENABLE_REFLECTION_SERVICE",
            "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
            "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT");

    private final ComposeFile compose = new ComposeFile();

    @Test
    void fileFollowsTheComposeSpecification() throws Exception {
        // Given
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("classpath:compose/compose-spec.json"));
        // When
        var violations = schema.validate(new ObjectMapper().valueToTree(compose.content()));
        // Then
        assertThat(violations).isEmpty();
    }

    @Test
    void coreIsTheReferenceScenarioWithItsServers() {
        // When
        Set<String> core = compose.services().entrySet().stream()
                .filter(service -> Tree.strings(service.getValue(), "profiles").equals(List.of("core")))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        // Then
        assertThat(core).containsAll(NODES).contains("kafka-1", "kafka-2", "kafka-3", "postgres", "topics");
        assertThat(core).hasSize(NODES.size() + 5);
    }

    @ParameterizedTest
    @FieldSource("NODES")
    void nodeIsGivenTheVariablesThatItsServiceTakes(String node) {
        // Given
        ServiceFacts facts = ServiceFacts.of(Service.ofNode(node));
        // When
        Map<String, String> environment = compose.environment(node);
        // Then
        assertThat(environment).containsKeys(ServiceFacts.REQUIRED_VARIABLES.toArray(String[]::new));
        assertThat(environment).containsEntry("BREW_NODE_ID", node);
        facts.database().environment().forEach((name, value) -> {
            if (!name.endsWith("_PASSWORD")) {
                assertThat(environment).containsEntry(name, value);
            }
        });
        assertThat(environment.keySet())
                .allMatch(name -> ServiceFacts.REQUIRED_VARIABLES.contains(name) || OPTIONAL_VARIABLES.contains(name));
    }

    @ParameterizedTest
    @FieldSource("NODES")
    void nodeIsItsServicesImageAndConfined(String node) {
        // Given
        Map<String, Object> service = compose.service(node);
        String module = Service.ofNode(node).module();
        // Then
        assertThat(service)
                .containsEntry("image", "brew/" + module + ":local")
                .containsEntry("read_only", true)
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("security_opt", List.of("no-new-privileges:true"));
        assertThat(Tree.map(service, "depends_on"))
                .containsEntry("postgres", Map.of("condition", "service_healthy"))
                .containsEntry("topics", Map.of("condition", "service_completed_successfully"));
        assertThat(service).as("the image has a health check").doesNotContainKey("healthcheck");
    }

    /** Where images are kept by containerd, the second build of a name fails: "image already exists". */
    @ParameterizedTest
    @EnumSource(Service.class)
    void everyServiceIsBuiltByOneNodeAndPulledByNone(Service service) {
        // Given
        List<Map<String, Object>> nodes = compose.services().values().stream()
                .filter(node -> ("brew/" + service.module() + ":local").equals(node.get("image")))
                .toList();
        // When
        List<Map<String, Object>> builders =
                nodes.stream().filter(node -> node.containsKey("build")).toList();
        // Then
        assertThat(builders).hasSize(1).allSatisfy(builder -> {
            Map<String, Object> build = Tree.map(builder, "build");
            assertThat(Tree.map(build, "args")).containsEntry("SERVICE", service.module());
            assertThat(compose.resolve(Tree.string(build, "dockerfile"))).isIn(ImageRecipe.FILES);
        });
        assertThat(nodes).filteredOn(node -> !node.containsKey("build")).allMatch(node -> "never"
                .equals(node.get("pull_policy")));
    }

    @Test
    void connectWorkerHasThePluginAndTheAddressesOfTheBrokers() throws IOException {
        // Given
        Map<String, Object> service = compose.service("connect");
        ImageRecipe image = new ImageRecipe("Dockerfile.connect");
        Properties worker = new Properties();
        worker.load(new StringReader(Tree.text("config/connect/connect-distributed.properties")));
        // Then
        assertThat(Tree.strings(service, "profiles")).containsExactly("connect");
        assertThat(service)
                .containsEntry("read_only", true)
                .containsEntry("tmpfs", List.of("/tmp"))
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("security_opt", List.of("no-new-privileges:true"));
        assertThat(Tree.string(Tree.map(service, "build"), "dockerfile")).isEqualTo("Dockerfile.connect");
        assertThat(Tree.strings(service, "volumes")).containsExactly("./config/connect:/etc/connect:ro");
        assertThat(image.command("ENTRYPOINT"))
                .containsExactly(
                        "/opt/kafka/bin/connect-distributed.sh", "/etc/connect/connect-distributed.properties");
        assertThat(image.last("COPY"))
                .isEqualTo("kafka-connect-grpc/target/kafka-connect-grpc-*-plugin/ %s/"
                        .formatted(worker.getProperty("plugin.path")));
        assertThat(Tree.text(".dockerignore")).contains("!kafka-connect-grpc/target/kafka-connect-grpc-*-plugin");
        assertThat(image.last("USER")).isEqualTo("10001:10001");
        assertThat(worker.getProperty("bootstrap.servers"))
                .isEqualTo(compose.environment("order-1").get("KAFKA_BOOTSTRAP_SERVERS"));
        assertThat(worker.stringPropertyNames().stream()
                        .filter(name -> name.endsWith("replication.factor"))
                        .map(worker::getProperty))
                .hasSize(3)
                .containsOnly(compose.environment("kafka-1").get("KAFKA_DEFAULT_REPLICATION_FACTOR"));
        assertThat(worker.getProperty("listeners")).endsWith(":" + image.last("EXPOSE"));
        assertThat(image.command("HEALTHCHECK")).contains("http://127.0.0.1:8083/health");
    }

    @Test
    void everythingHasALimitOfMemory() {
        assertThat(compose.services()).allSatisfy((name, service) -> assertThat(
                        Tree.map(Tree.map(Tree.map(service, "deploy"), "resources"), "limits"))
                .as(name)
                .containsKey("memory"));
    }

    @Test
    void whatIsWaitedForHasAHealthCheckOrEnds() {
        compose.services().values().stream()
                .flatMap(service -> Tree.map(service, "depends_on").entrySet().stream())
                .filter(awaited -> Tree.map(awaited.getValue()).containsValue("service_healthy"))
                .map(Map.Entry::getKey)
                .distinct()
                .forEach(name -> assertThat(compose.service(name)).as(name).containsKey("healthcheck"));
    }

    @Test
    void onlyWhatClientsAndPeopleUseIsPublishedAndOnLoopbackAlone() {
        // When
        Map<String, List<String>> published = compose.services().entrySet().stream()
                .filter(service -> service.getValue().containsKey("ports"))
                .collect(Collectors.toMap(Map.Entry::getKey, service -> Tree.strings(service.getValue(), "ports")));
        // Then
        assertThat(published.keySet()).isEqualTo(PUBLISHED.keySet());
        PUBLISHED.forEach((name, port) -> assertThat(published.get(name)).containsExactly(port));
        assertThat(PUBLISHED.get("order-1"))
                .contains(":" + ServiceFacts.of(Service.ORDER).port() + ":");
        assertThat(PUBLISHED.get("query-1"))
                .contains(":" + ServiceFacts.of(Service.QUERY).port() + ":");
    }

    @Test
    void whatIsNotPublishedHasNoWayOut() {
        // When
        Set<String> outside = compose.services().entrySet().stream()
                .filter(service -> Tree.strings(service.getValue(), "networks").contains("edge"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        // Then
        assertThat(Tree.map(Tree.map(compose.content(), "networks"), "inside")).containsEntry("internal", true);
        assertThat(outside).isEqualTo(PUBLISHED.keySet());
    }

    @Test
    void passwordsComeFromOutsideAndTheExampleNamesThemAll() {
        assertThat(Tree.text("docker-compose.yml").lines().filter(line -> line.contains("PASSWORD:")))
                .allMatch(line -> line.matches(".*: \\$\\{\\w+:\\?see .env.example}"));
        assertThat(compose.variablesUsed())
                .allSatisfy((name, value) -> assertThat(!name.contains("PASSWORD") || !value.isEmpty())
                        .as(name)
                        .isTrue());
        assertThat(Tree.text(".gitignore").lines()).contains(".env");
    }

    @Test
    void prometheusAsksEveryNodeAndNobodyElse() {
        // Given
        Map<String, Object> job = Tree.map(Tree.list(
                        Tree.yaml(Tree.ROOT.resolve("observability/prometheus.yml"))
                                .get(0),
                        "scrape_configs")
                .get(0));
        // When
        List<String> targets = Tree.list(job, "static_configs").stream()
                .flatMap(config -> Tree.strings(Tree.map(config), "targets").stream())
                .toList();
        // Then
        assertThat(job).containsEntry("metrics_path", ServiceFacts.Paths.METRICS);
        assertThat(targets)
                .containsExactlyInAnyOrderElementsOf(
                        NODES.stream().map(node -> node + ":8080").toList());
    }
}
