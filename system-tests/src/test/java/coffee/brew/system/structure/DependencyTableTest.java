package coffee.brew.system.structure;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The dependency table of docs/architecture.md, on the compiled classes. */
@Execution(ExecutionMode.CONCURRENT)
class DependencyTableTest {
    private static final Path ROOT = Path.of("..");

    /** What a module may use of ours, by package; all else is forbidden. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("contract", List.of()),
            Map.entry("envelope", List.of()),
            Map.entry("outbox", List.of("envelope")),
            Map.entry("inbox", List.of("envelope")),
            Map.entry("calls", List.of()),
            Map.entry("database", List.of()),
            Map.entry("order", List.of("outbox", "inbox", "envelope", "calls", "database", "contract")),
            Map.entry("inventory", List.of("outbox", "inbox", "envelope", "database", "contract")),
            Map.entry("notification", List.of("inbox", "envelope", "database", "contract")),
            Map.entry("query", List.of("inbox", "envelope", "calls", "database", "contract")),
            Map.entry("infra", List.of()),
            Map.entry("sandbox", List.of("infra", "contract")),
            Map.entry("signup", List.of("contract")),
            Map.entry("connect", List.of()));

    private static final Map<String, String> FOLDERS = Map.ofEntries(
            Map.entry("contract", "common-proto"),
            Map.entry("envelope", "messaging/envelope"),
            Map.entry("outbox", "messaging/outbox"),
            Map.entry("inbox", "messaging/inbox"),
            Map.entry("calls", "grpc-calls"),
            Map.entry("database", "database-pool"),
            Map.entry("order", "order-service"),
            Map.entry("inventory", "inventory-service"),
            Map.entry("notification", "notification-service"),
            Map.entry("query", "query-service"),
            Map.entry("infra", "local-infra"),
            Map.entry("sandbox", "sandbox"),
            Map.entry("signup", "signup-fanout"),
            Map.entry("connect", "kafka-connect-grpc"));

    static final List<String> MODULES = MAY_USE.keySet().stream().sorted().toList();

    static final List<String> SERVICES = List.of("order", "inventory", "notification", "query");

    @ParameterizedTest
    @FieldSource("MODULES")
    void moduleUsesOnlyWhatTheTableAllows(String module) {
        String[] allowed = Stream.concat(Stream.of(module), MAY_USE.getOrDefault(module, List.of()).stream())
                .map(name -> "coffee.brew." + name + "..")
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> oursButForbidden = resideInAPackage("coffee.brew..")
                .and(DescribedPredicate.not(resideInAnyPackage(allowed)))
                .as("are ours and not in %s", List.of(allowed));

        noClasses().should().dependOnClassesThat(oursButForbidden).check(classesOf(module));
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void onlyRepositoriesSpeakSql(String service) {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Repository")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "prepare a query",
                        call -> call.getName().equals("preparedQuery")
                                || (call.getName().equals("query")
                                        && call.getTargetOwner().getName().contains("sqlclient"))))
                .check(classesOf(service));
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void servicesNeverAcknowledgeOrSend(String service) {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "acknowledge, refuse or send a message",
                        call -> (call.getTargetOwner().getName().startsWith("org.eclipse.microprofile.reactive")
                                        || call.getTargetOwner().getName().startsWith("io.smallrye.reactive.messaging"))
                                && List.of("ack", "nack", "send", "sendAndAwait", "sendMessage")
                                        .contains(call.getName())))
                .check(classesOf(service));
    }

    private static JavaClasses classesOf(String module) {
        Path classes = ROOT.resolve(FOLDERS.getOrDefault(module, module)).resolve("target/classes/coffee");
        assertThat(classes).as("compiled before this module").satisfies(path -> Files.isDirectory(path));
        return new ClassFileImporter().importPath(classes);
    }
}
