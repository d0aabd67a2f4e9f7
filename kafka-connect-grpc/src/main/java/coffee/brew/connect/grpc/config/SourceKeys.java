package coffee.brew.connect.grpc.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** What is called, and what its messages look like. */
public final class SourceKeys {
    public static final String HOST = "grpc.server.host";
    public static final String PORT = "grpc.server.port";
    public static final String SERVICE = "grpc.service.name";
    public static final String METHOD = "grpc.method.name";
    public static final String REQUEST = "grpc.request.message";
    public static final String POLL_INTERVAL_MS = "grpc.poll.interval.ms";
    public static final String STREAM_END = "grpc.stream.end";
    public static final String DESCRIPTOR = "grpc.proto.descriptor";

    private static final int PORT_MAX = 65_535;
    private static final long DAY_MS = 86_400_000;

    private SourceKeys() {}

    static void define(ConfigDef definition) {
        KeyGroup keys = new KeyGroup(definition, "Source");
        keys.required(
                HOST,
                ConfigDef.Type.STRING,
                Checks.nonBlank("Name the host of the gRPC server, without a scheme."),
                Width.MEDIUM,
                "Host",
                "Host name or address of the gRPC server.");
        keys.required(
                PORT, ConfigDef.Type.INT, Checks.between(1, PORT_MAX), Width.SHORT, "Port", "Port of the gRPC server.");
        keys.required(
                SERVICE,
                ConfigDef.Type.STRING,
                Checks.nonBlank("Name the service with its package, as orders.v1.QueryService."),
                Width.MEDIUM,
                "Service",
                "Full name of the service, with its package.");
        keys.required(
                METHOD,
                ConfigDef.Type.STRING,
                Checks.nonBlank("Name the method as the .proto file writes it."),
                Width.MEDIUM,
                "Method",
                "Name of the method. A server-streaming method is read as a stream; a unary one is called again and"
                        + " again. Methods that take a stream are refused.");
        keys.optional(
                REQUEST,
                ConfigDef.Type.STRING,
                "{}",
                Checks.requestMessages(),
                Importance.HIGH,
                "Request message",
                "The request as proto JSON: an object, or an array of objects. Each object is a stream of its own with"
                        + " a position of its own; they are spread over as many tasks as tasks.max allows. Checked"
                        + " against the descriptor.");
        keys.optional(
                POLL_INTERVAL_MS,
                ConfigDef.Type.LONG,
                1_000L,
                Checks.between(0, DAY_MS),
                Importance.MEDIUM,
                "Poll interval",
                "Milliseconds between the answer to a call of a unary method and the next call.");
        keys.choice(
                STREAM_END,
                "reconnect",
                List.of("reconnect", "finish"),
                "When a stream ends",
                "What the end of a stream with status OK means: call again, or it is all there is. A task whose"
                        + " streams have all finished stays running and idle.");
        keys.optional(
                DESCRIPTOR,
                ConfigDef.Type.STRING,
                null,
                Checks.any(),
                Importance.HIGH,
                "Descriptor set",
                "Where the messages are described: the path of a FileDescriptorSet on every worker (protoc"
                        + " --include_imports --descriptor_set_out=...), or such a set in base64. Without it the"
                        + " server is asked by gRPC server reflection.");
    }
}
