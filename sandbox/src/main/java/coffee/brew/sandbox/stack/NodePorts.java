package coffee.brew.sandbox.stack;

import coffee.brew.infra.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Ports that nodes listen on, kept for them. The reference's ports lie where the kernel finds ports for outgoing
 * connections: between the check and a node's start, or while a node is down, a connection of any program can sit on
 * one. A port that is bound is not given away.
 */
public final class NodePorts implements Closeable {
    private final List<Closeable> kept = new ArrayList<>();

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
        try {
            kept.add(Ports.keep(port));
        } catch (IOException e) {
            throw taken(port, node);
        }
    }

    @Override
    public void close() {
        for (Closeable port : kept) {
            try {
                port.close();
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
