package coffee.brew.sandbox.compare;

import coffee.brew.sandbox.stack.Json;
import coffee.brew.sandbox.stack.SandboxException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A role that runs in a {@link RoleHost}. */
final class Role {
    private static final int NOT_ALL_TOLD = 1;
    private static final int START_TIMEOUT_S = 60;
    private static final int END_TIMEOUT_S = 300;

    private final List<String> arguments;
    private final Consumer<JsonNode> lines;
    private final Runnable stop;
    private final CompletableFuture<JsonNode> ready = new CompletableFuture<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private volatile String lastWords = "";

    Role(List<String> arguments, Consumer<JsonNode> lines, Runnable stop) {
        this.arguments = arguments;
        this.lines = lines;
        this.stop = stop;
    }

    void take(String kind, String text) {
        switch (kind) {
            case "out" -> takeLine(text);
            case "end" -> finish(Integer.parseInt(text));
            default -> lastWords = text;
        }
    }

    private void takeLine(String text) {
        try {
            JsonNode line = Json.MAPPER.readTree(text);
            if (line.has("listening") || line.has("joined")) {
                ready.complete(line);
            } else {
                lines.accept(line);
            }
        } catch (JsonProcessingException e) {
            lastWords = text;
        }
    }

    private void finish(int code) {
        end.complete(code);
        ready.completeExceptionally(new SandboxException("a role ended while it started: " + this, ""));
    }

    void endedWithItsProcess(boolean expected) {
        if (expected) {
            finish(0);
        } else {
            SandboxException failure = new SandboxException("the process of a role has ended: " + this, "");
            end.completeExceptionally(failure);
            ready.completeExceptionally(failure);
        }
    }

    /** Waits until a recipient listens or reads; what it says of that. */
    JsonNode awaitReady() {
        return await(ready, START_TIMEOUT_S);
    }

    /** Waits until a sender is done. That a recipient did not accept everything is no failure here. */
    void awaitEnd() {
        int code = await(end, END_TIMEOUT_S);
        if (code != 0 && code != NOT_ALL_TOLD) {
            throw new SandboxException("a role ended with exit code %d: %s".formatted(code, this), "");
        }
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /** Ends it in good order, and waits for that. */
    void stop() {
        stop.run();
        awaitEnd();
    }

    private <T> T await(CompletableFuture<T> future, int timeoutS) {
        try {
            return future.get(timeoutS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new SandboxException("no answer within %d s from: %s".formatted(timeoutS, this), "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", "", e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", arguments) + (lastWords.isEmpty() ? "" : ": " + lastWords);
    }
}
