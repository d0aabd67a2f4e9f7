package coffee.brew.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the build machine may do, and that what it is told to do exists. */
class WorkflowsTest {
    private static final Pattern USES = Pattern.compile("uses: (\\S+)(.*)");
    private static final Pattern PINNED = Pattern.compile("[\\w.-]+/[\\w.-]+@[0-9a-f]{40}");
    private static final Pattern PROFILE = Pattern.compile("(?<=\\s)-P(\\w+)");
    private static final Pattern MODULES = Pattern.compile("(?<=\\s)-pl\\s+(\\S+)");
    private static final Pattern SCRIPT =
            Pattern.compile("(?<=^|\\s)(?:\\./)?(\\.?[\\w-]+(?:/[\\w-]+)*(?:\\.sh|/run|mvnw|brewctl))\\b");
    private static final int MINUTES_MAX = 360;

    static List<Path> workflows() {
        try (Stream<Path> files = Files.list(Tree.ROOT.resolve(".github/workflows"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void actionsAreNamedByCommitWithTheirVersionBeside(Path workflow) {
        List<MatchResult> uses = USES.matcher(Tree.text(workflow)).results().toList();
        assertThat(uses).isNotEmpty().allSatisfy(use -> {
            assertThat(use.group(1)).matches(PINNED);
            assertThat(use.group(2)).matches(" # v\\d+\\.\\d+\\.\\d+");
        });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void tokenMayReadTheSourcesAndNothingElse(Path workflow) {
        Map<String, Object> content = Tree.yaml(workflow).get(0);
        assertThat(Tree.map(content, "permissions")).isEqualTo(Map.of("contents", "read"));
        assertThat(jobs(workflow)).noneMatch(job -> job.containsKey("permissions"));
        assertThat(steps(workflow))
                .filteredOn(step -> step.getOrDefault("uses", "").toString().startsWith("actions/checkout@"))
                .hasSize(jobs(workflow).size())
                .allMatch(step -> Boolean.FALSE.equals(Tree.map(step, "with").get("persist-credentials")));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyJobHasAnEndAndAMachineOfOneVersion(Path workflow) {
        assertThat(jobs(workflow)).isNotEmpty().allSatisfy(job -> {
            assertThat((Integer) job.get("timeout-minutes")).isBetween(1, MINUTES_MAX);
            assertThat(Tree.string(job, "runs-on")).matches("ubuntu-\\d\\d\\.\\d\\d");
        });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void nothingFromOutsideIsPastedIntoACommand(Path workflow) {
        assertThat(commands(workflow)).isNotEmpty().noneMatch(command -> command.contains("${{"));
    }

    /** With it, Compose looks at no profile of the environment, and starts nothing of ours. */
    @ParameterizedTest
    @MethodSource("workflows")
    void composeIsToldItsProfilesByTheEnvironment(Path workflow) {
        assertThat(commands(workflow)).noneMatch(command -> command.contains("--profile"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void commandsNameProfilesModulesAndScriptsThatAreThere(Path workflow) {
        String pom = Tree.text("pom.xml");
        for (String command : commands(workflow)) {
            all(PROFILE, command).forEach(profile -> assertThat(pom).contains("<id>" + profile + "</id>"));
            all(MODULES, command).forEach(modules -> assertThat(modules.split(","))
                    .allSatisfy(module -> assertThat(pom).contains("<module>" + module + "</module>")));
            all(SCRIPT, command)
                    .forEach(script -> assertThat(Tree.ROOT.resolve(script)).isExecutable());
        }
    }

    /** What runs is not what works: an order has to come through. */
    @Test
    void whatWasStartedFromImagesIsGivenAnOrder() {
        for (String job : List.of("images", "native", "cluster")) {
            assertThat(commands(List.of(job(job)))).as(job).anyMatch(command -> command.contains("place-order.sh "));
        }
    }

    /** A schema that changes overnight turns a build red that nobody touched. */
    @Test
    void schemasOfTheOperatorsAreTakenFromACommit() {
        assertThat(Tree.text("k8s/check.sh")).containsPattern("CRDs-catalog/[0-9a-f]{40}/");
    }

    @Test
    void theOldestAndTheNewestJdkRunEveryTest() {
        Map<String, Object> verify = job("verify");
        assertThat(Tree.strings(Tree.map(Tree.map(verify, "strategy"), "matrix"), "java"))
                .containsExactly("17", "25");
    }

    private static Map<String, Object> job(String name) {
        Map<String, Object> verify =
                Tree.yaml(Tree.ROOT.resolve(".github/workflows/verify.yml")).get(0);
        return Tree.map(Tree.map(verify, "jobs"), name);
    }

    private static List<Map<String, Object>> jobs(Path workflow) {
        return Tree.map(Tree.yaml(workflow).get(0), "jobs").values().stream()
                .map(Tree::map)
                .toList();
    }

    private static List<Map<String, Object>> steps(Path workflow) {
        return steps(jobs(workflow));
    }

    private static List<Map<String, Object>> steps(List<Map<String, Object>> jobs) {
        return jobs.stream()
                .flatMap(job -> Tree.list(job, "steps").stream())
                .map(Tree::map)
                .toList();
    }

    private static List<String> commands(Path workflow) {
        return commands(jobs(workflow));
    }

    private static List<String> commands(List<Map<String, Object>> jobs) {
        return steps(jobs).stream()
                .filter(step -> step.containsKey("run"))
                .map(step -> " " + Tree.string(step, "run"))
                .toList();
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
