package coffee.brew.sandbox.compare;

import coffee.brew.sandbox.compare.result.Observed;
import coffee.brew.sandbox.compare.result.Situation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What happens in each situation; the same for all modes. */
final class Scripts {
    private static final int BRISK = 50;
    private static final int FAST = 100;
    /** Slow enough for a recipient at 10 ms to catch up in view of the sender. */
    private static final int STEADY = 20;

    /** Events after the return, at least: no sender is through before the slowest has come to the return. */
    private static final int AFTER_RETURN_MIN = 100;

    private static final List<String> WITHOUT_FAULT = List.of();
    private static final List<String> SLOW = List.of("--delay=200ms");
    private static final List<String> HANGING = List.of("--hang");
    private static final List<String> MORTAL = List.of("--delay=10ms");
    private static final List<String> TOO_SLOW = List.of("--delay=25ms");

    private final int events;
    private final Duration down;
    private final RoleHost recipients;
    private final MortalHost mortals;

    Scripts(CompareOptions options, RoleHost recipients, MortalHost mortals) {
        this.events = options.events();
        this.down = options.down();
        this.recipients = recipients;
        this.mortals = mortals;
    }

    /** Plays the situation to its end. */
    Observed play(Situation situation, Scene scene) {
        return switch (situation) {
            case HEALTHY -> plain(scene, WITHOUT_FAULT, FAST);
            case SLOW -> plain(scene, SLOW, BRISK);
            case OVERLOADED -> plain(scene, TOO_SLOW, FAST);
            case HANGING -> hanging(scene);
            case DEAD -> dead(scene);
            case LATE -> late(scene);
            case REPLACED -> replaced(scene);
        };
    }

    private Observed plain(Scene scene, List<String> analytics, int perSecond) {
        scene.recipient(recipients, "analytics", analytics);
        startOthers(scene);
        scene.send(events, events, perSecond);
        return scene.finish();
    }

    private Observed hanging(Scene scene) {
        Role stuck = scene.recipient(recipients, "analytics", HANGING);
        startOthers(scene);
        scene.send(events, events, BRISK);
        stuck.stop();
        scene.recipient(recipients, "analytics", WITHOUT_FAULT);
        return scene.finish();
    }

    private Observed dead(Scene scene) {
        int killed = events / 4;
        int back = killed + (int) (down.toMillis() * STEADY / 1_000);
        int total = back + Math.max(events, AFTER_RETURN_MIN);
        scene.recipient(mortals.host(), "analytics", MORTAL);
        startOthers(scene);
        scene.send(killed, total, STEADY);
        mortals.killTogether();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(
                () -> scene.send(total, total, STEADY), task -> new Thread(task, "sender").start());
        scene.trial().awaitSent(back);
        scene.trial().noteBack(mortals.restartTogether());
        scene.recipient(mortals.host(), "analytics", MORTAL);
        sending.join();
        return scene.finish();
    }

    private Observed late(Scene scene) {
        scene.recipient(recipients, "analytics", WITHOUT_FAULT);
        startOthers(scene);
        scene.send(events / 2, events, BRISK);
        scene.recipient(recipients, "crm", WITHOUT_FAULT);
        scene.send(events, events, BRISK);
        return scene.finish();
    }

    private Observed replaced(Scene scene) {
        int compared = events * 3 / 4;
        Role old = scene.recipient(recipients, "analytics", WITHOUT_FAULT);
        startOthers(scene);
        scene.send(events / 2, events, BRISK);
        scene.recipient(recipients, "analytics-v2", WITHOUT_FAULT);
        scene.send(compared, events, BRISK);
        Trial trial = scene.trial();
        scene.settle(() -> trial.handledOf("analytics", compared) == compared
                && trial.handledOf("analytics-v2", compared) == compared);
        trial.noteCounters(compared);
        scene.remove("analytics", old);
        scene.send(events, events, BRISK);
        return scene.finish();
    }

    private void startOthers(Scene scene) {
        scene.recipient(recipients, "notifications", WITHOUT_FAULT);
        scene.recipient(recipients, "billing", WITHOUT_FAULT);
    }
}
