package coffee.brew.connect.grpc;

import coffee.brew.connect.grpc.config.DeliveryKeys;
import coffee.brew.connect.grpc.config.GrpcSourceConfig;
import coffee.brew.connect.grpc.config.RecordKeys;
import coffee.brew.connect.grpc.config.SourceKeys;
import coffee.brew.connect.grpc.proto.DynamicMethod;
import coffee.brew.connect.grpc.proto.FieldPath;
import coffee.brew.connect.grpc.proto.FieldValue;
import coffee.brew.connect.grpc.proto.PositionField;
import coffee.brew.connect.grpc.proto.RequestMessage;
import coffee.brew.connect.grpc.proto.TimestampField;
import coffee.brew.connect.grpc.proto.TopicField;
import coffee.brew.connect.grpc.proto.ValueConversion;
import com.google.protobuf.DynamicMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the configuration says about the messages, bound to the method's descriptors. Absent is what was not asked for. */
record MethodFields(
        DynamicMethod method,
        Map<String, DynamicMessage> requests,
        @Nullable PositionField position,
        @Nullable PositionField requestPosition,
        @Nullable FieldValue key,
        @Nullable TimestampField timestamp,
        @Nullable TopicField topic,
        Map<String, FieldValue> headers,
        @Nullable ValueConversion value) {

    static MethodFields of(GrpcSourceConfig config, DynamicMethod method, Blame blame) {
        Binder binder = new Binder(config, method, blame);
        PositionField position = binder.path(DeliveryKeys.RESUME_RESPONSE_FIELD, PositionField::of);
        return new MethodFields(
                method,
                binder.requests(),
                position,
                position == null ? null : binder.requestPosition(position),
                binder.path(RecordKeys.KEY_FIELD, path -> FieldValue.of(path, method, config.valueOptions())),
                binder.path(
                        RecordKeys.TIMESTAMP_FIELD,
                        path -> TimestampField.of(path, config.choice(RecordKeys.TIMESTAMP_UNIT, TimeUnit.class))),
                binder.path(RecordKeys.TOPIC_FIELD, TopicField::of),
                binder.headers(),
                blame.on(RecordKeys.VALUE_FORMAT, () -> ValueConversion.of(method, config.valueOptions())));
    }

    private record Binder(GrpcSourceConfig config, DynamicMethod method, Blame blame) {
        <T> @Nullable T path(String key, Function<FieldPath, T> bind) {
            String text = config.text(key);
            return text == null ? null : blame.on(key, () -> bind.apply(FieldPath.of(text, method.responseType())));
        }

        @Nullable
        PositionField requestPosition(PositionField position) {
            String text = config.text(DeliveryKeys.RESUME_REQUEST_FIELD);
            return text == null
                    ? null
                    : blame.on(
                            DeliveryKeys.RESUME_REQUEST_FIELD,
                            () -> position.takenBackBy(FieldPath.of(text, method.requestType())));
        }

        Map<String, DynamicMessage> requests() {
            Map<String, DynamicMessage> requests = new LinkedHashMap<>();
            for (String text : config.requests()) {
                DynamicMessage request = blame.on(SourceKeys.REQUEST, () -> RequestMessage.parse(text, method));
                if (request != null) {
                    requests.put(text, request);
                }
            }
            return requests;
        }

        Map<String, FieldValue> headers() {
            Map<String, FieldValue> headers = new LinkedHashMap<>();
            config.headerFields().forEach((name, path) -> {
                FieldValue value = blame.on(
                        RecordKeys.HEADER_FIELDS,
                        () -> FieldValue.of(FieldPath.of(path, method.responseType()), method, config.valueOptions()));
                if (value != null) {
                    headers.put(name, value);
                }
            });
            return headers;
        }
    }
}
