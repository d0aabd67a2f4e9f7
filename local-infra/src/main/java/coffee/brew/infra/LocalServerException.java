package coffee.brew.infra;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A local server cannot do what was asked; the message names the server, the cause, and what to do next. */
public final class LocalServerException extends RuntimeException {
    private static final Pattern DISK_FULL = Pattern.compile("No space left on device|Disk quota exceeded");

    private final String what;
    private final String advice;

    LocalServerException(String what, String advice) {
        this(what, advice, null);
    }

    LocalServerException(String what, String advice, @Nullable Throwable cause) {
        super(what + "\n  -> " + advice, cause);
        this.what = what;
        this.advice = advice;
    }

    /** A file or directory that cannot be read or written, which is a matter of permissions or of space. */
    static LocalServerException unusable(String what, Path where, IOException cause) {
        String advice = saysDiskIsFull(cause.toString())
                ? freeSpaceAt(where)
                : "see who may use it (ls -ld %1$s) and whether the disk is full (df -h %1$s)".formatted(where);
        return new LocalServerException(what + ": " + cause, advice, cause);
    }

    static boolean saysDiskIsFull(String text) {
        return DISK_FULL.matcher(text).find();
    }

    static String freeSpaceAt(Path where) {
        return "the disk is full: free space at %1$s (df -h %1$s), then start again".formatted(where);
    }

    /** What went wrong, and why. */
    public String what() {
        return what;
    }

    /** What to do next. */
    public String advice() {
        return advice;
    }
}
