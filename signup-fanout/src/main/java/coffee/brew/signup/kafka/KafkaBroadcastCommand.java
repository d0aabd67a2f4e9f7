package coffee.brew.signup.kafka;

import coffee.brew.contract.Topics;
import coffee.brew.signup.role.ExitCodes;
import coffee.brew.signup.role.Output;
import coffee.brew.signup.role.Pace;
import coffee.brew.signup.role.SenderOptions;
import coffee.brew.signup.role.SignUps;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "kafka-broadcast",
        description =
                "The sender that knows a topic and nobody else: writes every event once, with the customer's id as key."
                        + " Creates the topic unless it exists.")
public final class KafkaBroadcastCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private SenderOptions sender;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KafkaOptions kafka;

    @Option(
            names = {"--partitions", "-partitions"},
            paramLabel = "N",
            defaultValue = "" + Topics.CUSTOMERS_PARTITIONS,
            description = "Of a topic that has to be created (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = {"--rf", "-rf"},
            paramLabel = "N",
            defaultValue = "0",
            description = "Copies of each record of a topic that has to be created (default: 3, or as many as there are"
                    + " brokers).")
    private int replicas;

    @Override
    public Integer call() {
        Pace pace = sender.pace(output);
        requireTopicOptions();
        boolean allWritten = true;
        try {
            Topic.ensure(kafka.bootstrap(), kafka.topic(), partitions, replicas);
            try (Publisher publisher = new Publisher(kafka.bootstrap(), kafka.topic())) {
                publisher.connect();
                output.text(PublishedEvent::heading);
                for (int n = 1; n <= sender.users(); n++) {
                    pace.await();
                    PublishedEvent published = publisher.publish(n, SignUps.next(n));
                    output.result(published, published::text);
                    allWritten &= published.isWritten();
                }
            }
        } catch (InterruptedException | InterruptException e) {
            output.say("stopped before all events were sent");
            return ExitCodes.NOT_ALL_TOLD;
        }
        return allWritten ? ExitCodes.OK : ExitCodes.NOT_ALL_TOLD;
    }

    private void requireTopicOptions() {
        if (partitions < 1) {
            throw output.usage("--partitions must be at least 1, not " + partitions);
        }
        if (replicas < 0 || replicas > Short.MAX_VALUE) {
            throw output.usage("--rf must be at least 1, or 0 for the default, not " + replicas);
        }
    }
}
