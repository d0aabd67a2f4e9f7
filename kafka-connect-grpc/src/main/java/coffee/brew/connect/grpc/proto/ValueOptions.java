package coffee.brew.connect.grpc.proto;

/** What a user chooses about values; the choices for single types count for STRUCT, keys and headers. */
public record ValueOptions(Format format, Unsigned64 unsigned64, Times times) {
    public static final ValueOptions DEFAULT = new ValueOptions(Format.STRUCT, Unsigned64.DECIMAL, Times.MILLIS);

    /** The shape of a record's value. */
    public enum Format {
        /** A Struct with its schema, for converters that keep schemas and for transformations. */
        STRUCT,
        /** Text: the canonical JSON of proto3, with fields that have no presence always there. */
        JSON,
        /** What the server sent, to the byte. */
        BYTES
    }

    /** Connect has no unsigned types. A uint32 is an INT64; a uint64 has no place in one. */
    public enum Unsigned64 {
        /** A Decimal of scale 0: every value is right, and JSON converters may print it as base64. */
        DECIMAL,
        /** The same 64 bits as an INT64: from 2^63 on values are negative. */
        INT64
    }

    /** Connect's Timestamp has milliseconds, protobuf's has nanoseconds. */
    public enum Times {
        /** Connect's Timestamp, rounded down to the millisecond. */
        MILLIS,
        /** A Struct of seconds and nanos, as in the .proto. */
        EXACT
    }
}
