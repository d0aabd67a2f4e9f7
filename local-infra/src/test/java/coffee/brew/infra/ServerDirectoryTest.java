package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerDirectoryTest {
    @TempDir
    Path path;

    @Test
    void serverThatFoundTheDiskFullIsQuotedWithTheAdviceToFreeSpace() throws IOException {
        // Given
        Path log = Files.writeString(
                path.resolve("server.log"),
                "FATAL: could not write: No space left on device\n" + "shutting down\n".repeat(30));
        // When
        LocalServerException failure = ServerDirectory.existing(path).failure("The server ended", log, null);
        // Then
        assertThat(failure.advice())
                .isEqualTo("the disk is full: free space at %1$s (df -h %1$s), then start again", path);
        assertThat(failure).hasMessageContaining("shutting down").hasMessageEndingWith("  -> " + failure.advice());
    }

    @Test
    void fileForWhichThereIsNoSpaceLeadsToTheSameAdvice() {
        // When
        LocalServerException failure = LocalServerException.unusable(
                "pids cannot be written", path, new IOException("No space left on device"));
        // Then
        assertThat(failure.advice()).startsWith("the disk is full: free space at " + path);
    }

    @Test
    void serverThatEndedForAnotherReasonIsQuotedWithoutAWordOfTheDisk() throws IOException {
        // Given
        Path log = Files.writeString(path.resolve("server.log"), "FATAL: unrecognized parameter\n");
        // When
        LocalServerException failure = ServerDirectory.existing(path).failure("The server ended", log, null);
        // Then
        assertThat(failure).hasMessageContaining("unrecognized parameter").hasMessageNotContaining("disk");
    }
}
