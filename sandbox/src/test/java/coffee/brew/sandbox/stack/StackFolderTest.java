package coffee.brew.sandbox.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFolderTest {
    @TempDir
    private Path folder;

    @Test
    void folderIsItsOwnersAlone() throws IOException {
        // When
        StackFolder.create(folder, "alice");
        // Then
        assertThat(permissions(folder)).isEqualTo("rwx------");
    }

    @Test
    void folderOfRootLetsPostgresThroughAndKeepsLogsToItself() throws IOException {
        // When
        StackFolder.create(folder, "root");
        // Then
        assertThat(permissions(folder)).isEqualTo("rwx--x--x");
        assertThat(permissions(StackFolder.logs(folder))).isEqualTo("rwx------");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
