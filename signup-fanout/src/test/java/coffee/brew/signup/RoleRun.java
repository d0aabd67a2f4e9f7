package coffee.brew.signup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A role in this JVM, with its command line, its lines and its exit code. */
final class RoleRun implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final int RUNNING = -1;
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:\\d+");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicInteger code = new AtomicInteger(RUNNING);
    private final Thread thread;

    private RoleRun(List<String> arguments) {
        thread = new Thread(() -> run(arguments), "role " + arguments);
        thread.setDaemon(true);
        thread.start();
    }

    static RoleRun start(String... arguments) {
        return new RoleRun(List.of(arguments));
    }

    /** Runs a role to its end. */
    static RoleRun of(String... arguments) {
        RoleRun role = start(arguments);
        role.awaitEnd();
        return role;
    }

    private void run(List<String> arguments) {
        code.set(Signup.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new)));
    }

    /** What it printed so far. */
    List<String> lines() {
        return out.toString().lines().toList();
    }

    /** What it printed of events, as JSON. */
    List<JsonNode> events() {
        return lines().stream()
                .map(RoleRun::read)
                .filter(line -> line.has("customer_id"))
                .toList();
    }

    /** The distinct customers of {@link #events()}. */
    List<String> customers() {
        return events().stream()
                .map(event -> event.get("customer_id").asText())
                .distinct()
                .toList();
    }

    String err() {
        return err.toString();
    }

    int exitCode() {
        awaitEnd();
        return code.get();
    }

    /** Waits until it says where it listens. */
    String address() {
        return ADDRESS.matcher(awaitLine(ADDRESS))
                .results()
                .findFirst()
                .orElseThrow()
                .group();
    }

    /** Waits for a line. */
    String awaitLine(Pattern pattern) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(lines()).as(err()).anyMatch(line -> pattern.matcher(line)
                        .find()));
        return lines().stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.replaceAll(result -> Matcher.quoteReplacement(result.group())))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until it has handled so many different customers. */
    void awaitCustomers(int count) {
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(customers()).hasSizeGreaterThanOrEqualTo(count));
    }

    /** Waits until it has handled these customers, perhaps among others. */
    void awaitCustomers(List<String> wanted) {
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(customers()).containsAll(wanted));
    }

    private void awaitEnd() {
        await().atMost(TIMEOUT).until(() -> !thread.isAlive());
    }

    /** As SIGTERM does. */
    @Override
    public void close() {
        thread.interrupt();
        awaitEnd();
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
