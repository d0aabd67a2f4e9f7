package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.Orphans;
import coffee.brew.sandbox.stack.StackFolder;
import java.nio.file.Path;

/** Cleans up after demos that were killed, and after all but the last few that failed. */
final class Housekeeping {
    private static final int FAILED_DEMOS_MAX = 3;

    private Housekeeping() {}

    static void sweep() {
        for (Path demo : Workspace.abandonedDemos()) {
            Orphans.end(demo);
            StackFolder.delete(demo);
        }
        Workspace.failedDemos().stream().skip(FAILED_DEMOS_MAX).forEach(StackFolder::delete);
    }
}
