package coffee.brew.system.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A rendered overlay, read with the models of Kubernetes and Strimzi; a field that a kind does not have is an error. */
final class Manifests {
    private static final Map<String, Class<? extends HasMetadata>> MODELS = Stream.of(
                    ConfigMap.class,
                    CronJob.class,
                    Deployment.class,
                    HorizontalPodAutoscaler.class,
                    Job.class,
                    Kafka.class,
                    KafkaNodePool.class,
                    KafkaTopic.class,
                    KafkaUser.class,
                    Namespace.class,
                    NetworkPolicy.class,
                    PodDisruptionBudget.class,
                    Service.class,
                    StatefulSet.class)
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    /** Models keep unknown fields, for forwards compatibility; here they are mistakes. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    private final List<Map<String, Object>> documents;

    private Manifests(List<Map<String, Object>> documents) {
        this.documents = documents;
    }

    static Manifests ofOverlay(String name) {
        return new Manifests(Overlay.render("k8s/overlays/" + name));
    }

    static boolean hasModel(String kind) {
        return MODELS.containsKey(kind);
    }

    List<Map<String, Object>> documents() {
        return documents;
    }

    /** The resources of a kind, as they are written. */
    List<JsonNode> untyped(String kind) {
        return ofKind(kind).map(STRICT::<JsonNode>valueToTree).toList();
    }

    <T extends HasMetadata> List<T> all(Class<T> model) {
        return ofKind(model.getSimpleName())
                .map(document -> STRICT.convertValue(document, model))
                .toList();
    }

    <T extends HasMetadata> T one(Class<T> model, String name) {
        return all(model).stream()
                .filter(resource -> resource.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + model.getSimpleName() + " " + name));
    }

    private Stream<Map<String, Object>> ofKind(String kind) {
        return documents.stream().filter(document -> Objects.equals(document.get("kind"), kind));
    }

    /** Reads everything that has a model, and says how many resources that were. */
    long readAll() {
        return MODELS.values().stream().mapToLong(model -> all(model).size()).sum();
    }

    /** The pods that Kubernetes itself makes, by kind and name of what makes them. */
    Map<String, PodTemplateSpec> pods() {
        Map<String, PodTemplateSpec> pods = new LinkedHashMap<>();
        all(Deployment.class).forEach(it -> pods.put(name(it), it.getSpec().getTemplate()));
        all(StatefulSet.class).forEach(it -> pods.put(name(it), it.getSpec().getTemplate()));
        all(Job.class).forEach(it -> pods.put(name(it), it.getSpec().getTemplate()));
        all(CronJob.class)
                .forEach(it -> pods.put(
                        name(it), it.getSpec().getJobTemplate().getSpec().getTemplate()));
        return pods;
    }

    private static String name(HasMetadata resource) {
        return resource.getKind() + " " + resource.getMetadata().getName();
    }
}
