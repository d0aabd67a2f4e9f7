package coffee.brew.sandbox.load;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.CreateResponse;
import coffee.brew.sandbox.client.OrderClient;
import coffee.brew.sandbox.stack.Progress;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.Status;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Orders of one tenant, placed at all order nodes in turn. Closed loop: each of the clients calls again as soon as it
 * is answered. Open loop, with a rate: calls begin when they are due, and latency counts from then, also for a call
 * that had to wait for a client; so a stalled service cannot hide behind its own slowness.
 */
final class Placement {
    private static final int CUSTOMERS = 1_000;
    private static final int PRECISION_DIGITS = 3;
    private static final long PROGRESS_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final OrderClient client;
    private final LoadOptions options;
    private final Progress progress;
    private final String tenantId;
    private final ConcurrentHistogram createUs = new ConcurrentHistogram(PRECISION_DIGITS);
    private final Map<String, Long> errors = new ConcurrentHashMap<>();
    private final AtomicLong acked = new AtomicLong();
    private final Semaphore clients;
    private long durationNs;

    Placement(OrderClient client, LoadOptions options, Progress progress, String tenantId) {
        this.client = client;
        this.options = options;
        this.progress = progress;
        this.tenantId = tenantId;
        this.clients = new Semaphore(options.clients());
    }

    /** Places all orders and returns when every call has ended. */
    Placement run() throws InterruptedException {
        long begin = System.nanoTime();
        placeAll(begin);
        durationNs = System.nanoTime() - begin;
        return this;
    }

    long acked() {
        return acked.get();
    }

    long durationMs() {
        return TimeUnit.NANOSECONDS.toMillis(durationNs);
    }

    double ordersPerSecond() {
        return acked.get() * (double) NS_PER_SECOND / durationNs;
    }

    Percentiles createMs() {
        return Percentiles.of(createUs);
    }

    /** How many calls failed, by status code. */
    Map<String, Long> errors() {
        return new TreeMap<>(errors);
    }

    private void placeAll(long begin) throws InterruptedException {
        long nextProgress = begin + PROGRESS_NS;
        for (int i = 0; i < options.orders(); i++) {
            long dueNs = awaitDue(begin, i);
            clients.acquire();
            long startNs = options.rate() == 0 ? System.nanoTime() : dueNs;
            Futures.addCallback(client.createAsync(i, request(i)), new Answer(startNs), MoreExecutors.directExecutor());
            if (System.nanoTime() > nextProgress) {
                nextProgress += PROGRESS_NS;
                progress.step(
                        "%d of %d orders accepted, %d errors".formatted(acked.get(), options.orders(), errorCount()));
            }
        }
        clients.acquire(options.clients());
    }

    /** Waits until the call is due; returns when that was. */
    private long awaitDue(long begin, int i) {
        if (options.rate() == 0) {
            return begin;
        }
        long dueNs = begin + i * NS_PER_SECOND / options.rate();
        for (long wait = dueNs - System.nanoTime(); wait > 0; wait = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        return dueNs;
    }

    private long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    private CreateRequest request(int i) {
        return CreateRequest.newBuilder()
                .setCustomerId("cus-%04d".formatted(i % CUSTOMERS))
                .setAmountCents(1_000L + i % 10_000)
                .setCurrency("EUR")
                .setTraceId("trace-" + i)
                .setTenantId(tenantId)
                .setRequestId(tenantId + "-" + i)
                .build();
    }

    /** What becomes of one call. */
    private final class Answer implements FutureCallback<CreateResponse> {
        private final long startNs;

        Answer(long startNs) {
            this.startNs = startNs;
        }

        @Override
        public void onSuccess(@Nullable CreateResponse response) {
            createUs.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNs));
            acked.incrementAndGet();
            clients.release();
        }

        @Override
        public void onFailure(Throwable failure) {
            errors.merge(Status.fromThrowable(failure).getCode().name(), 1L, Long::sum);
            clients.release();
        }
    }
}
