package coffee.brew.sandbox.compare;

import coffee.brew.contract.Topics;
import coffee.brew.infra.LocalKafka;
import coffee.brew.sandbox.compare.result.Mode;
import coffee.brew.sandbox.compare.result.Report;
import coffee.brew.sandbox.compare.result.Sent;
import coffee.brew.sandbox.compare.result.Situation;
import java.util.List;

/**
 * Two Kafka senders in the same seconds, one of whose recipients takes 200 ms. A p99 of few events says more of the
 * machine than of the sender; so there are many, and whatever else the machine does happens to both.
 */
final class Pair {
    private static final int PER_SECOND = 250;
    private static final int TIMES = 12;
    private static final int WARM_UP_EVENTS = 500;

    private final RoleHost senders;
    private final RoleHost recipients;
    private final LocalKafka kafka;
    private final int events;

    Pair(RoleHost senders, RoleHost recipients, LocalKafka kafka, CompareOptions options) {
        this.senders = senders;
        this.recipients = recipients;
        this.kafka = kafka;
        this.events = options.events() * TIMES;
    }

    /** Sends unmeasured events, so that what is measured first is not the compiler. */
    void warmUp() {
        Lane lane = new Lane("warm-up");
        lane.send(WARM_UP_EVENTS).awaitEnd();
    }

    Report.Pair run() {
        Lane healthy = new Lane("healthy");
        Lane slow = new Lane("slow");
        healthy.listen("analytics", List.of());
        slow.listen("analytics", List.of("--delay=200ms"));
        for (Lane lane : List.of(healthy, slow)) {
            lane.listen("notifications", List.of());
            lane.listen("billing", List.of());
        }
        Role one = healthy.send(events);
        Role other = slow.send(events);
        one.awaitEnd();
        other.awaitEnd();
        return Report.Pair.of(healthy.sent(), slow.sent());
    }

    /** A topic and who writes and reads it. */
    private final class Lane {
        private final Trial trial = new Trial(Mode.KAFKA, Situation.SLOW);
        private final String topic;

        Lane(String name) {
            topic = Topics.CUSTOMERS + "-pair-" + name;
            kafka.createTopic(topic, Topics.CUSTOMERS_PARTITIONS);
        }

        void listen(String recipient, List<String> behaviour) {
            new KafkaScene(Situation.SLOW, senders, kafka.bootstrapServers(), topic)
                    .recipient(recipients, recipient, behaviour);
        }

        Role send(int count) {
            return senders.start(
                    trial::noteSent,
                    List.of(
                            "kafka-broadcast",
                            "--output=json",
                            "--bootstrap=" + kafka.bootstrapServers(),
                            "--topic=" + topic,
                            "--users=" + count,
                            "--rate=" + PER_SECOND));
        }

        List<Sent> sent() {
            return trial.observed("1 topic", 0).sent();
        }
    }
}
