package coffee.brew.signup.grpc;

import coffee.brew.contract.customers.v1.CustomerSignedUp;
import coffee.brew.signup.role.Durations;
import coffee.brew.signup.role.ExitCodes;
import coffee.brew.signup.role.Output;
import coffee.brew.signup.role.Pace;
import coffee.brew.signup.role.SenderOptions;
import coffee.brew.signup.role.SignUps;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "grpc-broadcast",
        description =
                "The sender that knows its recipients: calls each of them for every event. One that fails never stops"
                        + " the others; exit code 0 only when all of them accepted all events.")
public final class GrpcBroadcastCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private SenderOptions sender;

    @Option(
            names = {"--targets", "-targets"},
            paramLabel = "ADDRESSES",
            defaultValue = "${env:LISTENER_URLS:-}",
            description = "Recipients, with commas between them (default: LISTENER_URLS).")
    @SuppressWarnings("NullAway.Init")
    private String targets;

    @Option(
            names = {"--parallel", "-parallel"},
            arity = "0..1",
            fallbackValue = "true",
            description = "Calls all recipients at once instead of one after the other.")
    private boolean parallel;

    @Option(
            names = {"--timeout", "-timeout"},
            paramLabel = "DURATION",
            defaultValue = "3s",
            converter = Durations.class,
            description = "Deadline of each call, its retries included (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Duration timeout;

    @Option(
            names = {"--retries", "-retries"},
            paramLabel = "N",
            defaultValue = "0",
            description = "How often a call that came back Unavailable is tried again, 0 to 4 (default: 0).")
    private int retries;

    @Option(
            names = {"--retry-budget", "-retry-budget"},
            paramLabel = "PERCENT",
            defaultValue = "10",
            description = "Retries for each recipient, in percent of the calls that succeed; a burst of five is free"
                    + " (default: ${DEFAULT-VALUE}).")
    private int retryBudget;

    @Option(
            names = {"--hedge-after", "-hedge-after"},
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Sends a call a second time when it is not answered by then; the recipient may so do it twice"
                    + " (default: never).")
    @Nullable
    private Duration hedgeAfter;

    @Override
    public Integer call() {
        boolean allAccepted = true;
        Pace pace = sender.pace(output);
        try (Fanout fanout = new Fanout(addresses(), parallel, deadline(), policy())) {
            fanout.connect();
            for (int n = 1; n <= sender.users(); n++) {
                pace.await();
                allAccepted &= send(fanout, n);
            }
        } catch (InterruptedException e) {
            output.say("stopped before all events were sent");
            return ExitCodes.NOT_ALL_TOLD;
        }
        return allAccepted ? ExitCodes.OK : ExitCodes.NOT_ALL_TOLD;
    }

    private boolean send(Fanout fanout, int n) {
        CustomerSignedUp event = SignUps.next(n);
        output.text(() -> "--- event #%d customer_id=%s ---".formatted(n, event.getCustomerId()));
        long begin = System.nanoTime();
        List<CallResult> calls = fanout.tell(event);
        long waitedUs = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
        SentEvent sent = new SentEvent(n, event.getCustomerId(), SignUps.signedUpAtUs(event), waitedUs, calls);
        output.result(
                sent, () -> calls.stream().map(CallResult::text).collect(Collectors.joining(System.lineSeparator())));
        return sent.isAccepted();
    }

    private List<Address> addresses() {
        try {
            List<Address> addresses = Address.parseAll(targets);
            if (addresses.isEmpty()) {
                throw output.usage("no targets: name them with --targets or in LISTENER_URLS");
            }
            return addresses;
        } catch (IllegalArgumentException e) {
            throw output.usage("--targets: " + e.getMessage());
        }
    }

    private Duration deadline() {
        if (timeout.isZero()) {
            throw output.usage("--timeout must be more than 0");
        }
        return timeout;
    }

    private RetryPolicy policy() {
        try {
            return new RetryPolicy(retries, retryBudget, hedgeAfter);
        } catch (IllegalArgumentException e) {
            throw output.usage(String.valueOf(e.getMessage()));
        }
    }
}
