package coffee.brew.outbox;

import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Tells failures that will not pass from those that may. */
final class OutboxErrors {
    private OutboxErrors() {}

    /**
     * Whether sending the same record again can never succeed. Everything that is not known to be so, such as a missing
     * topic, a missing permission or a timeout, is taken for an outage: it is tried for ever and nothing is passed over.
     */
    static boolean isPermanent(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof SerializationException
                || failure instanceof InvalidTopicException
                || failure instanceof InvalidTimestampException
                || failure instanceof IllegalArgumentException;
    }
}
