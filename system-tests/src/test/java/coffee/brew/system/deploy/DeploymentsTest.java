package coffee.brew.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Deployments, migrations and what belongs to them, against what the services are. */
class DeploymentsTest {
    static final List<String> OVERLAYS = ManifestsTest.OVERLAYS;

    /** Quarkus' own, beside the required ones. */
    private static final Set<String> SWITCHES = Set.of(
            "MP_MESSAGING_CONNECTOR_SMALLRYE_KAFKA_CLIENT_ID_PREFIX",
            "QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM",
            "QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE",
            "QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE",
            "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM",
            "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS",
            "QUARKUS_DATASOURCE_REACTIVE_URL",
            "QUARKUS_FLYWAY_MIGRATE_AT_START",
            "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
            "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
            "QUARKUS_OTEL_TRACES_SAMPLER_ARG",
            // Parts of the others.
            "POSTGRES_ADDRESS",
            "POSTGRES_JDBC_PARAMETERS");

    /** Where a service's drain is limited, and by which method of its configuration. */
    private static final Map<String, String> DRAINS = Map.of(
            "grpc-calls/src/main/java/coffee/brew/calls/CallsConfig.java", "drainMax",
            "messaging/outbox/src/main/java/coffee/brew/outbox/OutboxConfig.java", "lease",
            "messaging/inbox/src/main/java/coffee/brew/inbox/InboxConfig.java", "drainTimeout");

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everyServiceIsDeployedWithItsVariables(String overlay) {
        // Given
        Manifests manifests = Manifests.ofOverlay(overlay);
        List<ServiceFacts> services = ServiceFacts.all();
        assertThat(manifests.all(Deployment.class)).hasSize(services.size());
        for (ServiceFacts service : services) {
            // When
            Container container = container(manifests, service);
            Map<String, String> variables = PodVariables.of(manifests, container);
            // Then
            String database = service.service().database();
            String secret = database.replace('_', '-') + "-service";
            assertThat(container.getImage()).matches("(.*/)?brew/" + service.module() + ":.+");
            assertThat(variables)
                    .containsEntry("BREW_NODE_ID", "pod:metadata.name")
                    .containsEntry("QUARKUS_DATASOURCE_USERNAME", secret + "/username")
                    .containsEntry("QUARKUS_DATASOURCE_PASSWORD", secret + "/password")
                    .containsEntry("QUARKUS_FLYWAY_MIGRATE_AT_START", "false")
                    .containsKey("KAFKA_BOOTSTRAP_SERVERS");
            assertThat(variables.get("QUARKUS_DATASOURCE_REACTIVE_URL"))
                    .matches("vertx-reactive:postgresql://[a-z-]+:5432/" + database);
            assertThat(variables.keySet()).allMatch(DeploymentsTest::isKnown);
            assertThat(variables.values()).as("the owner migrates").noneMatch(value -> value.contains("owner"));
        }
    }

    private static boolean isKnown(String variable) {
        return ServiceFacts.REQUIRED_VARIABLES.contains(variable)
                || SWITCHES.contains(variable)
                || (variable.startsWith("KAFKA_")
                        && ConsumerConfig.configNames().contains(property(variable, "KAFKA_")));
    }

    private static String property(String variable, String prefix) {
        return variable.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void probesAskPathsThatTheServicesHaveAtThePortOfTheImage(String overlay) {
        // Given
        Manifests manifests = Manifests.ofOverlay(overlay);
        int port = Integer.parseInt(new ImageRecipe("Dockerfile.jvm").last("EXPOSE"));
        for (ServiceFacts service : ServiceFacts.all()) {
            // When
            Container container = container(manifests, service);
            // Then
            assertThat(container.getPorts()).singleElement().satisfies(only -> {
                assertThat(only.getName()).isEqualTo("http");
                assertThat(only.getContainerPort()).isEqualTo(port);
            });
            assertProbe(container.getStartupProbe().getHttpGet(), "/q/health/started");
            assertProbe(container.getReadinessProbe().getHttpGet(), "/q/health/ready");
            assertProbe(container.getLivenessProbe().getHttpGet(), "/q/health/live");
            assertThat(manifests
                            .one(Deployment.class, service.module())
                            .getSpec()
                            .getTemplate()
                            .getMetadata()
                            .getAnnotations())
                    .containsEntry("prometheus.io/port", String.valueOf(port))
                    .containsEntry("prometheus.io/path", ServiceFacts.Paths.METRICS);
        }
    }

    private static void assertProbe(HTTPGetAction probe, String path) {
        assertThat(probe.getPath()).isEqualTo(path).isIn(ServiceFacts.PATHS);
        assertThat(probe.getPort().getStrVal()).isEqualTo("http");
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void clientsReachWhatTheyCallAtThePortThatTheyKnow(String overlay) {
        // Given
        Manifests manifests = Manifests.ofOverlay(overlay);
        for (ServiceFacts service : ServiceFacts.all()) {
            List<Service> found = manifests.all(Service.class).stream()
                    .filter(it -> it.getMetadata().getName().equals(service.module()))
                    .toList();
            // Then
            assertThat(found).hasSize(service.servesGrpc() ? 1 : 0).allSatisfy(it -> {
                assertThat(it.getSpec().getPorts().get(0).getPort()).isEqualTo(service.port());
                assertThat(it.getSpec().getPorts().get(0).getTargetPort().getStrVal())
                        .isEqualTo("http");
                assertThat(labels(manifests, service).entrySet())
                        .containsAll(it.getSpec().getSelector().entrySet());
            });
        }
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void podsAreGivenMoreTimeToStopThanTheLongestDrainTakes(String overlay) {
        // Given
        Manifests manifests = Manifests.ofOverlay(overlay);
        Duration drain = DRAINS.entrySet().stream()
                .map(limit -> durationDefault(Tree.text(limit.getKey()), limit.getValue()))
                .reduce(Duration.ZERO, Duration::plus);
        for (ServiceFacts service : ServiceFacts.all()) {
            PodSpec pod = pod(manifests, service);
            long waitS = pod.getContainers()
                    .get(0)
                    .getLifecycle()
                    .getPreStop()
                    .getSleep()
                    .getSeconds();
            // Then
            assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(waitS + drain.toSeconds() + 10);
        }
    }

    private static Duration durationDefault(String source, String method) {
        return Pattern.compile("@WithDefault\\(\"(\\w+)\"\\)[^;]*Duration " + method + "\\(\\)")
                .matcher(source)
                .results()
                .map((MatchResult found) -> Duration.parse("PT" + found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void ownerMigratesBeforeTheRolloutAndMaintainsWhatConsumersRemember(String overlay) {
        // Given
        Manifests manifests = Manifests.ofOverlay(overlay);
        for (ServiceFacts service : ServiceFacts.all()) {
            Stream<PodSpec> pods = Stream.of(manifests
                    .one(Job.class, service.module() + "-migration")
                    .getSpec()
                    .getTemplate()
                    .getSpec());
            List<PodSpec> maintenance = manifests.all(CronJob.class).stream()
                    .filter(it -> it.getMetadata().getName().equals(service.module() + "-maintenance"))
                    .map(it -> it.getSpec()
                            .getJobTemplate()
                            .getSpec()
                            .getTemplate()
                            .getSpec())
                    .toList();
            // Then
            assertThat(maintenance).hasSize(service.consumes() ? 1 : 0);
            Stream.concat(pods, maintenance.stream()).forEach(pod -> assertMigrates(manifests, service, pod));
        }
    }

    private static void assertMigrates(Manifests manifests, ServiceFacts service, PodSpec pod) {
        Container container = pod.getContainers().get(0);
        String database = service.service().database();
        String secret = database.replace('_', '-') + "-owner";
        assertThat(container.getImage()).isEqualTo(container(manifests, service).getImage());
        assertThat(PodVariables.of(manifests, container))
                .containsEntry("QUARKUS_INIT_AND_EXIT", "true")
                .containsEntry("QUARKUS_DATASOURCE_USERNAME", service.database().serviceUser())
                .containsEntry("QUARKUS_FLYWAY_USERNAME", secret + "/username")
                .containsEntry("QUARKUS_FLYWAY_PASSWORD", secret + "/password")
                .hasEntrySatisfying("QUARKUS_DATASOURCE_JDBC_URL", url -> assertThat(url)
                        .matches("jdbc:postgresql://[a-z-]+:5432/" + database + "(\\?.*)?"));
    }

    private static PodSpec pod(Manifests manifests, ServiceFacts service) {
        return manifests
                .one(Deployment.class, service.module())
                .getSpec()
                .getTemplate()
                .getSpec();
    }

    private static Container container(Manifests manifests, ServiceFacts service) {
        return pod(manifests, service).getContainers().get(0);
    }

    private static Map<String, String> labels(Manifests manifests, ServiceFacts service) {
        return manifests
                .one(Deployment.class, service.module())
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels();
    }
}
