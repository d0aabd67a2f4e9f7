package coffee.brew.signup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.infra.Watchdog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A role in a process of its own, which does not outlive this JVM. */
final class RoleProcess implements AutoCloseable {
    private final Watchdog watchdog = new Watchdog("KILL", null);
    private final Process process;
    private final BufferedReader output;

    private RoleProcess(List<String> program, String[] arguments) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        watchdog.guard(List.of(process.pid()));
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    static RoleProcess start(String... arguments) throws IOException {
        return new RoleProcess(java("-cp", System.getProperty("java.class.path"), Signup.class.getName()), arguments);
    }

    /** As it was packaged: the jar, or the native executable. */
    static RoleProcess startPackaged(String... arguments) throws IOException {
        String program = System.getProperty("signup.program");
        return new RoleProcess(program.endsWith(".jar") ? java("-jar", program) : List.of(program), arguments);
    }

    private static List<String> java(String... what) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(List.of(what));
        return command;
    }

    /** Reads on to a line that contains the text. */
    String awaitLine(String text) {
        try {
            String line;
            while ((line = output.readLine()) != null) {
                if (line.contains(text)) {
                    return line;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("ended without saying \"" + text + "\"");
    }

    /** All that it still prints; returns when it has ended. */
    List<String> remainingLines() {
        return output.lines().toList();
    }

    Process process() {
        return process;
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(RoleRun.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .as("it ends")
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        watchdog.dismiss();
    }
}
