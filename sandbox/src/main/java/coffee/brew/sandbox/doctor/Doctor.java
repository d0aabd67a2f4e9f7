package coffee.brew.sandbox.doctor;

import coffee.brew.sandbox.stack.StackState;
import coffee.brew.sandbox.stack.StateFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at everything that has kept somebody from running Brew. */
public final class Doctor {
    private final Path project;
    private final Path directory;
    private final Map<String, Integer> ports;

    /**
     * @param directory the folder of the stack
     * @param ports the fixed ports by node
     */
    public Doctor(Path project, Path directory, Map<String, Integer> ports) {
        this.project = project;
        this.directory = directory;
        this.ports = ports;
    }

    public List<Diagnosis> examine() {
        List<Diagnosis> findings = new ArrayList<>(new MachineChecks(project, directory).examine());
        Optional<StackState> left = new StateFile(directory).read();
        if (left.isEmpty()) {
            findings.add(MachineChecks.ports(ports));
            findings.add(Diagnosis.ok("stack", "none is running"));
        } else if (left.get().owner().isAlive()) {
            findings.addAll(new StackChecks(left.get()).examine());
        } else {
            findings.add(Diagnosis.fail(
                    "stack", "its supervisor was killed and may have left processes", "clean up with: ./brewctl down"));
        }
        return findings;
    }
}
