package coffee.brew.envelope;

/** Names of the record headers. Values are UTF-8 text. */
public final class HeaderNames {
    /** UUID version 7, made when the event was appended; the key that consumers deduplicate by. */
    public static final String EVENT_ID = "event-id";

    /** Dotted, past tense: {@code order.created}. */
    public static final String EVENT_TYPE = "event-type";

    /** The aggregate, which is also the record's key: {@code order-<uuid>}. */
    public static final String AGGREGATE_ID = "aggregate-id";

    /** The aggregate's version after the event, decimal, from 1. */
    public static final String AGGREGATE_VERSION = "aggregate-version";

    /** The service that appended the event. */
    public static final String SOURCE = "source";

    /** The outbox row, decimal. Informative: unique in one database only. */
    public static final String OUTBOX_ID = "outbox-id";

    /** The node whose relay sent this copy of the event. */
    public static final String PUBLISHER_NODE = "publisher-node";

    /** Media type of the payload: {@code application/x-protobuf}. */
    public static final String CONTENT_TYPE = "content-type";

    /** The caller's own trace id, as it was given. */
    public static final String TRACE_ID = "trace-id";

    /** The tenant, as the caller named it. */
    public static final String TENANT_ID = "tenant-id";

    /** Who called; absent when the call was anonymous. */
    public static final String USER_ID = "user-id";

    /** What the caller may do, separated by spaces; absent when the call was anonymous. */
    public static final String SCOPES = "scopes";

    /** W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    /** W3C trace context. */
    public static final String TRACESTATE = "tracestate";

    private HeaderNames() {}
}
