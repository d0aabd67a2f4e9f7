package coffee.brew.signup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What was packaged, be it a jar or a native executable, seen from outside. */
class SignupIT {
    private static final String JSON = "--output=json";

    @Test
    void sigtermEndsAListenerInGoodOrder() throws IOException, InterruptedException {
        try (RoleProcess listener = RoleProcess.startPackaged("grpc-listener", "--addr=:0")) {
            // Given
            listener.awaitLine("listens on");
            // When
            listener.process().destroy();
            // Then
            assertThat(listener.exitCode()).isZero();
        }
    }

    @Test
    void hostRunsSeveralRolesAndEndsWithItsParent() throws IOException, InterruptedException {
        try (RoleProcess host = RoleProcess.startPackaged("host")) {
            // Given
            var orders = host.process().outputWriter(UTF_8);
            orders.write("start\tL\tgrpc-listener\t--addr=:0\t--name=analytics\n");
            orders.flush();
            String address = host.awaitLine("L\tout\t[analytics] listens on").replaceAll(".* ", "");
            orders.write("start\tS\tgrpc-broadcast\t--users=1\t--timeout=30s\t--targets=" + address + "\n");
            orders.flush();
            host.awaitLine("S\tend\t0");
            orders.write("stop\tL\n");
            orders.flush();
            host.awaitLine("L\tend\t0");
            // When
            orders.close();
            // Then
            assertThat(host.exitCode()).isZero();
        }
    }

    @Test
    void whatIsCalledIsHandled() throws IOException, InterruptedException {
        // Given
        try (RoleProcess listener = RoleProcess.startPackaged("grpc-listener", "--addr=:0", JSON)) {
            String address = listener.awaitLine("\"listening\"").replaceAll(".*(127\\.0\\.0\\.1:\\d+).*", "$1");
            // When
            try (RoleProcess sender = RoleProcess.startPackaged(
                    "grpc-broadcast", "--users=1", "--timeout=30s", "--targets=" + address, JSON)) {
                // Then
                assertThat(sender.awaitLine("\"accepted\"")).contains("\"accepted\":true", "\"target\"");
                assertThat(sender.exitCode()).isZero();
            }
            assertThat(listener.awaitLine("\"handled_at_us\"")).contains("\"customer_id\"");
        }
    }

    @Test
    void whatIsSentThroughKafkaIsHandledByAGroup() throws IOException, InterruptedException {
        // Given
        TestTopic topic = new TestTopic();
        try (RoleProcess sender = RoleProcess.startPackaged(topic.arguments("kafka-broadcast", "--users=2"))) {
            // When
            assertThat(sender.awaitLine("\"waited_us\"")).contains("\"offset\"");
            assertThat(sender.exitCode()).isZero();
        }
        // Then
        try (RoleProcess listener = RoleProcess.startPackaged(topic.arguments("kafka-listener", "--group=crm"))) {
            assertThat(listener.awaitLine("\"handled_at_us\"")).contains("crm");
            assertThat(listener.awaitLine("\"handled_at_us\"")).contains("crm");
        }
    }

    @Test
    void wrongArgumentIsTold() throws IOException, InterruptedException {
        try (RoleProcess role = RoleProcess.startPackaged("grpc-broadcast", "--users=many")) {
            // When
            String told = role.awaitLine("many");
            // Then
            assertThat(told).contains("--users");
            assertThat(role.exitCode()).isEqualTo(2);
        }
    }
}
