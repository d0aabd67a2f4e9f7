package coffee.brew.connect.grpc.channel;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/** Opens channels. */
public final class Channels {
    private Channels() {}

    /**
     * A channel for one connection after another: open a new one to connect anew, because only that reads the
     * certificates again. Does not block and does not connect; the first call does. The caller closes it.
     *
     * <p>What goes wrong later is the status of the call: UNAVAILABLE with the reason when there is no connection. gRPC's
     * own retries are off, the caller knows better from where to go on.
     *
     * @throws org.apache.kafka.common.config.ConfigException when a file of certificates or keys does not serve
     */
    public static ManagedChannel open(ChannelSettings settings) {
        NettyChannelBuilder channel = NettyChannelBuilder.forAddress(settings.host(), settings.port())
                .maxInboundMessageSize(settings.inboundBytesMax())
                .disableRetry()
                .disableServiceConfigLookUp()
                // The last is the first to see a call.
                .intercept(
                        new CallMetadata(settings.metadata()),
                        new ConnectDeadline(settings.connectTimeout()),
                        new ExplainedFailures(settings));
        TlsSettings tls = settings.tls();
        if (tls == null) {
            channel.usePlaintext();
        } else {
            channel.sslContext(TlsContexts.of(tls));
        }
        if (settings.authority() != null) {
            channel.overrideAuthority(settings.authority());
        }
        if (settings.keepAlive().isOn()) {
            channel.keepAliveTime(settings.keepAlive().time().toNanos(), TimeUnit.NANOSECONDS)
                    .keepAliveTimeout(settings.keepAlive().timeout().toNanos(), TimeUnit.NANOSECONDS);
        }
        return channel.build();
    }
}
