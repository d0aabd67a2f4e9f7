package coffee.brew.signup.grpc;

import coffee.brew.contract.customers.v1.CustomerSignedUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tells all recipients of an event, one after the other or all at once. One that fails never stops the others. */
final class Fanout implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int POLL_MS = 5;

    private final List<Recipient> recipients;
    private final boolean parallel;
    private final Duration timeout;

    Fanout(List<Address> targets, boolean parallel, Duration timeout, RetryPolicy policy) {
        this.recipients =
                targets.stream().map(target -> new Recipient(target, policy)).toList();
        this.parallel = parallel;
        this.timeout = timeout;
    }

    /** Connects ahead of the first event; gives those up for now that take more than a second. */
    void connect() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CONNECT_TIMEOUT_MS);
        for (Recipient recipient : recipients) {
            while (!recipient.hasTriedToConnect() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
        }
    }

    /** Returns when every recipient has answered or failed; results in the order of the targets. */
    List<CallResult> tell(CustomerSignedUp event) {
        if (parallel) {
            List<CompletableFuture<CallResult>> calls = recipients.stream()
                    .map(recipient -> recipient.tell(event, timeout))
                    .toList();
            return calls.stream().map(CompletableFuture::join).toList();
        }
        List<CallResult> results = new ArrayList<>();
        for (Recipient recipient : recipients) {
            results.add(recipient.tell(event, timeout).join());
        }
        return results;
    }

    @Override
    public void close() {
        recipients.forEach(Recipient::close);
    }
}
