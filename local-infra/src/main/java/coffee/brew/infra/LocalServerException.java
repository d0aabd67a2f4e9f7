package coffee.brew.infra;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A local server cannot do what was asked; the message names the server, the cause, and what to do next. */
public final class LocalServerException extends RuntimeException {
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
        return new LocalServerException(
                what + ": " + cause,
                "see who may use it (ls -ld %1$s) and whether the disk is full (df -h %1$s)".formatted(where),
                cause);
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
