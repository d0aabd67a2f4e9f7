package coffee.brew.signup.kafka;

import coffee.brew.contract.Topics;
import picocli.CommandLine.Option;

/** Where Kafka is, and the topic. */
public final class KafkaOptions {
    @Option(
            names = {"--bootstrap", "-bootstrap"},
            paramLabel = "ADDRESSES",
            defaultValue = "${env:KAFKA_BOOTSTRAP:-localhost:19092,localhost:19093,localhost:19094}",
            description = "Kafka's brokers (default: KAFKA_BOOTSTRAP, else localhost:19092 and the two ports after).")
    @SuppressWarnings("NullAway.Init")
    private String bootstrap;

    @Option(
            names = {"--topic", "-topic"},
            paramLabel = "TOPIC",
            defaultValue = Topics.CUSTOMERS,
            description = "Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private String topic;

    String bootstrap() {
        return bootstrap;
    }

    String topic() {
        return topic;
    }
}
