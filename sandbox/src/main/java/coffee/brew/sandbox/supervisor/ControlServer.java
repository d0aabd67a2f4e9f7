package coffee.brew.sandbox.supervisor;

import coffee.brew.sandbox.stack.Json;
import coffee.brew.sandbox.stack.Node;
import coffee.brew.sandbox.stack.NotRunningException;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.Stack;
import coffee.brew.sandbox.stack.StackState;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Takes orders for a stack: {@code POST /nodes/NAME/ACTION} with start, stop, kill, pause or resume. Answers
 * when it is done.
 */
final class ControlServer implements AutoCloseable {
    private static final int TOKEN_BYTES = 24;
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /** What the action needs does not run. */
    static final int GONE = 410;

    private static final Map<String, Consumer<Node>> ACTIONS = Map.of(
            "start", Node::start,
            "stop", Node::stop,
            "kill", Node::kill,
            "pause", Node::pause,
            "resume", Node::resume);

    private final Stack stack;
    private final String token;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ControlServer(Stack stack) throws IOException {
        this.stack = stack;
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        this.token = HexFormat.of().formatHex(random);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** How to reach this server. */
    StackState.Control address() {
        return new StackState.Control(server.getAddress().getPort(), token);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isAuthorized(exchange)) {
                answer(exchange, FORBIDDEN, "the token is wrong", "");
                return;
            }
            List<String> path =
                    List.of(exchange.getRequestURI().getPath().substring(1).split("/"));
            if (path.size() == 3 && path.get(0).equals("nodes") && ACTIONS.containsKey(path.get(2))) {
                act(exchange, path.get(1), path.get(2));
            } else {
                answer(exchange, NOT_FOUND, "unknown request " + exchange.getRequestURI(), "");
            }
        }
    }

    private void act(HttpExchange exchange, String name, String action) throws IOException {
        try {
            ACTIONS.getOrDefault(action, node -> {}).accept(action.equals("start") ? stack.node(name) : known(name));
            answer(exchange, OK, "", "");
        } catch (NotRunningException e) {
            answer(exchange, GONE, String.valueOf(e.getMessage()), e.advice());
        } catch (IllegalArgumentException e) {
            answer(exchange, NOT_FOUND, String.valueOf(e.getMessage()), "see: ./brewctl status");
        } catch (SandboxException e) {
            answer(exchange, CONFLICT, String.valueOf(e.getMessage()), e.advice());
        } catch (RuntimeException e) {
            e.printStackTrace(System.err); // which is the supervisor's log
            answer(
                    exchange,
                    CONFLICT,
                    "%s of %s failed: %s".formatted(action, name, e),
                    "see: ./brewctl logs supervisor");
        }
    }

    /** A node that was started some time: only a start makes a new one. */
    private Node known(String name) {
        return stack.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new NotRunningException(name + " was never started", "start it with: ./brewctl start " + name));
    }

    private boolean isAuthorized(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        String wanted = "Bearer " + token;
        return exchange.getRequestMethod().equals("POST")
                && given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String error, String advice) throws IOException {
        byte[] body = Json.text(Map.of("error", error, "advice", advice)).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
