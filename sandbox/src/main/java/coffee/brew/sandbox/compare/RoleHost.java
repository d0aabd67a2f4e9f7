package coffee.brew.sandbox.compare;

import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.SignupProgram;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A process in which several roles run. It reads its orders from a pipe, and so ends when this process does. */
final class RoleHost implements AutoCloseable {
    private static final int END_TIMEOUT_S = 10;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Process process;
    private final Writer orders;
    private final Map<String, Role> roles = new ConcurrentHashMap<>();
    private volatile boolean closed;

    RoleHost(SignupProgram program) {
        try {
            process = new ProcessBuilder(program.command(List.of("host")))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the roles", e);
        }
        orders = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "roles-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a role; what it prints goes to the reader, on one thread. */
    Role start(Consumer<JsonNode> lines, List<String> arguments) {
        String id = Integer.toString(NUMBERS.incrementAndGet());
        Role role = new Role(arguments, lines, () -> order("stop\t" + id));
        roles.put(id, role);
        order("start\t" + id + "\t" + String.join("\t", arguments));
        return role;
    }

    private synchronized void order(String line) {
        try {
            orders.write(line + "\n");
            orders.flush();
        } catch (IOException e) {
            if (!closed) {
                throw new SandboxException("the process of the roles has ended: " + e.getMessage(), "", e);
            }
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                String[] parts = line.split("\t", 3);
                Role role = roles.get(parts[0]);
                if (role != null && parts.length == 3) {
                    role.take(parts[1], parts[2]);
                }
            }
        } catch (IOException e) {
            // As good as its end.
        }
        roles.values().forEach(role -> role.endedWithItsProcess(closed));
    }

    /** SIGKILL to the process and so to all roles in it; returns when it is gone. */
    @Override
    public void close() {
        closed = true;
        process.destroyForcibly();
        try {
            process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
