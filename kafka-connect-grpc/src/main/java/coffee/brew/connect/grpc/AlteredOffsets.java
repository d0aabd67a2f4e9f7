package coffee.brew.connect.grpc;

import coffee.brew.connect.grpc.config.DeliveryKeys;
import coffee.brew.connect.grpc.config.GrpcSourceConfig;
import coffee.brew.connect.grpc.config.SourceKeys;
import coffee.brew.connect.grpc.proto.MethodSchemas;
import coffee.brew.connect.grpc.proto.PositionField;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Positions that somebody sets by hand, checked before they are stored. Removing one is always right. */
final class AlteredOffsets {
    private final GrpcSourceConfig config;
    private final SourcePartitions partitions;

    AlteredOffsets(GrpcSourceConfig config) {
        this.config = config;
        this.partitions = new SourcePartitions(config.method());
    }

    /** Fails with what is wrong with the first that the connector could not resume from. */
    void check(Map<Map<String, ?>, Map<String, ?>> offsets) {
        offsets.forEach((partition, offset) -> {
            if (!SourcePartitions.hasShapeOfPartition(partition)) {
                throw new ConnectException("Partition %s is none of this connector: write it as %s"
                        .formatted(partition, partitions.of("{}")));
            }
            if (offset != null) {
                check(partition, offset);
            }
        });
    }

    private void check(Map<String, ?> partition, Map<String, ?> offset) {
        if (!config.resumes()) {
            throw new ConnectException("This connector resumes nothing, so an offset has no effect: set %s and %s first"
                    .formatted(DeliveryKeys.RESUME_RESPONSE_FIELD, DeliveryKeys.RESUME_REQUEST_FIELD));
        }
        List<Map<String, String>> known =
                config.requests().stream().map(partitions::of).toList();
        if (!known.contains(partition)) {
            throw new ConnectException(
                    "Partition %s is none of this connector, which has %s".formatted(partition, known));
        }
        if (!SourcePartitions.hasShapeOfOffset(offset)) {
            throw new ConnectException("Offset %s is no position: write it as {\"%s\": \"...\"}"
                    .formatted(offset, SourcePartitions.POSITION));
        }
        checkType(String.valueOf(SourcePartitions.position(offset)));
    }

    private void checkType(String position) {
        PositionField field = positionField();
        if (field == null) {
            return;
        }
        try {
            field.check(position);
        } catch (DataException e) {
            throw new ConnectException("Offset: " + e.getMessage(), e);
        }
    }

    /** Null when only the server knows the type: the connector is stopped, and perhaps the server too. */
    private @Nullable PositionField positionField() {
        MethodSchemas schemas = ConfiguredSource.describedSchemas(config);
        if (schemas == null) {
            return null;
        }
        MethodFields fields = MethodFields.of(
                config,
                schemas.method(config.getString(SourceKeys.SERVICE), config.getString(SourceKeys.METHOD)),
                Blame.THROWING);
        return fields.requestPosition() == null ? fields.position() : fields.requestPosition();
    }
}
