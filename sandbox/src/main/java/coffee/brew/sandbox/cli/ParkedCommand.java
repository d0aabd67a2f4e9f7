package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.parked.ParkedKey;
import coffee.brew.sandbox.parked.ParkedKeys;
import coffee.brew.sandbox.stack.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "parked",
        description = {
            "Shows orders whose events the broker does not take, and lets the relay try them again.",
            "",
            "Events of such an order wait, in their order; those of other orders go on. Exit code 1 when an order to be"
                    + " tried again is not parked."
        },
        footer = {"  ./brewctl parked", "  ./brewctl parked --requeue order-0199a6c5-0000-7000-8000-000000000000"})
final class ParkedCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Option(names = "--requeue", paramLabel = "KEY", description = "Try this key again; may be repeated.")
    private List<String> requeue = List.of();

    @Override
    public Integer call() {
        ParkedKeys keys = new ParkedKeys(Workspace.running().database(Service.ORDER));
        if (requeue.isEmpty()) {
            List<ParkedKey> parked = keys.list();
            output.result(parked, () -> text(parked));
            return ExitCodes.OK;
        }
        Map<String, Boolean> requeued = new LinkedHashMap<>();
        requeue.forEach(key -> requeued.put(key, keys.requeue(key)));
        output.result(requeued, () -> text(requeued));
        return requeued.containsValue(false) ? ExitCodes.CHECK_FAILED : ExitCodes.OK;
    }

    private static String text(List<ParkedKey> parked) {
        if (parked.isEmpty()) {
            return "no key is parked";
        }
        Table table = new Table("KEY", "WAITING", "ATTEMPTS", "SINCE", "WHY");
        parked.forEach(key -> table.row(
                key.aggregateId(),
                key.waiting(),
                key.attempts(),
                key.parkedAt(),
                key.errorClass() + " " + key.errorText()));
        return table.text();
    }

    private static String text(Map<String, Boolean> requeued) {
        Table table = new Table("KEY", "RESULT");
        requeued.forEach((key, done) -> table.row(key, done ? "will be tried again" : "is not parked"));
        return table.text();
    }
}
