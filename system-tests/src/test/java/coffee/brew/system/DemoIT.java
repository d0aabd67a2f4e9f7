package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, as {@code ./brewctl} starts it, with three brokers. */
class DemoIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int MINUTES_MAX = 5;

    @TempDir
    Path folder;

    @Test
    void nodeIsKilledHalfWayAndNothingIsLostOrDoneTwice() throws IOException, InterruptedException {
        // Given
        Path output = folder.resolve("demo.json");
        Path log = folder.resolve("demo.log");
        // When
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dbrew.project=" + ROOT,
                        "-jar",
                        program().toString(),
                        "demo",
                        "--orders=60",
                        "--kill-at=30",
                        "--brokers=3",
                        "--output=json")
                .redirectOutput(output.toFile())
                .redirectError(log.toFile())
                .start();
        boolean ended = demo.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
        demo.destroy();
        // Then
        assertThat(ended).as(Files.readString(log)).isTrue();
        assertThat(demo.exitValue()).as(Files.readString(log)).isZero();
        JsonNode report = new ObjectMapper().readTree(output.toFile());
        for (String counter : List.of("orders", "reservations", "notifications", "view")) {
            assertThat(report.get(counter).asInt()).as(counter).isEqualTo(60);
        }
        for (String trouble : List.of("outbox_pending", "lost", "duplicate_effects", "order_inversions")) {
            assertThat(report.get(trouble).asInt()).as(trouble).isZero();
        }
        assertThat(report.at("/killed/node").asText()).isEqualTo("inventory-1");
        assertThat(report.at("/killed/signal").asText()).isEqualTo("SIGKILL");
        assertThat(report.get("published_by_node").size())
                .as("both order nodes publish")
                .isEqualTo(2);
    }

    private static Path program() throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(ROOT.resolve("sandbox/target"), "sandbox-*.jar")) {
            return jars.iterator().next();
        }
    }
}
