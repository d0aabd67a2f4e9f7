package coffee.brew.sandbox.compare;

import coffee.brew.contract.Topics;
import coffee.brew.sandbox.compare.result.Mode;
import coffee.brew.sandbox.compare.result.Observed;
import coffee.brew.sandbox.compare.result.Situation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Told through Kafka: the sender is given a topic and never touched again. */
final class KafkaScene implements Scene {
    /** A recipient from which nothing comes for so long has lost what is missing. */
    private static final long SILENCE_MAX_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Trial trial;
    private final RoleHost senders;
    private final String bootstrap;
    private final String topic;
    private final Map<String, Role> roles = new LinkedHashMap<>();
    private @Nullable Role sender;

    /** @param topic must exist */
    KafkaScene(Situation situation, RoleHost senders, String bootstrap, String topic) {
        this.trial = new Trial(Mode.KAFKA, situation);
        this.senders = senders;
        this.bootstrap = bootstrap;
        this.topic = topic;
    }

    /** Each situation has a topic of its own. */
    static String topic(Situation situation) {
        return Topics.CUSTOMERS + "-" + situation.id();
    }

    @Override
    public Role recipient(RoleHost host, String name, List<String> behaviour) {
        List<String> arguments = new ArrayList<>(
                List.of("kafka-listener", "--output=json", "--bootstrap=" + bootstrap, "--topic=" + topic));
        arguments.add("--group=" + group(name));
        arguments.addAll(behaviour);
        trial.expect(name);
        Role role = host.start(line -> trial.noteHandled(name, line), arguments);
        roles.put(name, role);
        role.awaitReady();
        return role;
    }

    /** A group reads one topic here, so that a rebalance stays in its situation. */
    private String group(String recipient) {
        return topic + "." + recipient;
    }

    @Override
    public void remove(String name, Role role) {
        int until = trial.sentSoFar();
        trial.noteSwitchedOff(name, until);
        settle(() -> trial.handledOf(name, until) == until);
        role.stop();
    }

    @Override
    public void send(int untilEvent, int total, int perSecond) {
        if (sender == null) {
            sender = senders.start(
                    trial::noteSent,
                    List.of(
                            "kafka-broadcast",
                            "--output=json",
                            "--bootstrap=" + bootstrap,
                            "--topic=" + topic,
                            "--users=" + total,
                            "--rate=" + perSecond));
        }
        if (untilEvent == total) {
            sender.awaitEnd();
        } else {
            trial.awaitSent(untilEvent);
        }
    }

    @Override
    public void settle(BooleanSupplier condition) {
        trial.await(condition, SILENCE_MAX_NANOS);
    }

    @Override
    public Observed finish() {
        settle(trial::isComplete);
        Observed observed = trial.observed("1 topic", 0);
        roles.values().stream().filter(role -> !role.hasEnded()).forEach(Role::stop);
        return observed;
    }

    @Override
    public Trial trial() {
        return trial;
    }
}
