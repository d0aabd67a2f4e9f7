package coffee.brew.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {
    static final List<String> FILES = ImageRecipe.FILES;

    private static final Pattern OTHERS = Pattern.compile("(docker\\.io|quay\\.io|ghcr\\.io)/[^\\s<\"]+");

    @ParameterizedTest
    @FieldSource("FILES")
    void serviceRunsAsAnUnprivilegedUserByNumberWithoutAShell(String file) {
        // When
        ImageRecipe image = new ImageRecipe(file);
        // Then
        assertThat(image.last("USER")).isEqualTo("10001:10001");
        assertThat(image.command("ENTRYPOINT")).as("exec form").isNotEmpty();
        assertThat(image.command("HEALTHCHECK")).as("exec form").isNotEmpty();
        assertThat(image.all("RUN")).as("would need a shell in the base image").isEmpty();
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void nothingInTheImageBelongsToItsUser(String file) {
        assertThat(new ImageRecipe(file).all("COPY")).noneMatch(copy -> copy.contains("--chown"));
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void healthCheckAsksAPathAndAPortThatTheServiceHas(String file) {
        // Given
        ImageRecipe image = new ImageRecipe(file);
        // When
        URI asked = URI.create(
                image.command("HEALTHCHECK").get(image.command("HEALTHCHECK").size() - 1));
        // Then
        assertThat(ServiceFacts.PATHS).contains(asked.getPath());
        assertThat(image.environment())
                .containsEntry("QUARKUS_HTTP_PORT", String.valueOf(asked.getPort()))
                .containsEntry("QUARKUS_HTTP_HOST", "0.0.0.0");
        assertThat(image.last("EXPOSE")).isEqualTo(String.valueOf(asked.getPort()));
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void baseImagesAreArgumentsWithADefaultThatNamesAVersion(String file) {
        // Given
        ImageRecipe image = new ImageRecipe(file);
        // Then
        assertThat(image.all("FROM")).allMatch(from -> from.startsWith("${"));
        assertThat(image.all("ARG").stream().filter(argument -> argument.contains("_IMAGE=")))
                .hasSize(2)
                .allMatch(argument -> argument.matches("\\w+_IMAGE=[a-z.]+/[a-z0-9./-]+:\\d+\\.\\d+[a-z0-9._-]*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker-compose.yml",
                "k8s/overlays/local/kafka.yaml",
                "k8s/overlays/local/postgres.yaml",
                "k8s/overlays/prod/postgres.yaml",
                "pom.xml"
            })
    void imagesOfOthersAreNamedWithTheirRelease(String file) {
        // When
        List<String> images = OTHERS.matcher(Tree.text(file))
                .results()
                .map(MatchResult::group)
                .toList();
        // Then
        assertThat(images).isNotEmpty().allMatch(image -> image.matches(".*:v?\\d+\\.\\d+[A-Za-z0-9._-]*"));
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void everyServiceFitsTheRecipe(String file) {
        // Given
        String ignored = Tree.text(".dockerignore");
        // Then
        assertThat(ignored.lines()).contains("*");
        for (ServiceFacts service : ServiceFacts.all()) {
            assertThat(service.module()).endsWith("-service");
        }
        assertThat(new ImageRecipe(file).all("COPY"))
                .filteredOn(copy -> !copy.startsWith("--from="))
                .allMatch(copy -> copy.matches("\\$\\{SERVICE}/target/(quarkus-app/|\\*-runner).*"));
        assertThat(ignored).contains("!*-service/target/quarkus-app", "!*-service/target/*-runner");
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void labelsSayWhatTheImageIs(String file) {
        // When
        String labels = new ImageRecipe(file).last("LABEL");
        // Then
        for (Map.Entry<String, String> label : Map.of(
                        "title", "brew/${SERVICE}", "version", "${VERSION}", "revision", "${REVISION}")
                .entrySet()) {
            assertThat(labels)
                    .contains("org.opencontainers.image.%s=\"%s\"".formatted(label.getKey(), label.getValue()));
        }
    }
}
