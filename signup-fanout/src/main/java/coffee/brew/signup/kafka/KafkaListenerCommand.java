package coffee.brew.signup.kafka;

import coffee.brew.contract.Topics;
import coffee.brew.signup.role.Behaviour;
import coffee.brew.signup.role.BehaviourOptions;
import coffee.brew.signup.role.ExitCodes;
import coffee.brew.signup.role.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "kafka-listener",
        description =
                "A recipient that reads: each group gets every event, its members share the work. Commits an event when"
                        + " it was handled; leaves what is no event on TOPIC.GROUP.dlt. Creates the topic unless it"
                        + " exists. Runs until it is stopped.")
public final class KafkaListenerCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private BehaviourOptions behaviour;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KafkaOptions kafka;

    @Option(
            names = {"--group", "-group"},
            paramLabel = "GROUP",
            defaultValue = "${env:LISTENER_GROUP:-}",
            description = "Who it is (default: LISTENER_GROUP).")
    @SuppressWarnings("NullAway.Init")
    private String group;

    @Option(
            names = {"--from-start", "-from-start"},
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether a group that was never here begins with the oldest event, or with the next"
                    + " (default: ${DEFAULT-VALUE}).")
    private boolean fromStart;

    @Override
    public Integer call() {
        if (group.isEmpty()) {
            throw output.usage("no group: name it with --group or in LISTENER_GROUP");
        }
        Behaviour plan = behaviour.create(output);
        try (DeadLetters deadLetters = new DeadLetters(kafka.bootstrap(), kafka.topic(), group)) {
            // Whoever comes first: a reader of a topic that is not there would wait without a word.
            Topic.ensure(kafka.bootstrap(), kafka.topic(), Topics.CUSTOMERS_PARTITIONS, 0);
            SignUpConsumer recipient = new SignUpConsumer(group, plan, deadLetters, output);
            new GroupReader(kafka.bootstrap(), kafka.topic(), group, fromStart, recipient, output).run();
        } catch (InterruptedException e) {
            output.text(() -> "[%s] stopped before it read anything".formatted(group));
        }
        return ExitCodes.OK;
    }
}
