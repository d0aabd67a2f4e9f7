package coffee.brew.signup.kafka;

import org.jspecify.annotations.Nullable;

/**
 * What a sender prints of an event.
 *
 * @param event its number, from 1
 * @param waitedUs microseconds for which the sender waited for Kafka
 * @param partition where it is; absent when it was not written
 * @param error why it was not written; absent when it was
 */
record PublishedEvent(
        int event,
        String customerId,
        String email,
        long signedUpAtUs,
        long waitedUs,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable String error) {

    private static final String ROW = "%-5s %-36s %-24s %-9s %s";

    static String heading() {
        return ROW.formatted("N", "CUSTOMER_ID", "EMAIL", "PARTITION", "OFFSET");
    }

    boolean isWritten() {
        return error == null;
    }

    /** The row for people. */
    String text() {
        return isWritten()
                ? ROW.formatted(event, customerId, email, partition, offset)
                : ROW.formatted(event, customerId, email, "-", "FAIL " + error);
    }
}
