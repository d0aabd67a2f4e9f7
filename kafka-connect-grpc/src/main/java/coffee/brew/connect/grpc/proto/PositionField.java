package coffee.brew.connect.grpc.proto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The field that says how far a stream was read, in a response, or takes that back, in a request. A position is text
 * wherever it is stored: strings as they are, numbers in decimal, bytes in base64, timestamps in RFC 3339.
 */
public final class PositionField {
    private final FieldPath path;
    private final PositionType type;

    private PositionField(FieldPath path) {
        this.path = path;
        this.type = PositionType.of(path);
    }

    /** The position in a response; a {@link ConfigException} when the field cannot be one. */
    public static PositionField of(FieldPath path) {
        return new PositionField(path);
    }

    /** The field of the request that takes this position back; a {@link ConfigException} when it could not hold it. */
    public PositionField takenBackBy(FieldPath request) {
        if (request.goesThroughMap()) {
            throw new ConfigException(
                    "path %s goes through a map: a position is written to a field".formatted(request));
        }
        PositionField written = new PositionField(request);
        if (!written.type.holds(type)) {
            throw new ConfigException(
                    "path %s is of type %s and cannot take back every position of %s, which is of type %s"
                            .formatted(request, written.type, path, type));
        }
        return written;
    }

    /**
     * The position of a response; null when it has none. An empty string or empty bytes that cannot be told from absence
     * are none; a number that cannot be told from absence is the position 0.
     */
    public @Nullable String read(DynamicMessage message) {
        Object value = path.get(message);
        if (value == null || (path.hidesAbsence() && (value.equals("") || value.equals(ByteString.EMPTY)))) {
            return null;
        }
        return type.print(value);
    }

    /** The request that resumes after the position; a {@link DataException} when the text is not such a position. */
    public DynamicMessage write(DynamicMessage request, String position) {
        return path.with(request, parse(position));
    }

    /** Throws a {@link DataException} when the text is not a position of this field. */
    public void check(String position) {
        parse(position);
    }

    /** What to put under a {@code -bin} metadata key: the bytes of a position of type bytes, else its text. */
    public byte[] binary(String position) {
        return parse(position) instanceof ByteString bytes ? bytes.toByteArray() : position.getBytes(UTF_8);
    }

    private Object parse(String position) {
        try {
            return type.parse(position, path.leaf());
        } catch (RuntimeException e) {
            throw new DataException(
                    "'%s' is not a position of %s, which is of type %s".formatted(position, path, type), e);
        }
    }
}
