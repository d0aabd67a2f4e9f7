package coffee.brew.sandbox.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
public final class Ports {
    /** Below the range that systems take for outgoing connections, so that a chosen port stays free. */
    private static final int FIRST = 20_000;

    private static final int LAST = 29_999;
    private static final int ATTEMPTS = 1_000;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    /** A port that nobody listens on and that was not handed out before. */
    public static synchronized int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (!GIVEN.contains(port) && isFree(port)) {
                GIVEN.add(port);
                return port;
            }
        }
        throw new SandboxException("no free port between %d and %d".formatted(FIRST, LAST), "end some programs");
    }

    /** Fails, and says what to do, when somebody listens on the port. */
    public static void requireFree(int port, String whoNeedsIt) {
        if (!isFree(port)) {
            throw new SandboxException(
                    "port %d, which %s needs, is taken by another program".formatted(port, whoNeedsIt),
                    "find it with: ss -ltnp 'sport = :%d'; or choose another port with: --port %s=PORT (0: a free one)"
                            .formatted(port, whoNeedsIt));
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
