package coffee.brew.infra;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports on loopback. */
public final class Ports {
    static final String HOST = "127.0.0.1";

    // Below the ranges from which Linux and macOS take the ports of outgoing connections: otherwise a client's socket
    // can sit on the port of a server that is about to be restarted.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
    private static final int ATTEMPTS_MAX = 1_000;
    private static final int CONNECT_TIMEOUT_MS = 200;

    private Ports() {}

    /** A port that nobody listens on and that was not handed out before. */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new LocalServerException("No free port between " + LOWEST + " and " + HIGHEST + " on " + HOST
                + ": stop servers that are no longer needed.");
    }

    /** Fails, naming the server that wants the port, when somebody listens on it. */
    public static void requireFree(int port, String server) {
        if (!isFree(port)) {
            throw new LocalServerException("Port " + port + " of " + server + " is taken by another process on " + HOST
                    + ": stop that process (`ss -ltnp 'sport = :" + port + "'` or `lsof -i :" + port
                    + "` shows it), or choose another port.");
        }
    }

    /** Whether nobody listens there, on loopback or on all addresses. */
    public static boolean isFree(int port) {
        // Bound to the wildcard address, a server does not keep everybody else from binding to loopback.
        return !isOpen(port) && canBind(port);
    }

    static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static boolean canBind(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
