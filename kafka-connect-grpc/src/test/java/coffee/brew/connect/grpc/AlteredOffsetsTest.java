package coffee.brew.connect.grpc;

import static coffee.brew.connect.grpc.TapeConfig.plain;
import static coffee.brew.connect.grpc.TapeConfig.resuming;
import static coffee.brew.connect.grpc.TapeConfig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A position that is set by hand is one that the stream can be resumed from. */
class AlteredOffsetsTest {
    private static final Map<String, String> PARTITION = Map.of("stream", "tape.v1.TapeService/Play {}");

    private final Map<String, String> config =
            with(resuming(1), "grpc.proto.descriptor", "target/test-classes/test-protos.binpb");
    private final GrpcSourceConnector connector = new GrpcSourceConnector();

    private boolean alter(Map<String, String> properties, Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(partition, offset);
        return connector.alterOffsets(properties, offsets);
    }

    @Test
    void partitionAndOffsetSerializeInOneWayOnly() {
        // Two entries have two orders, and Kafka Connect compares bytes.
        assertThat(new SourcePartitions("tape.v1.TapeService/Play").of("{}"))
                .isEqualTo(PARTITION)
                .hasSize(1);
        assertThat(SourcePartitions.offset("42")).hasSize(1);
    }

    @Test
    void positionOfTheRightTypeIsTaken() {
        assertThat(alter(config, PARTITION, Map.of("position", "42"))).isTrue();
        assertThat(alter(config, PARTITION, Map.of("position", 42L))).isTrue();
    }

    @Test
    void removalIsAlwaysTaken() {
        assertThat(alter(config, PARTITION, null)).isTrue();
        assertThat(alter(plain(1), PARTITION, null)).isTrue();
    }

    @Test
    void positionOfTheWrongTypeIsRefused() {
        assertThatThrownBy(() -> alter(config, PARTITION, Map.of("position", "forty-two")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("forty-two")
                .hasMessageContaining("int64");
    }

    @Test
    void otherShapesAreRefusedWithTheRightOne() {
        assertThatThrownBy(() -> alter(config, PARTITION, Map.of("offset", "42")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("position");
        assertThatThrownBy(() -> alter(config, Map.of("filename", "x"), Map.of("position", "42")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("tape.v1.TapeService/Play");
    }

    @Test
    void partitionThatIsNotConfiguredIsRefused() {
        assertThatThrownBy(() -> alter(
                        config,
                        Map.of("stream", "tape.v1.TapeService/Play {\"tape\":\"x\"}"),
                        Map.of("position", "42")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("none of this connector");
    }

    @Test
    void positionWithoutAResumeFieldIsRefused() {
        assertThatThrownBy(() -> alter(plain(1), PARTITION, Map.of("position", "42")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("grpc.resume.response.field");
    }
}
