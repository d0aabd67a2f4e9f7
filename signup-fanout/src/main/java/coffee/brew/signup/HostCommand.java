package coffee.brew.signup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Several roles in one process, for {@code ./brewctl compare}: a JVM for each would keep a small machine busy for longer
 * than the comparison. Reads {@code start ID ARGUMENT…} and {@code stop ID}, parts separated by tabs; writes {@code ID out
 * LINE}, {@code ID err LINE} and {@code ID end CODE}. Ends with its standard input, and so with its parent.
 */
@Command(name = "host", hidden = true, description = "Several roles in one process, for ./brewctl compare.")
final class HostCommand implements Callable<Integer> {
    private static final String TAB = "\t";

    private final PrintStream out = System.out;
    private final Map<String, Thread> roles = new ConcurrentHashMap<>();

    @Override
    public Integer call() throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = orders.readLine()) != null) {
            List<String> order = List.of(line.split(TAB, -1));
            switch (order.get(0)) {
                case "start" -> start(order.get(1), order.subList(2, order.size()));
                case "stop" -> stop(order.get(1));
                default -> throw new IllegalArgumentException("no such order: " + order.get(0));
            }
        }
        // Nobody reads what the roles would still say.
        Runtime.getRuntime().halt(0);
        return 0;
    }

    private void start(String id, List<String> arguments) {
        Thread role = new Thread(() -> run(id, arguments), id);
        role.setDaemon(true);
        roles.put(id, role);
        role.start();
    }

    private void stop(String id) {
        Thread role = roles.remove(id);
        if (role != null) {
            role.interrupt();
        }
    }

    private void run(String id, List<String> arguments) {
        CommandLine role = Signup.commandLine()
                .setOut(TaggedLines.writer(out, id + TAB + "out" + TAB))
                .setErr(TaggedLines.writer(out, id + TAB + "err" + TAB));
        int code = role.execute(arguments.toArray(String[]::new));
        TaggedLines.print(out, id + TAB + "end" + TAB + code);
    }
}
