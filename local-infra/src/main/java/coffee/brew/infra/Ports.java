package coffee.brew.infra;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports on loopback. */
public final class Ports {
    static final String HOST = "127.0.0.1";

    // Below the ranges from which Linux and macOS take the ports of outgoing connections: otherwise a client's socket
    // can sit on the port of a server that is about to be restarted.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    // While they are bound, no other process is given them.
    private static final Map<Integer, Closeable> GIVEN = new ConcurrentHashMap<>();
    // Elsewhere nobody else may listen where a socket is bound.
    private static final boolean CAN_KEEP =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");
    private static final int ATTEMPTS_MAX = 1_000;
    private static final int CONNECT_TIMEOUT_MS = 200;

    private Ports() {}

    /**
     * A port that nobody listens on and that was not handed out before; on Linux, to no other process either, for as
     * long as this one lives. Servers that listen on it have to set SO_REUSEADDR, as servers do.
     */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!isOpen(port) && give(port)) {
                return port;
            }
        }
        throw new LocalServerException(
                "No free port between " + LOWEST + " and " + HIGHEST + " on " + HOST,
                "stop servers that are no longer needed");
    }

    private static boolean give(int port) {
        try {
            return GIVEN.putIfAbsent(port, bind(port, false)) == null;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * On Linux, keeps the kernel from giving the port to outgoing connections until it is closed; elsewhere this does
     * nothing. Servers may listen on it meanwhile.
     *
     * @throws IOException when another socket has it
     */
    public static Closeable keep(int port) throws IOException {
        return bind(port, true);
    }

    /** Bound, not listened on; beside others that would share it when they have it already, or alone. */
    private static Closeable bind(int port, boolean besideOthers) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, besideOthers);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        if (!CAN_KEEP) {
            channel.close();
        }
        return channel;
    }

    /** Fails, naming the server that wants the port, when somebody listens on it. */
    public static void requireFree(int port, String server) {
        if (!isFree(port)) {
            throw new LocalServerException(
                    "Port " + port + " of " + server + " is taken by another process on " + HOST,
                    "stop that process (`ss -ltnp 'sport = :" + port + "'` or `lsof -i :" + port
                            + "` shows it), or choose another port");
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
