package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.check.ConsumerGroups;
import coffee.brew.sandbox.check.ConsumerGroups.Position;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "groups",
        description = "Shows every reader of the orders topic: who owns which partition, and how far it is.",
        footer = {"  ./brewctl groups", "  ./brewctl groups --output json | jq 'map(.lag) | add'"})
final class GroupsCommand implements Runnable {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Override
    public void run() {
        try (ConsumerGroups groups = new ConsumerGroups(Workspace.running().kafka())) {
            List<Position> positions = groups.names().stream()
                    .flatMap(group -> groups.positions(group).stream())
                    .toList();
            output.result(positions, () -> text(positions));
        }
    }

    private static String text(List<Position> positions) {
        Table table = new Table("GROUP", "PARTITION", "OWNER", "COMMITTED", "END", "LAG");
        positions.forEach(position -> table.row(
                position.group(),
                position.partition(),
                position.owner().isEmpty() ? "-" : position.owner(),
                position.committed(),
                position.end(),
                position.lag()));
        return table.text();
    }
}
