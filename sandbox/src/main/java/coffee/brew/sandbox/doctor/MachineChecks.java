package coffee.brew.sandbox.doctor;

import coffee.brew.infra.LocalServerException;
import coffee.brew.infra.PostgresAccount;
import coffee.brew.sandbox.stack.Distribution;
import coffee.brew.sandbox.stack.NodePorts;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The machine itself. */
final class MachineChecks {
    private static final int JAVA_MIN = 17;
    private static final long MB = 1024L * 1024;
    /** Six services, broker, database and supervisor: 2.6 GB as measured. */
    private static final long MEMORY_NEEDED_MB = 3_000;

    private static final long DISK_NEEDED_MB = 2_000;

    private final Path project;
    private final Path directory;

    MachineChecks(Path project, Path directory) {
        this.project = project;
        this.directory = directory;
    }

    List<Diagnosis> examine() {
        List<Diagnosis> findings = new ArrayList<>();
        findings.add(java());
        findings.add(memory());
        findings.add(disk());
        findings.add(account());
        findings.add(folder());
        findings.add(built());
        return findings;
    }

    static Diagnosis ports(Map<String, Integer> ports) {
        List<String> taken = new ArrayList<>();
        ports.forEach((node, port) -> {
            try {
                NodePorts.requireFree(port, node);
            } catch (SandboxException e) {
                taken.add("%d (%s)".formatted(port, node));
            }
        });
        return taken.isEmpty()
                ? Diagnosis.ok("ports", "free: " + ports)
                : Diagnosis.fail(
                        "ports", "taken: " + taken, "end what listens there, or: ./brewctl up --port NODE=PORT");
    }

    private static Diagnosis java() {
        Path home = Path.of(System.getProperty("java.home"));
        String found = "Java %s in %s".formatted(Runtime.version().feature(), home);
        if (Runtime.version().feature() < JAVA_MIN) {
            return Diagnosis.fail("java", found, "install a JDK 17 or newer and set JAVA_HOME");
        }
        return Files.isExecutable(home.resolve("bin/javac"))
                ? Diagnosis.ok("java", found)
                : Diagnosis.fail("java", found + ", without a compiler", "install a JDK, not a JRE, and set JAVA_HOME");
    }

    private static Diagnosis memory() {
        OptionalLong availableMb = availableMemoryMb();
        if (availableMb.isEmpty()) {
            return Diagnosis.ok("memory", "unknown on this system; %d MB are needed".formatted(MEMORY_NEEDED_MB));
        }
        String found = "%d MB available, %d needed".formatted(availableMb.getAsLong(), MEMORY_NEEDED_MB);
        return availableMb.getAsLong() >= MEMORY_NEEDED_MB
                ? Diagnosis.ok("memory", found)
                : Diagnosis.warn("memory", found, "end some programs, or start less: ./brewctl up --only order-1");
    }

    private static OptionalLong availableMemoryMb() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private Diagnosis disk() {
        try {
            long freeMb = Files.getFileStore(project).getUsableSpace() / MB;
            String found = "%d MB free at %s, %d needed".formatted(freeMb, project, DISK_NEEDED_MB);
            return freeMb >= DISK_NEEDED_MB
                    ? Diagnosis.ok("disk", found)
                    : Diagnosis.fail("disk", found, "make room, for instance with: ./brewctl reset");
        } catch (IOException e) {
            return Diagnosis.warn("disk", "cannot be asked: " + e.getMessage(), "");
        }
    }

    /** PostgreSQL does not run as root; as root it needs another identity, which has to reach the folder. */
    private Diagnosis account() {
        try {
            PostgresAccount account = PostgresAccount.choose();
            account.requireReach(directory);
            return Diagnosis.ok("account", "PostgreSQL runs as " + account.name());
        } catch (LocalServerException e) {
            return Diagnosis.fail("account", e.what(), e.advice());
        }
    }

    private Diagnosis folder() {
        Path place = Files.exists(directory) ? directory : project;
        return Files.isWritable(place)
                ? Diagnosis.ok("folder", directory.toString())
                : Diagnosis.fail("folder", place + " cannot be written", "see who owns it: ls -ld " + place);
    }

    private Diagnosis built() {
        Distribution distribution = new Distribution(project);
        List<String> missing = Arrays.stream(Service.values())
                .filter(service -> !distribution.has(service))
                .map(Service::module)
                .toList();
        return missing.isEmpty()
                ? Diagnosis.ok("build", "all services are built")
                : Diagnosis.fail("build", "not built: " + missing, "build with: ./mvnw package -DskipTests");
    }
}
