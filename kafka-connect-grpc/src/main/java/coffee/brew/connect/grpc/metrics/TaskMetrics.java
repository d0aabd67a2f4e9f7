package coffee.brew.connect.grpc.metrics;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts of one task. Thread-safe. A task without its MBean works as well as one with it. */
public final class TaskMetrics implements TaskMetricsMXBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskMetrics.class);
    private static final String DOMAIN = "coffee.brew.connect.grpc";

    private final String connector;
    private final String task;
    private final LongAdder received = new LongAdder();
    private final LongAdder produced = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private volatile long lastMessageNanos = System.nanoTime();
    private volatile Gauges gauges = new Gauges(() -> 0, 0, () -> 0, 0);

    /** What is looked up when somebody asks. */
    public record Gauges(IntSupplier queueSize, int queueCapacity, IntSupplier streamsConnected, int streams) {}

    public TaskMetrics(String connector, String task) {
        this.connector = connector;
        this.task = task;
    }

    public void register() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName name = name();
            if (server.isRegistered(name)) {
                // A task that Connect gave up waiting for may still be there; the new one counts.
                server.unregisterMBean(name);
            }
            server.registerMBean(this, name);
        } catch (JMException e) {
            LOG.warn("metrics are not visible connector={} task={}", connector, task, e);
        }
    }

    @Override
    public void close() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(name())) {
                server.unregisterMBean(name());
            }
        } catch (JMException e) {
            LOG.warn("metrics stay visible connector={} task={}", connector, task, e);
        }
    }

    private ObjectName name() throws JMException {
        return new ObjectName(
                "%s:type=source-task,connector=%s,task=%s".formatted(DOMAIN, ObjectName.quote(connector), task));
    }

    public void observe(Gauges newGauges) {
        gauges = newGauges;
    }

    public void received() {
        received.increment();
        lastMessageNanos = System.nanoTime();
    }

    public void produced(int records) {
        produced.add(records);
    }

    public void acknowledged() {
        acknowledged.increment();
    }

    public void failed() {
        failed.increment();
    }

    public void reconnecting() {
        reconnects.increment();
    }

    @Override
    public long getMessagesReceived() {
        return received.sum();
    }

    @Override
    public long getRecordsProduced() {
        return produced.sum();
    }

    @Override
    public long getRecordsAcknowledged() {
        return acknowledged.sum();
    }

    @Override
    public long getMessagesFailed() {
        return failed.sum();
    }

    @Override
    public int getQueueSize() {
        return gauges.queueSize().getAsInt();
    }

    @Override
    public int getQueueCapacity() {
        return gauges.queueCapacity();
    }

    @Override
    public long getReconnects() {
        return reconnects.sum();
    }

    @Override
    public long getLastMessageAgeMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastMessageNanos);
    }

    @Override
    public boolean isConnected() {
        return getStreams() > 0 && getStreamsConnected() == getStreams();
    }

    @Override
    public int getStreamsConnected() {
        return gauges.streamsConnected().getAsInt();
    }

    @Override
    public int getStreams() {
        return gauges.streams();
    }
}
