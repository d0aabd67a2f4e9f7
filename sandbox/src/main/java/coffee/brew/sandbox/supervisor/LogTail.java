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
    private static final int BLOCK_BYTES = 65_536;

    private final Path file;
    private long position;
    private String unfinished = "";

    public LogTail(Path file) {
        this.file = file;
    }

    /** The last whole lines, of a file of any size; {@link #newLines()} goes on behind them. */
    public List<String> lastLines(int count) {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
            position = placeBefore(access, count);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        List<String> all = newLines();
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    /** Where more than that many lines end behind, or the beginning: read backwards, block by block. */
    private static long placeBefore(RandomAccessFile access, int lines) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        long place = access.length();
        int ends = 0;
        while (place > 0 && ends <= lines) {
            int size = (int) Math.min(BLOCK_BYTES, place);
            place -= size;
            access.seek(place);
            access.readFully(block, 0, size);
            for (int i = 0; i < size; i++) {
                ends += block[i] == '\n' ? 1 : 0;
            }
        }
        return place;
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
