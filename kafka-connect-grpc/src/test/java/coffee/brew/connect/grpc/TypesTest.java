package coffee.brew.connect.grpc;

import static coffee.brew.connect.grpc.TapeConfig.with;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.connect.grpc.sampler.Sample;
import coffee.brew.connect.grpc.sampler.SamplerServer;
import coffee.brew.connect.grpc.sampler.Samples;
import coffee.brew.connect.grpc.sampler.WayBack;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every type of proto3 comes out as it went in. */
class TypesTest {
    private static SamplerServer server;

    @BeforeAll
    static void start() {
        server = new SamplerServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<SourceRecord> read(String... keysAndValues) {
        Map<String, String> config = with(
                TapeConfig.plain(server.port()),
                "grpc.service.name",
                "sampler.v1.SamplerService",
                "grpc.method.name",
                "Draw",
                "grpc.stream.end",
                "finish");
        try (TaskRun task = new TaskRun(with(config, keysAndValues))) {
            return List.copyOf(task.start().pollUntilRecords(Samples.ALL.size()).records());
        }
    }

    /** Through Kafka Connect's own converter, into bytes and out again. */
    private static SchemaAndValue converted(SourceRecord record) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true"), false);
            byte[] bytes = converter.fromConnectData(record.topic(), record.valueSchema(), record.value());
            return converter.toConnectData(record.topic(), bytes);
        }
    }

    @Test
    void structsHoldEverythingAndConvertersKeepIt() {
        // When
        List<SourceRecord> records = read("grpc.value.timestamp", "exact");
        // Then
        assertThat(records)
                .extracting(sent -> WayBack.ofStruct((Struct) sent.value()))
                .isEqualTo(Samples.ALL);
        assertThat(records)
                .extracting(sent -> WayBack.ofStruct((Struct) converted(sent).value()))
                .isEqualTo(Samples.ALL);
        assertThat(records)
                .extracting(SourceRecord::valueSchema)
                .containsOnly(records.get(0).valueSchema());
    }

    @Test
    void jsonHoldsEverything() {
        assertThat(read("grpc.value.format", "json"))
                .extracting(sent -> WayBack.ofJson((String) sent.value()))
                .isEqualTo(Samples.ALL);
    }

    @Test
    void bytesAreTheMessage() {
        assertThat(read("grpc.value.format", "bytes"))
                .extracting(sent -> parsed((byte[]) sent.value()))
                .isEqualTo(Samples.ALL);
    }

    private static Sample parsed(byte[] bytes) {
        try {
            return Sample.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void absentIsNullAndZeroIsZero() {
        // When
        List<Struct> structs =
                read().stream().map(sent -> (Struct) sent.value()).toList();
        // Then
        Struct nothing = structs.get(0);
        Struct zeros = structs.get(structs.size() - 1);
        for (String optional : List.of("maybe_int32", "maybe_string", "inner", "time", "int32_value", "text_choice")) {
            assertThat(nothing.get(optional)).as(optional).isNull();
            assertThat(zeros.get(optional)).as(optional).isNotNull();
        }
        assertThat(nothing.getInt32("an_int32")).isZero();
        assertThat(nothing.getArray("words")).isEmpty();
    }

    @Test
    void typesThatConnectDoesNotHaveAreAsConfigured() {
        // When
        Struct plain = (Struct) read().get(1).value();
        Struct high = (Struct) read("grpc.value.uint64", "int64").get(2).value();
        // Then
        Schema time = plain.schema().field("time").schema();
        assertThat(time.name()).isEqualTo(Timestamp.LOGICAL_NAME);
        assertThat(plain.get("time")).isEqualTo(new java.util.Date(1_700_000_000_123L));
        assertThat(high.getInt64("a_uint64")).isEqualTo(-1);
        assertThat(high.getInt64("a_uint32")).isEqualTo(0xffff_ffffL);
        assertThat(high.getString("a_colour")).isEqualTo(String.valueOf(Integer.MAX_VALUE));
    }

    @Test
    void messagesThatContainThemselvesAreJson() {
        // When
        Struct struct = (Struct) read().get(1).value();
        // Then
        assertThat(struct.getStruct("tree").getArray("branches"))
                .singleElement()
                .asString()
                .contains("\"leaf\"");
        assertThat(struct.getString("same")).contains("\"anInt32\":1");
    }

    @Test
    void everySingularFieldMayBeAKeyAndAHeader() {
        // Given
        Stream<String> singular = Sample.getDescriptor().getFields().stream()
                .filter(field -> !field.isRepeated())
                .map(com.google.protobuf.Descriptors.FieldDescriptor::getName);
        String headers = singular.collect(java.util.stream.Collectors.joining(","));
        // When
        SourceRecord full = read("grpc.header.fields", headers, "grpc.key.field", "inner.deep.number")
                .get(1);
        // Then
        assertThat(full.key()).isEqualTo(Long.MIN_VALUE);
        Struct value = (Struct) full.value();
        full.headers()
                .forEach(header -> assertThat(header.value()).as(header.key()).isEqualTo(value.get(header.key())));
    }
}
