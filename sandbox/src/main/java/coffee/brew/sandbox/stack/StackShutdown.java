package coffee.brew.sandbox.stack;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Ends nodes: all at once, in good order as far as they comply. None is left. */
final class StackShutdown {
    private static final int TIMEOUT_S = 180;

    private StackShutdown() {}

    static void stopAll(List<Node> nodes) {
        if (nodes.isEmpty()) {
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(nodes.size());
        nodes.forEach(node -> pool.execute(() -> stop(node)));
        pool.shutdown();
        try {
            pool.awaitTermination(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        nodes.forEach(Node::kill);
    }

    private static void stop(Node node) {
        try {
            node.stop();
        } catch (RuntimeException e) {
            // It is killed then; its log says why it did not comply.
            System.getLogger(StackShutdown.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
        }
    }
}
