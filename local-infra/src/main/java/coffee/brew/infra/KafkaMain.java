package coffee.brew.infra;

import java.util.List;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** The broker process: formats the storage of each node where that is needed, then runs all nodes in this JVM. */
final class KafkaMain {
    private KafkaMain() {}

    /** First the cluster's id, then one properties file per node. */
    public static void main(String[] arguments) {
        List<String> files = List.of(arguments).subList(1, arguments.length);
        for (String file : files) {
            String[] format = {"format", "--ignore-formatted", "--cluster-id", arguments[0], "--config", file};
            if (StorageTool.execute(format, System.out) != 0) {
                System.exit(1);
            }
        }
        // Together, because a node's start waits for a quorum; they also stop together, in Kafka's shutdown hooks.
        for (String file : files) {
            new Thread(() -> Kafka.main(new String[] {file}), file).start();
        }
    }
}
