package coffee.brew.connect.grpc.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.grpc.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** One key of the metadata and where its value is from. A key that ends in {@code -bin} has bytes, others have text. */
public sealed interface MetadataEntry {
    /** Set by gRPC itself, which would drop ours without a word. */
    Set<String> RESERVED = Set.of("te", "content-type", "user-agent");

    String key();

    /**
     * Reads the value and adds it.
     *
     * @throws IOException when its file cannot be read
     * @throws ConfigException when it is no value for the key; without the value in its text
     */
    void addTo(Metadata metadata) throws IOException;

    /** The value as calls have it, in all forms in which a text could quote it; nothing before it is known. */
    Stream<String> secrets();

    /** A value that is known; in base64 for a {@code -bin} key. A {@link ConfigException} when it cannot be sent. */
    static MetadataEntry given(String key, Password value) {
        MetadataEntry entry = new Given(legal(key), value);
        try {
            entry.addTo(new Metadata());
        } catch (IOException e) {
            throw new AssertionError("reads no file", e);
        }
        return entry;
    }

    /**
     * The content of a file, read anew at every call; of a {@code -bin} key byte for byte, of another without white space
     * around it.
     *
     * @param prefix stands before the content, as {@code "Bearer "} does; empty for a {@code -bin} key
     */
    static MetadataEntry fromFile(String key, String prefix, Path file) {
        return new FromFile(legal(key), prefix, file, new AtomicReference<>(new byte[0]));
    }

    private static String legal(String key) {
        String name = key.strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("grpc-") || RESERVED.contains(name)) {
            throw new ConfigException("metadata key '" + name + "' belongs to gRPC itself: choose another");
        }
        try {
            Metadata.Key<?> unused = isBinary(name)
                    ? Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER)
                    : Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("metadata key '" + name + "' has characters other than a-z, 0-9, '-', '_', '.'");
        }
        return name;
    }

    private static boolean isBinary(String key) {
        return key.endsWith(Metadata.BINARY_HEADER_SUFFIX);
    }

    private static void put(Metadata metadata, String key, byte[] value) {
        if (isBinary(key)) {
            metadata.put(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER), value);
            return;
        }
        String text = new String(value, UTF_8);
        if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new ConfigException("the value of metadata key '" + key
                    + "' has characters that are not printable ASCII: only keys that end in -bin take those");
        }
        metadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), text);
    }

    /** Bytes as text and in base64; of {@code scheme credentials} the credentials, too. */
    private static Stream<String> quotes(byte[] value) {
        String text = new String(value, UTF_8).strip();
        String credentials = text.substring(text.indexOf(' ') + 1).strip();
        return Stream.of(
                text,
                credentials,
                Base64.getEncoder().encodeToString(value),
                Base64.getEncoder().withoutPadding().encodeToString(value));
    }

    /** Given by the configuration. */
    record Given(String key, Password value) implements MetadataEntry {
        @Override
        public void addTo(Metadata metadata) {
            put(
                    metadata,
                    key,
                    key.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                            ? decoded()
                            : value.value().getBytes(UTF_8));
        }

        @Override
        public Stream<String> secrets() {
            return quotes(isBinary(key) ? decoded() : value.value().getBytes(UTF_8));
        }

        private byte[] decoded() {
            try {
                return Base64.getDecoder().decode(value.value().strip());
            } catch (IllegalArgumentException e) {
                throw new ConfigException("the value of metadata key '" + key + "' is not base64, as -bin keys need");
            }
        }
    }

    /** Read at every call; the last value read is remembered, to be hidden. */
    record FromFile(String key, String prefix, Path file, AtomicReference<byte[]> last) implements MetadataEntry {
        @Override
        public void addTo(Metadata metadata) throws IOException {
            byte[] content = Files.readAllBytes(file);
            byte[] value = isBinary(key) ? content : (prefix + new String(content, UTF_8).strip()).getBytes(UTF_8);
            last.set(value);
            put(metadata, key, value);
        }

        @Override
        public Stream<String> secrets() {
            return quotes(requireNonNull(last.get(), "never null"));
        }
    }
}
