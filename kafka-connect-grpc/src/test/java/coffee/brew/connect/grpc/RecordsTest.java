package coffee.brew.connect.grpc;

import static coffee.brew.connect.grpc.TapeConfig.resuming;
import static coffee.brew.connect.grpc.TapeConfig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coffee.brew.connect.grpc.tape.Cut;
import coffee.brew.connect.grpc.tape.Tape;
import coffee.brew.connect.grpc.tape.TapeServer;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a message becomes, and what happens when it cannot. */
class RecordsTest {
    private static final byte[] NO_MESSAGE = {(byte) 0xff, (byte) 0xff, (byte) 0xff};

    private final TapeServer server = TapeServer.start();

    @BeforeEach
    void record() {
        server.tape().growTo(3);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<SourceRecord> read(int count, Map<String, String> config) {
        try (TaskRun task = new TaskRun(config)) {
            return task.start().pollUntilRecords(count).records();
        }
    }

    @Test
    void keyTimestampTopicAndHeadersAreFieldsOfTheMessage() {
        // When
        SourceRecord first = read(
                        3,
                        with(
                                resuming(server.port()),
                                "grpc.key.field",
                                "key",
                                "grpc.timestamp.field",
                                "at_ms",
                                "grpc.topic.field",
                                "token",
                                "grpc.header.fields",
                                "tape-number=number,token"))
                .get(0);
        // Then
        assertThat(first.key()).isEqualTo("k1");
        assertThat(first.timestamp()).isEqualTo(Tape.BIRTH_MS + 1);
        assertThat(first.topic()).isEqualTo("t1");
        assertThat(first.headers().lastWithName("tape-number").value()).isEqualTo(1L);
        assertThat(first.headers().lastWithName("token").value()).isEqualTo("t1");
        assertThat(first.sourceOffset()).isEqualTo(Map.of("position", "1"));
    }

    @Test
    void absentTopicFieldLeavesTheConfiguredTopic() {
        // When
        List<SourceRecord> records = read(3, with(resuming(server.port()), "grpc.topic.field", "tape"));
        // Then
        assertThat(records).extracting(SourceRecord::topic).containsOnly("tape");
    }

    @Test
    void valueIsAStructAJsonTextOrTheBytes() throws InvalidProtocolBufferException {
        // When
        SourceRecord struct = read(3, resuming(server.port())).get(2);
        SourceRecord json = read(3, with(resuming(server.port()), "grpc.value.format", "json"))
                .get(2);
        SourceRecord bytes = read(3, with(resuming(server.port()), "grpc.value.format", "bytes"))
                .get(2);
        // Then
        assertThat(struct.valueSchema().name()).isEqualTo("tape.v1.Cut");
        assertThat(TaskRun.number(struct)).isEqualTo(3);
        assertThat(json.valueSchema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(json.value().toString()).contains("\"number\"").contains("\"3\"");
        assertThat(Cut.parseFrom((byte[]) bytes.value()).getNumber()).isEqualTo(3);
    }

    @Test
    void messageThatIsNoneFailsTheTaskAfterWhatCameBefore() {
        // Given
        server.tape().growTo(0);
        server.tape().spoil(2, NO_MESSAGE);
        try (TaskRun task = new TaskRun(resuming(server.port()))) {
            task.start().pollUntil(() -> server.tape().open() == 1);
            // The good and the bad message come out of the queue at once.
            server.tape().growTo(3);
            await().atMost(Duration.ofSeconds(60)).until(() -> task.queued() == 3);
            // When, Then
            assertThatThrownBy(() -> task.pollUntilRecords(3))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("tape.v1.Cut")
                    .hasMessageContaining("errors.tolerance");
            assertThat(task.numbers()).containsExactly(1L);
        }
    }

    @Test
    void toleratedFailureIsPassedOver() {
        // Given
        server.tape().spoil(2, NO_MESSAGE);
        // When
        List<SourceRecord> records = read(2, with(resuming(server.port()), "errors.tolerance", "all"));
        // Then
        assertThat(records).extracting(TaskRun::number).containsExactly(1L, 3L);
    }

    @Test
    void toleratedFailureIsKeptOnTheDeadLetterTopic() {
        // Given
        server.tape().spoil(2, NO_MESSAGE);
        // When
        List<SourceRecord> records = read(
                3,
                with(
                        resuming(server.port()),
                        "errors.tolerance",
                        "all",
                        "errors.deadletterqueue.topic.name",
                        "tape.dlt"));
        // Then
        SourceRecord dead = records.get(1);
        assertThat(dead.topic()).isEqualTo("tape.dlt");
        assertThat((byte[]) dead.value()).isEqualTo(NO_MESSAGE);
        assertThat(dead.headers()
                        .lastWithName("__connect.errors.connector.name")
                        .value())
                .isEqualTo(TapeConfig.name(server.port()));
        assertThat(dead.headers()
                        .lastWithName("__connect.errors.exception.message")
                        .value()
                        .toString())
                .contains("tape.v1.Cut");
    }
}
