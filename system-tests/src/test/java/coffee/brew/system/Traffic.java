package coffee.brew.system;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.sandbox.check.Facts;
import coffee.brew.sandbox.check.PlacedOrder;
import coffee.brew.sandbox.client.OrderClient;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that place orders one after the other, at all replicas in turn, and repeat with the same request id what may
 * have failed on the way. Every order is acknowledged in the end, or the test fails.
 */
final class Traffic implements AutoCloseable {
    private static final int CLIENTS = 4;
    // At most 80 orders/s: enough to be in the middle of something, few enough to compare every one of them.
    private static final long PAUSE_MS = 50;
    private static final Set<Status.Code> MAY_PASS =
            Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

    private final Brew brew;
    private final OrderClient client;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final AtomicLong number = new AtomicLong();
    private final Queue<Order> placed = new ConcurrentLinkedQueue<>();
    private final AtomicLong failedCalls = new AtomicLong();
    private final List<Future<?>> clients = new ArrayList<>();

    private Traffic(Brew brew) {
        this.brew = brew;
        this.client = brew.client();
    }

    /** Places that many orders and returns when all are acknowledged. */
    static List<Order> place(Brew brew, int orders) {
        try (Traffic traffic = new Traffic(brew)) {
            for (int i = 0; i < orders; i++) {
                traffic.clients.add(traffic.threads.submit(traffic::placeOne));
            }
            return traffic.stop();
        }
    }

    /** Places orders in the background until stopped. */
    static Traffic start(Brew brew) {
        Traffic traffic = new Traffic(brew);
        for (int i = 0; i < CLIENTS; i++) {
            traffic.clients.add(traffic.threads.submit(() -> {
                while (traffic.going.get()) {
                    traffic.placeOne();
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                }
                return null;
            }));
        }
        return traffic;
    }

    /** Orders acknowledged so far. */
    int acked() {
        return placed.size();
    }

    /** Calls that failed and were repeated. */
    long failedCalls() {
        return failedCalls.get();
    }

    /** Lets the calls in flight finish; fails when an order was not acknowledged. */
    List<Order> stop() {
        going.set(false);
        try {
            for (Future<?> each : clients) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("an order was not acknowledged", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return List.copyOf(placed);
    }

    private void placeOne() {
        long turn = number.getAndIncrement();
        CreateRequest request = CreateRequest.newBuilder()
                .setCustomerId("cus-%04d".formatted(turn % 37))
                .setAmountCents(1_000 + turn)
                .setCurrency("EUR")
                .setTraceId("trace-" + turn)
                .setTenantId("tenant-it")
                .setRequestId(run + "-" + turn)
                .build();
        Order order = createPatiently(turn, request);
        placed.add(order);
        Facts facts = new Facts(
                request.getCustomerId(), request.getAmountCents(), request.getCurrency(), request.getTenantId());
        brew.remember(List.of(new PlacedOrder(order.getId(), facts)));
    }

    /** One call after the other, at the replicas in turn: a server that is killed and started again takes its time. */
    private Order createPatiently(long turn, CreateRequest request) {
        long deadline = System.nanoTime() + Brew.TIMEOUT.toNanos();
        for (long attempt = turn; ; attempt++) {
            try {
                return client.createAsync(attempt, request).get().getOrder();
            } catch (ExecutionException e) {
                if (!MAY_PASS.contains(Status.fromThrowable(e).getCode()) || System.nanoTime() > deadline) {
                    throw new AssertionError(e.getCause());
                }
                failedCalls.incrementAndGet();
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS * 4);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        going.set(false);
        threads.shutdown();
        client.close();
    }
}
