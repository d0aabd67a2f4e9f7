package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.doctor.Diagnosis;
import coffee.brew.sandbox.doctor.Doctor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description = {
            "Looks whether this machine can run Brew, and whether a running stack is well; says what to do next.",
            "",
            "Exit code 1 when something fails; a warning is no failure."
        },
        footer = "  ./brewctl doctor")
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Override
    public Integer call() {
        List<Diagnosis> findings = new Doctor(Workspace.project(), Workspace.brew(), UpCommand.PORTS).examine();
        output.result(findings, () -> text(findings));
        return findings.stream().anyMatch(finding -> finding.level() == Diagnosis.Level.FAIL)
                ? ExitCodes.CHECK_FAILED
                : ExitCodes.OK;
    }

    private static String text(List<Diagnosis> findings) {
        Table table = new Table("", "WHAT", "FOUND", "WHAT TO DO");
        findings.forEach(finding -> table.row(finding.level(), finding.what(), finding.found(), finding.advice()));
        return table.text();
    }
}
