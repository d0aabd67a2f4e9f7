package coffee.brew.infra;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a broker process finds Kafka: where this library was found. The property {@code java.class.path} does not know
 * that in {@code quarkus:dev}, whose class loaders read the project's dependencies themselves.
 */
final class BrokerClassPath {
    private static final String IN_EVERY_JAR = "META-INF/MANIFEST.MF";

    private BrokerClassPath() {}

    static String find() {
        return entries().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    static Set<Path> entries() {
        try {
            Set<Path> entries = new LinkedHashSet<>();
            entries.add(Path.of(KafkaMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()));
            for (URL manifest :
                    Collections.list(KafkaMain.class.getClassLoader().getResources(IN_EVERY_JAR))) {
                URLConnection connection = manifest.openConnection();
                if (connection instanceof JarURLConnection jar) {
                    entries.add(Path.of(jar.getJarFileURL().toURI()));
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A class path entry is not a file", e);
        }
    }
}
