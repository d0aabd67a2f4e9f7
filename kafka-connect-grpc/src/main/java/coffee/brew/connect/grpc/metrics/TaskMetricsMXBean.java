package coffee.brew.connect.grpc.metrics;

/** The attributes of {@code coffee.brew.connect.grpc:type=source-task,connector=...,task=...}. */
public interface TaskMetricsMXBean {
    /** Messages from the server. */
    long getMessagesReceived();

    /** Records handed to Kafka Connect, dead letters among them. */
    long getRecordsProduced();

    /** Records that Kafka has acknowledged. */
    long getRecordsAcknowledged();

    /** Messages that could not be converted: passed over, or dead letters. */
    long getMessagesFailed();

    /** Messages received and not yet handed to Kafka Connect. */
    int getQueueSize();

    int getQueueCapacity();

    /** New attempts after a failure. */
    long getReconnects();

    /** Since a message came from the server, or since the start when none has. */
    long getLastMessageAgeMillis();

    /** Whether every stream has a connection that carries its call at this moment. */
    boolean isConnected();

    /** Streams with a connection that carries their call at this moment. */
    int getStreamsConnected();

    int getStreams();
}
