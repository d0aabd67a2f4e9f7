package coffee.brew.connect.grpc;

import static coffee.brew.connect.grpc.TapeConfig.resuming;
import static coffee.brew.connect.grpc.TapeConfig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffee.brew.connect.grpc.tape.Pki;
import coffee.brew.connect.grpc.tape.TapeServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with the source: who is believed, who is not, and what the task says then. */
class TlsTest {
    private static final String HOST = "127.0.0.1";
    private static final String PASSWORD = "k3y-passw0rd";
    private static final Pki AUTHORITY = new Pki("tape authority");

    @TempDir
    private Path directory;

    private @Nullable TapeServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Serves one number; to those alone whom the client authority has signed, if there is one. */
    private TapeServer serve(Pki.Identity identity, @Nullable Pki clients) {
        TapeServer started = TapeServer.secured(identity.credentials(clients));
        started.tape().growTo(1);
        server = started;
        return started;
    }

    private String file(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> tls(TapeServer server, Pki trusted) {
        return with(
                resuming(server.port()),
                "grpc.tls.enabled",
                "true",
                "grpc.tls.ca.cert",
                file("ca.pem", trusted.certificate()));
    }

    private Map<String, String> mutual(Map<String, String> tls, Pki.Identity identity) {
        return with(
                tls,
                "grpc.tls.client.cert",
                file("client.pem", identity.certificate()),
                "grpc.tls.client.key",
                file("client.key", identity.key()));
    }

    private static void assertReads(Map<String, String> config) {
        try (TaskRun task = new TaskRun(config)) {
            assertThat(task.start().pollUntilRecords(1).numbers()).containsExactly(1L);
        }
    }

    private static void assertFails(Map<String, String> config, String... reasons) {
        try (TaskRun task = new TaskRun(with(config, "grpc.reconnect.enabled", "false"))) {
            task.start();
            assertThatThrownBy(() -> task.pollUntilRecords(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContainingAll(reasons);
        }
    }

    @Test
    void serverThatTheAuthorityHasSignedIsRead() {
        // Given
        TapeServer tape = serve(AUTHORITY.identity(HOST), null);
        // When, Then
        assertReads(tls(tape, AUTHORITY));
    }

    @Test
    void serverOfAnotherAuthorityIsRefused() {
        // Given
        TapeServer tape = serve(new Pki("somebody else").identity(HOST), null);
        // When, Then
        assertFails(tls(tape, AUTHORITY), "not trusted", "somebody else");
    }

    @Test
    void withoutAnAuthorityOfOurOwnThoseOfTheJvmCount() {
        // Given
        TapeServer tape = serve(AUTHORITY.identity(HOST), null);
        // When, Then
        assertFails(with(resuming(tape.port()), "grpc.tls.enabled", "true"), "not trusted");
    }

    @Test
    void expiredServerIsRefusedWithItsDates() {
        // Given
        Instant anHourAgo = Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        TapeServer tape = serve(AUTHORITY.identity(HOST, anHourAgo), null);
        // When, Then
        assertFails(tls(tape, AUTHORITY), "is valid from", anHourAgo.toString());
    }

    @Test
    void serverOfAnotherNameIsReadUnderThatNameAlone() {
        // Given
        TapeServer tape = serve(AUTHORITY.identity("tape.example"), null);
        // When, Then
        assertFails(tls(tape, AUTHORITY), "another name", "tape.example");
        assertReads(with(tls(tape, AUTHORITY), "grpc.tls.authority", "tape.example"));
        assertThat(tape.authorities()).containsOnly("tape.example");
    }

    @Test
    void serverThatWantsTlsAndOneThatDoesNotAreToldApart() {
        // Given
        TapeServer secured = serve(AUTHORITY.identity(HOST), null);
        // When, Then
        assertFails(resuming(secured.port()), "does it want TLS?");
        try (TapeServer plain = TapeServer.start()) {
            assertFails(tls(plain, AUTHORITY), "does not speak TLS");
        }
    }

    @Test
    void mutualTlsTakesACertificateThatTheServerTrustsAndNoOther() {
        // Given
        TapeServer tape = serve(AUTHORITY.identity(HOST), AUTHORITY);
        Map<String, String> config = tls(tape, AUTHORITY);
        // When, Then
        assertReads(mutual(config, AUTHORITY.identity("connector")));
        assertFails(config, "client certificate");
        assertFails(mutual(config, new Pki("somebody else").identity("connector")), "client certificate");
        assertFails(
                mutual(config, AUTHORITY.identity("connector", Instant.now().minus(1, ChronoUnit.HOURS))),
                "client certificate");
    }

    @Test
    void encryptedKeyIsOpenedWithItsPassword() {
        // Given
        TapeServer tape = serve(AUTHORITY.identity(HOST), AUTHORITY);
        Pki.Identity client = AUTHORITY.identity("connector");
        Map<String, String> config = with(
                mutual(tls(tape, AUTHORITY), client),
                "grpc.tls.client.key",
                file("encrypted.key", client.keyUnder(PASSWORD)));
        // When, Then
        assertReads(with(config, "grpc.tls.client.key.password", PASSWORD));
    }

    @Test
    void keyThatDoesNotOpenFailsTheTaskAndValidationWithoutAWordOfThePassword() {
        // Given
        TapeServer tape = serve(AUTHORITY.identity(HOST), AUTHORITY);
        Pki.Identity client = AUTHORITY.identity("connector");
        Map<String, String> config = with(
                mutual(tls(tape, AUTHORITY), client),
                "grpc.tls.client.key",
                file("encrypted.key", client.keyUnder("another")),
                "grpc.tls.client.key.password",
                PASSWORD);
        try (TaskRun task = new TaskRun(config)) {
            task.start();
            // When, Then
            assertThatThrownBy(() -> task.pollUntilRecords(1))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("encrypted.key")
                    .hasStackTraceContaining("does not open with the password")
                    .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain(PASSWORD));
        }
        assertThat(new GrpcSourceConnector().validate(config).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .extracting(ConfigValue::name, value -> value.toString().contains(PASSWORD))
                .containsExactly("grpc.tls.client.cert", false);
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void rotatedFilesCountFromTheNextConnectionOn() {
        // Given
        TapeServer tape = serve(AUTHORITY.identity(HOST), AUTHORITY);
        Map<String, String> config = mutual(tls(tape, AUTHORITY), AUTHORITY.identity("connector"));
        try (TaskRun task = new TaskRun(config)) {
            task.start().pollUntilRecords(1);
            // When
            Pki next = new Pki("next authority");
            tape.secure(next.identity(HOST).credentials(next));
            task.pollUntil(() -> task.reconnects() >= 2);
            mutual(tls(tape, next), next.identity("connector"));
            tape.tape().growTo(2);
            // Then
            assertThat(task.pollUntilRecords(2).numbers()).containsExactly(1L, 2L);
        }
    }

    @Test
    void fileThatIsAwayDuringARotationEndsNothing() throws IOException {
        // Given
        TapeServer tape = serve(AUTHORITY.identity(HOST), null);
        Map<String, String> config = tls(tape, AUTHORITY);
        try (TaskRun task = new TaskRun(config)) {
            task.start().pollUntilRecords(1);
            // When
            Files.delete(directory.resolve("ca.pem"));
            tape.restart();
            task.pollUntil(() -> task.reconnects() >= 2);
            tls(tape, AUTHORITY);
            tape.tape().growTo(2);
            // Then
            assertThat(task.pollUntilRecords(2).numbers()).containsExactly(1L, 2L);
        }
    }
}
