package coffee.brew.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.contract.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** How many replicas there are, and who decides it. */
class ScalingTest {
    static final List<String> OVERLAYS = ManifestsTest.OVERLAYS;

    /** The relay's pool: its parallel rounds and the sampling of the backlog. */
    private static final int RELAY_CONNECTIONS = 3;

    private static final int OPERATORS_CONNECTIONS = 20;

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everyServiceKeepsAReplicaThroughRolloutsAndDrainedNodes(String overlay) {
        // Given
        Manifests manifests = Manifests.ofOverlay(overlay);
        for (ServiceFacts service : ServiceFacts.all()) {
            Deployment deployment = manifests.one(Deployment.class, service.module());
            PodDisruptionBudget budget = manifests.one(PodDisruptionBudget.class, service.module());
            Map<String, String> selected = deployment.getSpec().getSelector().getMatchLabels();
            // Then
            assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
            assertThat(budget.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
            assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(selected);
            assertThat(deployment
                            .getSpec()
                            .getStrategy()
                            .getRollingUpdate()
                            .getMaxUnavailable()
                            .getIntVal())
                    .isZero();
            assertThat(deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
                    .hasSize(2);
            assertThat(deployment
                            .getSpec()
                            .getTemplate()
                            .getMetadata()
                            .getLabels()
                            .entrySet())
                    .containsAll(selected.entrySet());
            assertThat(replicasMin(manifests, service)).isGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void oneAloneDecidesTheNumberOfReplicas(String overlay) {
        // Given
        Manifests manifests = Manifests.ofOverlay(overlay);
        for (ServiceFacts service : ServiceFacts.all()) {
            boolean fixed =
                    manifests.one(Deployment.class, service.module()).getSpec().getReplicas() != null;
            boolean byLoad = autoscaler(manifests, service).isPresent();
            boolean byLag = scaledObject(manifests, service).isPresent();
            // Then
            assertThat(List.of(fixed, byLoad, byLag)).as(service.module()).containsOnlyOnce(true);
            assertThat(byLoad).as(service.module()).isEqualTo(service.servesGrpc() && !byLag);
            if (service.consumes()) {
                assertThat(replicasMax(manifests, service))
                        .as("members of the group of %s", service.module())
                        .isLessThanOrEqualTo(Topics.ORDERS_PARTITIONS);
            }
        }
    }

    @Test
    void consumersFollowTheLagOfTheirOwnGroupAndAreNeverMoreThanPartitions() {
        // Given
        Manifests manifests = Manifests.ofOverlay("prod-keda");
        for (ServiceFacts service : ServiceFacts.all()) {
            if (!service.consumes()) {
                continue;
            }
            // When
            JsonNode spec = scaledObject(manifests, service).orElseThrow().get("spec");
            JsonNode lag = spec.get("triggers").get(0);
            // Then
            assertThat(spec.get("maxReplicaCount").intValue()).isEqualTo(Topics.ORDERS_PARTITIONS);
            assertThat(lag.get("type").textValue()).isEqualTo("kafka");
            assertThat(lag.get("authenticationRef").get("name").textValue()).isEqualTo("kafka");
            assertThat(lag.get("metadata").get("consumerGroup").textValue())
                    .isEqualTo(service.group().orElseThrow());
            assertThat(service.topicsIn())
                    .containsExactly(lag.get("metadata").get("topic").textValue());
        }
    }

    /** Of a node with two processors and 4 GiB, where the cluster's own pods have nearly half. */
    @Test
    void localOverlayFitsOntoOneSmallNode() {
        // Given
        Manifests local = Manifests.ofOverlay("local");
        Map<String, BigDecimal> requested = new TreeMap<>();
        // When
        for (ServiceFacts service : ServiceFacts.all()) {
            Deployment deployment = local.one(Deployment.class, service.module());
            addRequests(requested, deployment.getSpec().getTemplate(), replicasMax(local, service));
        }
        local.all(StatefulSet.class)
                .forEach(server -> addRequests(
                        requested,
                        server.getSpec().getTemplate(),
                        server.getSpec().getReplicas()));
        // Then
        assertThat(requested.get("cpu")).isLessThanOrEqualTo(BigDecimal.ONE);
        assertThat(requested.get("memory")).isLessThanOrEqualTo(new Quantity("3584Mi").getNumericalAmount());
    }

    private static void addRequests(Map<String, BigDecimal> sum, PodTemplateSpec pod, int replicas) {
        pod.getSpec()
                .getContainers()
                .get(0)
                .getResources()
                .getRequests()
                .forEach((name, amount) -> sum.merge(
                        name, amount.getNumericalAmount().multiply(BigDecimal.valueOf(replicas)), BigDecimal::add));
    }

    /** Every replica's pools full, one replica more while it is rolled out, and the operators' own. */
    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void serverHasAConnectionForEveryPlaceInEveryPool(String overlay) {
        // Given
        Manifests manifests = Manifests.ofOverlay(overlay);
        // When
        int needed = ServiceFacts.all().stream()
                .mapToInt(service -> (replicasMax(manifests, service) + 1) * connections(manifests, service))
                .sum();
        // Then
        assertThat(needed + OPERATORS_CONNECTIONS).isLessThanOrEqualTo(maxConnections(manifests));
    }

    private static int connections(Manifests manifests, ServiceFacts service) {
        String pool = PodVariables.of(
                        manifests,
                        manifests
                                .one(Deployment.class, service.module())
                                .getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .get(0))
                .getOrDefault("QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE", "20");
        return Integer.parseInt(pool) + (service.publishes() ? RELAY_CONNECTIONS : 0);
    }

    private static int maxConnections(Manifests manifests) {
        return manifests.untyped("Cluster").stream()
                .map(cluster -> cluster.at("/spec/postgresql/parameters/max_connections")
                        .asInt())
                .findFirst()
                .orElseGet(() -> manifests
                        .one(StatefulSet.class, "postgres")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getArgs()
                        .stream()
                        .filter(argument -> argument.startsWith("max_connections="))
                        .map(argument -> Integer.valueOf(argument.substring("max_connections=".length())))
                        .findFirst()
                        .orElseThrow());
    }

    private static int replicasMin(Manifests manifests, ServiceFacts service) {
        return scaledObject(manifests, service)
                .map(scaled -> scaled.at("/spec/minReplicaCount").intValue())
                .or(() -> autoscaler(manifests, service).map(it -> it.getSpec().getMinReplicas()))
                .orElseGet(() -> manifests
                        .one(Deployment.class, service.module())
                        .getSpec()
                        .getReplicas());
    }

    private static int replicasMax(Manifests manifests, ServiceFacts service) {
        return scaledObject(manifests, service)
                .map(scaled -> scaled.at("/spec/maxReplicaCount").intValue())
                .or(() -> autoscaler(manifests, service).map(it -> it.getSpec().getMaxReplicas()))
                .orElseGet(() -> manifests
                        .one(Deployment.class, service.module())
                        .getSpec()
                        .getReplicas());
    }

    private static Optional<HorizontalPodAutoscaler> autoscaler(Manifests manifests, ServiceFacts service) {
        return manifests.all(HorizontalPodAutoscaler.class).stream()
                .filter(it -> it.getSpec().getScaleTargetRef().getName().equals(service.module()))
                .findFirst();
    }

    private static Optional<JsonNode> scaledObject(Manifests manifests, ServiceFacts service) {
        return manifests.untyped("ScaledObject").stream()
                .filter(it -> it.at("/spec/scaleTargetRef/name").textValue().equals(service.module()))
                .findFirst();
    }
}
