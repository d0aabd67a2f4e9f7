package coffee.brew.signup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcFanoutTest {
    private static final String DEADLINE = "--timeout=30s";
    private static final int MS = 1_000;

    private final List<RoleRun> listeners = new ArrayList<>();

    @AfterEach
    void stopListeners() {
        listeners.forEach(RoleRun::close);
    }

    @Test
    void sequentialSenderWaitsForTheSumOfItsRecipients() {
        // Given
        String targets = targets(listener("a", "--delay=30ms"), listener("b", "--delay=60ms"));
        // When
        RoleRun sender = send(targets, "--users=10", DEADLINE);
        // Then
        assertThat(sender.exitCode()).isZero();
        assertThat(waitedUs(sender)).hasSize(10).allMatch(waited -> waited >= 90 * MS);
    }

    @Test
    void parallelSenderWaitsForTheSlowestRecipientAndNotForTheSum() {
        // Given
        String targets =
                targets(listener("a", "--delay=200ms"), listener("b", "--delay=200ms"), listener("c", "--delay=200ms"));
        // When
        RoleRun sender = send(targets, "--users=5", "--parallel", DEADLINE);
        // Then
        List<Long> waited = waitedUs(sender).stream().sorted().toList();
        assertThat(waited).hasSize(5).allMatch(us -> us >= 200 * MS);
        assertThat(waited.get(waited.size() / 2)).isLessThan(600 * MS);
    }

    @Test
    void deadRecipientIsUnavailableAndNeverStopsTheOthers() {
        // Given
        RoleRun dead = listener("dead");
        String targets = targets(dead, listener("alive"));
        dead.close();
        for (String mode : List.of("--parallel=false", "--parallel=true")) {
            // When
            RoleRun sender = send(targets, "--users=5", mode, DEADLINE);
            // Then
            assertThat(sender.exitCode()).isEqualTo(1);
            assertThat(calls(sender, 0)).hasSize(5).allMatch(call -> isCode(call, "Unavailable"));
            assertThat(calls(sender, 1)).hasSize(5).allMatch(call -> call.get("accepted")
                    .asBoolean());
        }
        assertThat(listeners.get(1).customers()).hasSize(10);
    }

    @Test
    void recipientThatHangsCostsTheDeadlineAndHasNothing() {
        // Given
        RoleRun hanging = listener("hanging", "--hang");
        RoleRun alive = listener("alive");
        // When
        RoleRun sender = send(targets(hanging, alive), "--users=3", "--timeout=200ms");
        // Then
        assertThat(sender.exitCode()).isEqualTo(1);
        assertThat(calls(sender, 0))
                .allMatch(call -> isCode(call, "DeadlineExceeded"))
                .allMatch(call -> call.get("dur_us").asLong() >= 190 * MS);
        assertThat(hanging.customers()).isEmpty();
        alive.awaitCustomers(3);
    }

    @Test
    void recipientThatRefusesIsAskedSuccessfullyButTheExitCodeTells() {
        // Given
        RoleRun refusing = listener("refusing", "--reject=50", "--reject-reason=no more customers");
        // When
        RoleRun sender = send(targets(refusing), "--users=10", DEADLINE);
        // Then
        assertThat(sender.exitCode()).isEqualTo(1);
        assertThat(calls(sender, 0)).allMatch(call -> isCode(call, "OK"));
        assertThat(calls(sender, 0).stream()
                        .filter(call -> !call.get("accepted").asBoolean())
                        .map(call -> call.get("reason").asText()))
                .hasSize(5)
                .containsOnly("no more customers");
        assertThat(refusing.customers()).hasSize(5);
    }

    @Test
    void retriesMendFailuresAsFarAsTheBudgetGoes() {
        // Given
        RoleRun failing = listener("failing", "--fail=20");
        RoleRun hopeless = listener("hopeless", "--fail=100");
        // When
        RoleRun without = send(targets(failing), "--users=20", DEADLINE);
        RoleRun mended = send(targets(failing), "--users=20", "--retries=2", "--retry-budget=100", DEADLINE);
        RoleRun beyond = send(targets(hopeless), "--users=30", "--retries=2", DEADLINE);
        // Then
        assertThat(calls(without, 0).stream().filter(call -> isCode(call, "Unavailable")))
                .hasSize(4)
                .allMatch(call -> call.get("attempts").asInt() == 1);
        assertThat(mended.exitCode()).isZero();
        assertThat(calls(mended, 0)).anyMatch(call -> call.get("attempts").asInt() == 2);
        assertThat(calls(beyond, 0).stream()
                        .mapToInt(call -> call.get("attempts").asInt() - 1)
                        .sum())
                .as("retries of 30 calls that all fail")
                .isBetween(1, 5);
    }

    @Test
    void hedgingAsksTwiceOnlyWhenItIsTurnedOn() {
        // Given
        RoleRun slow = listener("slow", "--delay=150ms");
        // When
        RoleRun plain = send(targets(slow), "--users=2", DEADLINE);
        RoleRun hedged = send(targets(slow), "--users=2", "--hedge-after=20ms", DEADLINE);
        // Then
        assertThat(calls(plain, 0)).allMatch(call -> call.get("attempts").asInt() == 1);
        assertThat(hedged.exitCode()).isZero();
        assertThat(calls(hedged, 0)).allMatch(call -> call.get("attempts").asInt() == 2);
    }

    @Test
    void linesForPeopleAreThoseOfTheReferenceDesign() {
        // Given
        RoleRun listener = RoleRun.start("grpc-listener", "--addr=:0", "--name=analytics");
        listeners.add(listener);
        String address = listener.address();
        RoleRun dead = listener("dead");
        String deadAddress = dead.address();
        dead.close();
        // When
        RoleRun sender =
                RoleRun.of("grpc-broadcast", "--targets=" + address + "," + deadAddress, "--users=1", DEADLINE);
        // Then
        assertThat(String.join("\n", sender.lines()))
                .containsPattern("(?m)^--- event #1 customer_id=[0-9a-f-]{36} ---$")
                .containsPattern("(?m)^-> " + Pattern.quote(address) + " OK accepted=true dur=[0-9.]+ms$")
                .containsPattern(
                        "(?m)^-> " + Pattern.quote(deadAddress) + " FAIL code=Unavailable dur=[0-9.]+ms err=.+");
        listener.awaitLine(Pattern.compile(
                "^\\[analytics] got customer_id=[0-9a-f-]{36} email=user-1@example.com loyalty_tier=silver$"));
    }

    private RoleRun listener(String name, String... behaviour) {
        RoleRun listener = RoleRun.start(Stream.concat(
                        Stream.of("grpc-listener", "--addr=:0", "--output=json", "--name=" + name),
                        Stream.of(behaviour))
                .toArray(String[]::new));
        listeners.add(listener);
        return listener;
    }

    private static String targets(RoleRun... recipients) {
        return "--targets=" + Stream.of(recipients).map(RoleRun::address).collect(Collectors.joining(","));
    }

    private static RoleRun send(String... arguments) {
        return RoleRun.of(Stream.concat(Stream.of("grpc-broadcast", "--output=json"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static List<Long> waitedUs(RoleRun sender) {
        return sender.events().stream()
                .map(event -> event.get("waited_us").asLong())
                .toList();
    }

    private static Collection<JsonNode> calls(RoleRun sender, int recipient) {
        return sender.events().stream()
                .map(event -> event.get("calls").get(recipient))
                .toList();
    }

    private static boolean isCode(JsonNode call, String code) {
        return call.get("code").asText().equals(code);
    }
}
