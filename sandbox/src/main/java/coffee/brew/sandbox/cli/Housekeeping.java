package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.Orphans;
import coffee.brew.sandbox.stack.StackFolder;
import java.nio.file.Path;

/** Cleans up after demos that were killed. */
final class Housekeeping {
    private Housekeeping() {}

    static void sweep() {
        for (Path demo : Workspace.abandonedDemos()) {
            Orphans.end(demo);
            StackFolder.delete(demo);
        }
    }
}
