package coffee.brew.connect.grpc.channel;

import java.time.Duration;

/**
 * How a dead connection is noticed while a call waits on it: silence for the time, then a ping, then no answer within the
 * time-out. A time of zero: not at all. gRPC raises a time below 10 s to that; and a server ends connections that ping
 * more often than it permits, which is every 5 minutes unless it is configured.
 */
public record KeepAlive(Duration time, Duration timeout) {
    public static final KeepAlive OFF = new KeepAlive(Duration.ZERO, Duration.ofSeconds(20));

    boolean isOn() {
        return !time.isZero();
    }
}
