package coffee.brew.sandbox.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NodePortsTest {
    private int port;

    @SuppressWarnings("NullAway.Init")
    private InetSocketAddress address;

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere ports cannot be kept, and it says so")
    void keptPortIsTheNodesAlone() throws IOException {
        try (NodePorts kept = NodePorts.keep(Map.of("query-1", port));
                Socket anybody = new Socket()) {
            for (int start = 0; start < 2; start++) {
                try (ServerSocket node = new ServerSocket()) {
                    node.setReuseAddress(true);
                    node.bind(address);
                    assertThat(node.isBound()).isTrue();
                }
            }
            anybody.setReuseAddress(false);
            assertThatThrownBy(() -> anybody.bind(address)).isInstanceOf(BindException.class);

            kept.close();
            anybody.bind(address);
        }
    }

    @Test
    void portOfAConnectionIsRefused() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket connection = new Socket()) {
            connection.setReuseAddress(false);
            connection.bind(address);
            connection.connect(server.getLocalSocketAddress());

            assertThatThrownBy(() -> NodePorts.keep(Map.of("query-1", port)))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining("port " + port + ", which query-1 needs, is taken");
        }
    }
}
