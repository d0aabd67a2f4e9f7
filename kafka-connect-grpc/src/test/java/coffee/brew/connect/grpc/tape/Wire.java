package coffee.brew.connect.grpc.tape;

import coffee.brew.infra.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire to a port, which can be cut: both ends see a reset, in the middle of whatever they were saying. */
public final class Wire implements AutoCloseable {
    private static final int BUFFER_BYTES = 65_536;

    private final int target;
    private final ServerSocket entrance;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final Set<Socket> frozen = ConcurrentHashMap.newKeySet();

    public Wire(int target) {
        this.target = target;
        try {
            this.entrance = new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("wire", this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** Resets all connections. New ones are accepted. Returns whether there was one. */
    public boolean cut() {
        boolean any = !ends.isEmpty();
        ends.forEach(this::reset);
        return any;
    }

    /** From now on nothing comes through the connections that are there; they stay. New ones are not affected. */
    public void freeze() {
        frozen.addAll(ends);
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                ends.add(near);
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                ends.add(far);
                run("wire-there", () -> pump(near, far));
                run("wire-back", () -> pump(far, near));
            } catch (IOException targetIsAway) {
                cut();
            }
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (!frozen.contains(from)) {
                    out.write(buffer, 0, length);
                }
            }
        } catch (IOException cut) {
            reset(to);
        } finally {
            reset(from);
            reset(to);
        }
    }

    private void reset(Socket socket) {
        ends.remove(socket);
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // It is closed, which is all that is wanted.
        }
    }

    private static void run(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
