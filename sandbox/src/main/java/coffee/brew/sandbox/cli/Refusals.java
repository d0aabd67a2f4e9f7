package coffee.brew.sandbox.cli;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;

/** A service's refusal as text: the status, what it says, and every field that it complains about. */
final class Refusals {
    private Refusals() {}

    static String text(StatusRuntimeException refused) {
        List<String> lines = new ArrayList<>();
        String description = refused.getStatus().getDescription();
        lines.add(refused.getStatus().getCode() + (description == null ? "" : ": " + description));
        com.google.rpc.Status status = StatusProto.fromThrowable(refused);
        if (status != null) {
            status.getDetailsList().forEach(detail -> lines.addAll(violations(detail)));
        }
        return String.join(System.lineSeparator() + "  ", lines);
    }

    private static List<String> violations(Any detail) {
        if (!detail.is(BadRequest.class)) {
            return List.of();
        }
        try {
            return detail.unpack(BadRequest.class).getFieldViolationsList().stream()
                    .map(violation -> violation.getField() + ": " + violation.getDescription())
                    .toList();
        } catch (InvalidProtocolBufferException e) {
            return List.of("(details that cannot be read)");
        }
    }
}
