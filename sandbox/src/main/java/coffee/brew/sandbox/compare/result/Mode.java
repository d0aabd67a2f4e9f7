package coffee.brew.sandbox.compare.result;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the recipients are told. */
public enum Mode {
    /** gRPC, one recipient after the other. */
    SEQUENTIAL,
    /** gRPC, all recipients at once. */
    PARALLEL,
    KAFKA;

    public boolean isGrpc() {
        return this != KAFKA;
    }

    /** In output and JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
