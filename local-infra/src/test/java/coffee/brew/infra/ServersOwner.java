package coffee.brew.infra;

import java.nio.file.Path;

/**
 * A JVM that starts servers, pauses the broker, says who and where they are, and waits to be killed; with a directory,
 * only a PostgreSQL that keeps its data there.
 */
final class ServersOwner {
    private ServersOwner() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length == 1) {
            LocalPostgres.start(LocalPostgres.Options.keptIn(Path.of(arguments[0])));
            return;
        }
        LocalPostgres postgres = LocalPostgres.shared();
        LocalKafka kafka = LocalKafka.shared();
        kafka.pause();
        System.out.println(
                "SERVERS " + postgres.pid() + " " + kafka.pid() + " " + postgres.directory() + " " + kafka.directory());
        Thread.currentThread().join();
    }
}
