package coffee.brew.sandbox.stack;

import coffee.brew.infra.Ports;

/** Ports that nodes listen on. */
public final class NodePorts {
    private NodePorts() {}

    /** Fails, and says what to do, when somebody listens on the port. */
    public static void requireFree(int port, String node) {
        if (!Ports.isFree(port)) {
            throw new SandboxException(
                    "port %d, which %s needs, is taken by another program".formatted(port, node),
                    "find it with: ss -ltnp 'sport = :%d'; or choose another port with: --port %s=PORT (0: a free one)"
                            .formatted(port, node));
        }
    }
}
