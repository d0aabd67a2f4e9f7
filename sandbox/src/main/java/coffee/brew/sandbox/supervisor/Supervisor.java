package coffee.brew.sandbox.supervisor;

import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.Stack;
import coffee.brew.sandbox.stack.StackExit;
import coffee.brew.sandbox.stack.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/** Runs a stack until SIGTERM. */
public final class Supervisor {
    private final StackOptions options;
    private final StackExit exit = new StackExit(() -> {});

    public Supervisor(StackOptions options) {
        this.options = options;
    }

    /** Does not return. Fails when another supervisor has the folder, or when the start fails. */
    public void run() {
        try {
            Files.createDirectories(options.directory());
            try (FileChannel channel = lock(options.directory().resolve("supervisor.lock"))) {
                supervise();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot supervise in " + options.directory(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void supervise() throws IOException, InterruptedException {
        // Tells the launcher to build nothing under what runs.
        Files.writeString(
                options.directory().resolve("supervisor.pid"),
                Long.toString(ProcessHandle.current().pid()));
        ControlServer[] control = new ControlServer[1];
        Stack started = exit.start(options, created -> {
            control[0] = serve(created);
            created.announce(control[0].address());
        });
        try (ControlServer server = control[0]) {
            options.progress().step("ready");
            new CountDownLatch(1).await();
        } finally {
            started.close();
        }
    }

    private ControlServer serve(Stack created) {
        try {
            return new ControlServer(created);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen for orders", e);
        }
    }

    /** The lock ends with the process, however that ends. */
    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new SandboxException("another ./brewctl is starting or running this stack", "see: ./brewctl status");
        }
        return channel;
    }
}
