package coffee.brew.connect.grpc.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The archive that the build has made. */
final class PluginArchive {
    private PluginArchive() {}

    static Path unpackedInto(Path folder) throws IOException {
        if (Files.exists(folder)) {
            return folder;
        }
        try (InputStream file = Files.newInputStream(Path.of(System.getProperty("connect.plugin")));
                ZipInputStream archive = new ZipInputStream(file)) {
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                Path target = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(archive, target);
                }
            }
        }
        return folder;
    }
}
