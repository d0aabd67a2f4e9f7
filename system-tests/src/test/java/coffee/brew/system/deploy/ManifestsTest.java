package coffee.brew.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ManifestsTest {
    static final List<String> OVERLAYS = List.of("local", "prod", "prod-keda");

    /** Kinds whose models are not at hand; each of them has a test of its own. */
    private static final Set<String> UNTYPED = Set.of("Cluster", "ScaledObject", "TriggerAuthentication");

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everyResourceHasTheFieldsOfItsKindAndNoOthers(String overlay) {
        // Given
        Manifests manifests = Manifests.ofOverlay(overlay);
        // When
        long read = manifests.readAll();
        // Then
        assertThat(manifests.documents())
                .filteredOn(document -> !Manifests.hasModel(Tree.string(document, "kind")))
                .allMatch(document -> UNTYPED.contains(Tree.string(document, "kind")))
                .hasSize((int) (manifests.documents().size() - read));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everyNameIsGivenOnceAndInOneNamespace(String overlay) {
        // When
        List<String> names = Manifests.ofOverlay(overlay).documents().stream()
                .map(document -> document.get("kind") + " "
                        + Tree.map(document, "metadata").get("name") + " in "
                        + Tree.map(document, "metadata").get("namespace"))
                .toList();
        // Then
        assertThat(names).doesNotHaveDuplicates();
        assertThat(names).allMatch(name -> name.endsWith(" in brew") || name.equals("Namespace brew in null"));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void namespaceEnforcesTheRestrictedPodSecurityStandard(String overlay) {
        assertThat(Manifests.ofOverlay(overlay)
                        .one(Namespace.class, "brew")
                        .getMetadata()
                        .getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everyPodIsRestricted(String overlay) {
        Manifests.ofOverlay(overlay).pods().forEach((name, template) -> {
            PodSpec pod = template.getSpec();
            assertThat(pod.getAutomountServiceAccountToken()).as(name).isFalse();
            assertThat(pod.getEnableServiceLinks()).as(name).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).as(name).isPositive();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                    .as(name)
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.getContainers()).hasSize(1).allSatisfy(container -> assertRestricted(name, container));
        });
    }

    private static void assertRestricted(String name, Container container) {
        SecurityContext context = container.getSecurityContext();
        assertThat(context.getAllowPrivilegeEscalation()).as(name).isFalse();
        assertThat(context.getCapabilities().getDrop()).as(name).containsExactly("ALL");
        assertThat(container.getResources().getRequests()).as(name).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).as(name).containsKey("memory");
        if (container.getName().equals("service")) {
            assertThat(context.getReadOnlyRootFilesystem()).as(name).isTrue();
            assertThat(container.getVolumeMounts())
                    .as(name)
                    .filteredOn(mount -> !Objects.equals(mount.getReadOnly(), true))
                    .allMatch(mount -> mount.getMountPath().equals("/tmp"));
        }
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void servicesRunAsTheUserOfTheirImages(String overlay) {
        Manifests.ofOverlay(overlay).pods().forEach((name, template) -> {
            boolean ours = template.getSpec().getContainers().get(0).getName().equals("service");
            if (ours) {
                assertThat(new ImageRecipe("Dockerfile.jvm").last("USER"))
                        .as(name)
                        .startsWith(template.getSpec().getSecurityContext().getRunAsUser() + ":");
            }
        });
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void noSecretIsInTheTree(String overlay) {
        // Given
        Manifests manifests = Manifests.ofOverlay(overlay);
        // Then
        assertThat(manifests.documents()).noneMatch(document -> Objects.equals(document.get("kind"), "Secret"));
        manifests.pods().forEach((name, template) -> PodVariables.of(
                        manifests, template.getSpec().getContainers().get(0))
                .forEach((variable, value) -> {
                    if (variable.endsWith("PASSWORD")) {
                        assertThat(value).as("%s %s", name, variable).contains("/");
                    }
                }));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void whatPodsMountAndReadIsThere(String overlay) {
        // Given
        Manifests manifests = Manifests.ofOverlay(overlay);
        // When
        Set<String> secrets = manifests.pods().values().stream()
                .flatMap(template -> template.getSpec().getVolumes().stream())
                .filter(volume -> volume.getSecret() != null)
                .map(volume -> volume.getSecret().getSecretName())
                .collect(Collectors.toSet());
        // Then: made by the operators, one by CloudNativePG, the others by Strimzi
        Set<String> users =
                ServiceFacts.all().stream().map(ServiceFacts::module).collect(Collectors.toSet());
        if (manifests.all(KafkaNodePool.class).isEmpty()) {
            assertThat(secrets).isEmpty();
        } else {
            assertThat(secrets).containsAll(users).contains("brew-cluster-ca-cert", "brew-postgres-ca");
            assertThat(secrets).hasSize(users.size() + 2);
        }
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void imagesAreNamedByVersion(String overlay) {
        // When
        Map<String, Object> images = Manifests.ofOverlay(overlay).pods().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        pod -> pod.getValue().getSpec().getContainers().get(0).getImage()));
        // Then
        assertThat(images.values()).allMatch(image -> image.toString().matches(".+:(local|[0-9][0-9.]*)"));
    }
}
