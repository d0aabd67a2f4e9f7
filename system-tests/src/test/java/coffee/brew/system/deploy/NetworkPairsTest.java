package coffee.brew.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.system.deploy.NetworkPairs.Subject;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.strimzi.api.kafka.model.kafka.Kafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Who may talk to whom, and nobody else: docs/deployment.md has the list in words. */
class NetworkPairsTest {
    static final List<String> OVERLAYS = ManifestsTest.OVERLAYS;

    private static final List<Subject> OTHERS = List.of(
            new Subject("client", "shops", Map.of(), Set.of(8080)),
            new Subject("stranger", "elsewhere", Map.of(), Set.of(8080, 5432, 9092)),
            new Subject("prometheus", "observability", Map.of("app.kubernetes.io/name", "prometheus"), Set.of(9090)),
            new Subject("collector", "observability", Map.of("app.kubernetes.io/name", "otel-collector"), Set.of(4317)),
            new Subject("keda", "keda", Map.of("app", "keda-operator"), Set.of(8080)),
            new Subject("dns", "kube-system", Map.of("k8s-app", "kube-dns"), Set.of(53)),
            new Subject("postgres operator", "cnpg-system", Map.of(), Set.of(8080)),
            new Subject("API server", "default", Map.of(), Set.of(443, 6443)));

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void exactlyTheNamedPairsMayTalk(String overlay) {
        // Given
        Manifests manifests = Manifests.ofOverlay(overlay);
        boolean operators = !manifests.all(Kafka.class).isEmpty();
        List<Subject> subjects = new ArrayList<>(OTHERS);
        manifests
                .pods()
                .forEach((name, template) -> subjects.add(new Subject(
                        name,
                        NetworkPairs.OWN,
                        template.getMetadata().getLabels(),
                        ports(template.getMetadata().getLabels()))));
        if (operators) {
            subjects.add(new Subject(
                    "StatefulSet kafka",
                    NetworkPairs.OWN,
                    Map.of("coffee.brew/server", "kafka", "strimzi.io/cluster", "brew"),
                    Set.of(9092)));
            subjects.add(new Subject(
                    "StatefulSet postgres",
                    NetworkPairs.OWN,
                    Map.of("coffee.brew/server", "postgres", "cnpg.io/cluster", "brew-postgres"),
                    Set.of(5432, 8000)));
            subjects.add(new Subject(
                    "entity operator", NetworkPairs.OWN, Map.of("strimzi.io/cluster", "brew"), Set.of(8080)));
        }
        // When
        Set<String> pairs = new NetworkPairs(manifests.all(NetworkPolicy.class)).among(subjects);
        // Then
        Set<String> expected = new TreeSet<>();
        subjects.stream().filter(Subject::isOurs).forEach(subject -> expected.add(subject.name() + " -> dns:53"));
        ServiceFacts.all().forEach(service -> expected.addAll(ofService(service)));
        expected.addAll(operators ? ofOperators() : ofPlainServers());
        if (overlay.equals("prod-keda")) {
            expected.add("keda -> StatefulSet kafka:9092");
        }
        assertThat(pairs).isEqualTo(expected);
    }

    private static Set<Integer> ports(Map<String, String> labels) {
        return switch (labels.getOrDefault(
                "coffee.brew/server", labels.getOrDefault("app.kubernetes.io/component", ""))) {
            case "kafka" -> Set.of(9092, 9093);
            case "postgres" -> Set.of(5432);
            case "service" -> Set.of(8080);
            default -> Set.of();
        };
    }

    private static Set<String> ofService(ServiceFacts service) {
        String pod = "Deployment " + service.module();
        Set<String> pairs = new TreeSet<>(Set.of(
                pod + " -> StatefulSet postgres:5432",
                pod + " -> StatefulSet kafka:9092",
                pod + " -> collector:4317",
                "prometheus -> " + pod + ":8080",
                "Job " + service.module() + "-migration -> StatefulSet postgres:5432"));
        if (service.servesGrpc()) {
            pairs.add("client -> " + pod + ":8080");
        }
        if (service.consumes()) {
            pairs.add("CronJob " + service.module() + "-maintenance -> StatefulSet postgres:5432");
        }
        return pairs;
    }

    private static Set<String> ofPlainServers() {
        return Set.of(
                "StatefulSet kafka -> StatefulSet kafka:9092",
                "StatefulSet kafka -> StatefulSet kafka:9093",
                "Job kafka-topics -> StatefulSet kafka:9092");
    }

    private static Set<String> ofOperators() {
        Set<String> pairs = new TreeSet<>();
        for (String asks : List.of("StatefulSet kafka", "entity operator", "StatefulSet postgres")) {
            pairs.add(asks + " -> API server:443");
            pairs.add(asks + " -> API server:6443");
        }
        for (String port : List.of("5432", "8000")) {
            pairs.add("StatefulSet postgres -> StatefulSet postgres:" + port);
            pairs.add("postgres operator -> StatefulSet postgres:" + port);
        }
        return pairs;
    }

    @Test
    void strimziOpensItsListenerToTheSamePodsAsOurPolicy() {
        // Given
        Manifests prod = Manifests.ofOverlay("prod");
        // Then: or the operator's own policy would admit everybody
        assertThat(prod.one(Kafka.class, "brew").getSpec().getKafka().getListeners())
                .allSatisfy(listener -> assertThat(listener.getNetworkPolicyPeers())
                        .isEqualTo(prod.one(NetworkPolicy.class, "kafka")
                                .getSpec()
                                .getIngress()
                                .get(0)
                                .getFrom()));
    }
}
