package coffee.brew.connect.grpc.stream;

import io.grpc.Status;

/** What to look at when the server has refused for good. */
final class Remedy {
    private Remedy() {}

    static String of(Status.Code code) {
        return switch (code) {
            case UNIMPLEMENTED ->
                " (check grpc.service.name and grpc.method.name; without grpc.proto.descriptor the"
                        + " server needs reflection)";
            case INVALID_ARGUMENT -> " (check grpc.request.message)";
            case UNAUTHENTICATED -> " (check grpc.metadata and grpc.tls)";
            case PERMISSION_DENIED -> " (the server knows the caller and does not allow this call)";
            case NOT_FOUND -> " (check what grpc.request.message asks for)";
            case OUT_OF_RANGE ->
                " (the server no longer has what follows the stored position: what is between is lost;"
                        + " reset the connector's offsets to go on)";
            default -> "";
        };
    }
}
