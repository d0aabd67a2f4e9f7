package coffee.brew.sandbox.stack;

import coffee.brew.infra.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Ports that nodes listen on, kept for them. The reference's ports lie where the kernel finds ports for outgoing
 * connections: between the check and a node's start, or while a node is down, a connection of any program can sit on
 * one. A port that is bound is not given away.
 */
public final class NodePorts implements Closeable {
    // Elsewhere nobody else may listen where a socket is bound.
    private static final boolean CAN_KEEP =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");

    private final List<SocketChannel> kept = new ArrayList<>();

    private NodePorts() {}

    /**
     * Keeps ports until {@link #close()}; on other systems than Linux it only looks whether they are free.
     *
     * @param ports by node name
     * @throws SandboxException naming the port and the node when one is taken
     */
    static NodePorts keep(Map<String, Integer> ports) {
        NodePorts all = new NodePorts();
        try {
            ports.forEach(all::keep);
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    /** Fails, and says what to do, when somebody has the port. */
    public static void requireFree(int port, String node) {
        if (!Ports.isFree(port)) {
            throw taken(port, node);
        }
    }

    private void keep(String node, int port) {
        requireFree(port, node);
        if (!CAN_KEEP) {
            return;
        }
        try {
            SocketChannel channel = SocketChannel.open();
            kept.add(channel);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw taken(port, node);
        }
    }

    @Override
    public void close() {
        for (SocketChannel channel : kept) {
            try {
                channel.close();
            } catch (IOException e) {
                // It was bound and never used; the process gives it back at the latest.
            }
        }
    }

    private static SandboxException taken(int port, String node) {
        return new SandboxException(
                "port %d, which %s needs, is taken by another program".formatted(port, node),
                ("find it with: ss -tanp 'sport = :%d' (TIME-WAIT: a connection that ended less than a minute ago);"
                                + " or choose another port with: --port %s=PORT (0: a free one)")
                        .formatted(port, node));
    }
}
