package coffee.brew.sandbox.stack;

import java.util.Optional;

/**
 * What runs in a node: one of Brew's services, or a worker of Kafka Connect, {@code connect-N}, which has neither
 * database nor gRPC.
 *
 * @param module the Maven module, which is also its folder
 * @param readyPath answers 200 when the node is ready
 */
public record NodeKind(String module, String readyPath, Optional<Service> service) {
    /** A worker of Kafka Connect with the gRPC source connector. */
    public static final NodeKind CONNECT = new NodeKind("kafka-connect-grpc", "/health", Optional.empty());

    /** The first worker, which {@code ./brewctl connect up} starts. */
    public static final String FIRST_WORKER = "connect-1";

    /**
     * The kind of a node.
     *
     * @throws IllegalArgumentException when no node can have the name
     */
    public static NodeKind of(String nodeName) {
        return nodeName.matches("connect-[1-9]") ? CONNECT : of(Service.ofNode(nodeName));
    }

    private static NodeKind of(Service service) {
        return new NodeKind(service.module(), NodeProbe.READY, Optional.of(service));
    }
}
