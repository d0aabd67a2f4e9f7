package coffee.brew.infra;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Starts the shared servers when JUnit starts: Quarkus asks for them only when it has built the application, which takes
 * one processor for seconds. A module whose tests are mostly {@code @QuarkusTest}s names this class in its tests'
 * {@code META-INF/services/org.junit.platform.launcher.LauncherSessionListener}.
 *
 * <p>Does nothing when {@link LocalServersTestResource} does nothing.
 */
public final class EarlyServers implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (!LocalServersTestResource.areDevServicesAskedFor()) {
            begin("early-kafka", LocalKafka::shared);
            begin("early-postgres", LocalPostgres::shared);
        }
    }

    /** Whoever needs the server waits for it, and tries again when it did not start. */
    private static void begin(String name, Runnable start) {
        Thread thread = new Thread(start, name);
        thread.setDaemon(true);
        thread.start();
    }
}
