package coffee.brew.signup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessTest {
    @Test
    void sigtermEndsAListenerInGoodOrder() throws IOException, InterruptedException {
        try (RoleProcess listener = RoleProcess.start("grpc-listener", "--addr=:0")) {
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
        try (RoleProcess host = RoleProcess.start("host")) {
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
}
