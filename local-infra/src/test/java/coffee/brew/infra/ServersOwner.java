package coffee.brew.infra;

/** A JVM that starts servers, pauses the broker, says who and where they are, and waits to be killed. */
final class ServersOwner {
    private ServersOwner() {}

    public static void main(String[] arguments) throws InterruptedException {
        LocalPostgres postgres = LocalPostgres.shared();
        LocalKafka kafka = LocalKafka.shared();
        kafka.pause();
        System.out.println(
                "SERVERS " + postgres.pid() + " " + kafka.pid() + " " + postgres.directory() + " " + kafka.directory());
        Thread.currentThread().join();
    }
}
