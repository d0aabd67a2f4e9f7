package coffee.brew.sandbox.supervisor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Follows a file that somebody writes to. */
public final class LogTail {
    private final Path file;
    private long position;
    private String unfinished = "";

    public LogTail(Path file) {
        this.file = file;
    }

    /** The whole lines that came since the last call. */
    public List<String> newLines() {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = unfinished + read();
        int end = text.lastIndexOf('\n') + 1;
        unfinished = text.substring(end);
        return text.substring(0, end).lines().toList();
    }

    private String read() {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
            if (access.length() < position) {
                position = 0;
            }
            byte[] bytes = new byte[Math.toIntExact(access.length() - position)];
            access.seek(position);
            access.readFully(bytes);
            position += bytes.length;
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
