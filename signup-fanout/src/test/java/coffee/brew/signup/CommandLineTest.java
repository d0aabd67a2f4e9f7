package coffee.brew.signup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class CommandLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                             | which role",
                "dance                                        | dance",
                "grpc-broadcast                               | no targets",
                "grpc-broadcast --targets ,                   | no targets",
                "grpc-broadcast --targets here                | not an address",
                "grpc-broadcast --targets :1 --timeout 3      | not a duration",
                "grpc-broadcast --targets :1 --timeout 0      | --timeout must be more than 0",
                "grpc-broadcast --targets :1 --users 0        | --users must be at least 1",
                "grpc-broadcast --targets :1 --rate -1        | --rate must be 0 to",
                "grpc-broadcast --targets :1 --retries 5      | --retries must be 0 to 4",
                "grpc-broadcast --targets :1 --retry-budget 0 | --retry-budget must be a percentage",
                "grpc-listener --addr 50061                   | not an address",
                "grpc-listener --addr :70000                  | not an address",
                "grpc-listener --addr 0.0.0.0:0               | not loopback",
                "grpc-listener --addr :0 --fail 101           | --fail must be a percentage",
                "grpc-listener --addr :0 --crash-after -1     | --crash-after must not be negative",
                "grpc-listener --addr :0 --delay 5            | not a duration",
                "kafka-broadcast --partitions 0               | --partitions must be at least 1",
                "kafka-listener                               | no group",
            })
    void wrongArgumentsAreToldAndExitWith2(String arguments, String told) {
        // When
        RoleRun role = RoleRun.of(arguments == null ? new String[0] : arguments.split(" ", -1));
        // Then
        assertThat(role.exitCode()).isEqualTo(2);
        assertThat(role.err()).contains(told);
        assertThat(role.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc-listener", "grpc-broadcast", "kafka-listener", "kafka-broadcast"})
    void everyRoleShowsItsOptionsAndExitCodes(String role) {
        // When
        RoleRun help = RoleRun.of(role, "--help");
        // Then
        assertThat(help.exitCode()).isZero();
        assertThat(String.join("\n", help.lines())).contains("Usage:", "--output", "Exit codes:");
    }

    @Test
    void portThatIsTakenIsToldAndExitsWith3() {
        try (RoleRun first = RoleRun.start("grpc-listener", "--addr", ":0", "--name", "analytics")) {
            // Given
            String taken = first.address();
            // When
            RoleRun second = RoleRun.of("grpc-listener", "--addr", taken, "--name", "billing");
            // Then
            assertThat(second.exitCode()).isEqualTo(3);
            assertThat(second.err())
                    .contains("which billing needs, is taken by another program")
                    .contains("--addr");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka-broadcast", "kafka-listener --group analytics"})
    void kafkaThatDoesNotAnswerIsToldAndExitsWith4(String arguments) {
        // When
        RoleRun role = RoleRun.of((arguments + " --bootstrap 127.0.0.1:1").split(" ", -1));
        // Then
        assertThat(role.exitCode()).isEqualTo(4);
        assertThat(role.err()).contains("127.0.0.1:1").contains("./brewctl up");
    }

    @Test
    void flagsOfTheReferenceDesignAreUnderstood() {
        try (RoleRun listener = RoleRun.start("grpc-listener", "-addr=:0", "-name", "analytics")) {
            // When
            RoleRun sender = RoleRun.of(
                    "grpc-broadcast", "-targets", listener.address(), "-users=2", "-parallel=false", "-timeout", "30s");
            // Then
            assertThat(sender.exitCode()).as(sender.err()).isZero();
        }
    }
}
