package coffee.brew.sandbox.compare;

import coffee.brew.infra.Ports;
import coffee.brew.sandbox.compare.result.Mode;
import coffee.brew.sandbox.compare.result.Observed;
import coffee.brew.sandbox.compare.result.Situation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Told by gRPC: the sender is given the addresses, and is started again when they change. */
final class GrpcScene implements Scene {
    private static final long SILENCE_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(CompareOptions.DEADLINE_MS);

    private final Mode mode;
    private final Trial trial;
    private final RoleHost senders;
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Map<String, Role> roles = new LinkedHashMap<>();
    private List<String> known = List.of();
    private int changes;
    private int knowsMax;

    GrpcScene(Mode mode, Situation situation, RoleHost senders) {
        this.mode = mode;
        this.trial = new Trial(mode, situation);
        this.senders = senders;
    }

    @Override
    public Role recipient(RoleHost host, String name, List<String> behaviour) {
        List<String> arguments = new ArrayList<>(List.of("grpc-listener", "--output=json", "--name=" + name));
        // One that comes back is where it was.
        arguments.add("--addr=" + addresses.computeIfAbsent(name, any -> "127.0.0.1:" + Ports.free()));
        arguments.addAll(behaviour);
        trial.expect(name);
        Role role = host.start(line -> trial.noteHandled(name, line), arguments);
        role.awaitReady();
        roles.put(name, role);
        return role;
    }

    @Override
    public void remove(String name, Role role) {
        addresses.remove(name);
        trial.noteSwitchedOff(name, trial.sentSoFar());
        role.stop();
    }

    @Override
    public void send(int untilEvent, int total, int perSecond) {
        List<String> targets = List.copyOf(addresses.values());
        if (!known.isEmpty() && !known.equals(targets)) {
            changes++;
        }
        known = targets;
        knowsMax = Math.max(knowsMax, targets.size());
        senders.start(
                        trial::noteSent,
                        List.of(
                                "grpc-broadcast",
                                "--output=json",
                                "--targets=" + String.join(",", targets),
                                "--parallel=" + (mode == Mode.PARALLEL),
                                "--timeout=" + CompareOptions.DEADLINE_MS + "ms",
                                "--users=" + (untilEvent - trial.sentSoFar()),
                                "--rate=" + perSecond))
                .awaitEnd();
    }

    @Override
    public void settle(BooleanSupplier condition) {
        // What was called and not heard of in time is not coming.
        trial.await(condition, SILENCE_MAX_NANOS);
    }

    @Override
    public Observed finish() {
        settle(trial::isComplete);
        Observed observed = trial.observed(knowsMax + " addresses", changes);
        roles.values().stream().filter(role -> !role.hasEnded()).forEach(Role::stop);
        return observed;
    }

    @Override
    public Trial trial() {
        return trial;
    }
}
