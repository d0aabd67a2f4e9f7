package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PortsTest {
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere ports cannot be kept, and it says so")
    void givenPortIsOpenToItsServerAndToNobodyElse() throws IOException {
        // Given
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());
        // When
        try (ServerSocket server = new ServerSocket();
                Socket otherProcess = new Socket()) {
            server.setReuseAddress(true);
            otherProcess.setReuseAddress(false);
            // Then
            assertThatThrownBy(() -> otherProcess.bind(address)).isInstanceOf(BindException.class);
            server.bind(address);
            assertThat(server.isBound()).isTrue();
        }
    }
}
