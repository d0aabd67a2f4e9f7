package coffee.brew.order;

import coffee.brew.infra.LocalPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the service and its database. Once armed, it lets the statement that carries a given text pass, waits
 * until the database has said that it is done, and cuts the connection without passing that on. Or it falls silent.
 */
final class CuttingProxy implements AutoCloseable {
    /** ReadyForQuery, outside of any transaction: what was to be committed is. */
    private static final byte[] COMMITTED = {'Z', 0, 0, 0, 5, 'I'};

    private final ServerSocket listener;
    private final int databasePort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable String> marker = new AtomicReference<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger unheard = new AtomicInteger();
    private volatile boolean cutsForGood;
    private volatile boolean refusing;

    CuttingProxy(LocalPostgres postgres) {
        databasePort = postgres.port();
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Cuts the connection of the next statement that carries the text. */
    void cutAfter(String text) {
        marker.set(text);
    }

    /** As {@link #cutAfter}, and lets nobody in afterwards, until {@link #heal}. */
    void cutForGoodAfter(String text) {
        cutsForGood = true;
        marker.set(text);
    }

    /** As when the database's machine is lost: on the connections there are, nothing comes or goes any more. */
    void fallSilent() {
        links.forEach(link -> link.silent = true);
    }

    /** How often something was sent, after {@link #fallSilent}, that did not arrive. */
    int unheard() {
        return unheard.get();
    }

    /** Also ends the silent connections: nobody has to find out by himself that nothing will come on them. */
    void heal() {
        cutsForGood = false;
        refusing = false;
        links.stream().filter(link -> link.silent).forEach(Link::end);
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            if (refusing) {
                client.close();
                continue;
            }
            Socket server = connect();
            if (server == null) {
                client.close();
                continue;
            }
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(server);
            Link link = new Link(client, server);
            links.add(link);
            start(link::passRequests);
            start(link::passReplies);
        }
    }

    private @Nullable Socket connect() {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), databasePort);
        } catch (IOException e) {
            return null; // The database is not there.
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean cutting;
        private volatile boolean silent;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void passRequests() throws IOException {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
                String wanted = marker.get();
                if (wanted != null
                        && new String(buffer, 0, size, StandardCharsets.ISO_8859_1).contains(wanted)
                        && marker.compareAndSet(wanted, null)) {
                    cutting = true;
                }
                if (silent) {
                    unheard.incrementAndGet();
                } else {
                    out.write(buffer, 0, size);
                }
            }
            server.shutdownOutput();
        }

        void passReplies() throws IOException {
            try (client) {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                byte[] buffer = new byte[1 << 16];
                for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
                    if (silent) {
                        continue;
                    }
                    if (!cutting) {
                        out.write(buffer, 0, size);
                    } else if (endsCommitted(buffer, size)) {
                        cut();
                        return;
                    }
                }
            }
        }

        private void cut() throws IOException {
            refusing = cutsForGood;
            cuts.incrementAndGet();
            if (refusing) {
                closeAll();
            } else {
                end();
            }
        }

        void end() {
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static boolean endsCommitted(byte[] buffer, int size) {
        return size >= COMMITTED.length
                && Arrays.equals(buffer, size - COMMITTED.length, size, COMMITTED, 0, COMMITTED.length);
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException ended) {
                // The other side has gone: so does this one.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    @Override
    public void close() {
        try {
            listener.close();
            closeAll();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
