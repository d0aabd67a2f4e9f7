package coffee.brew.system;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** What services export their spans to: OTLP over gRPC, as a collector speaks it. */
final class OtlpReceiver extends TraceServiceGrpc.TraceServiceImplBase {
    private static final HexFormat HEX = HexFormat.of();

    private final Queue<Exported> spans = new ConcurrentLinkedQueue<>();
    private final Server server;

    /**
     * A span as it was received.
     *
     * @param node the process that made it
     */
    record Exported(
            String service,
            String node,
            String name,
            Span.SpanKind kind,
            String traceId,
            String spanId,
            String parentId,
            long endNanos,
            Map<String, String> attributes) {

        private static Exported of(Map<String, String> resource, Span span) {
            return new Exported(
                    resource.getOrDefault("service.name", ""),
                    resource.getOrDefault("service.instance.id", ""),
                    span.getName(),
                    span.getKind(),
                    HEX.formatHex(span.getTraceId().toByteArray()),
                    HEX.formatHex(span.getSpanId().toByteArray()),
                    HEX.formatHex(span.getParentSpanId().toByteArray()),
                    span.getEndTimeUnixNano(),
                    texts(span.getAttributesList()));
        }
    }

    private OtlpReceiver(InetSocketAddress address) throws IOException {
        server = NettyServerBuilder.forAddress(address).addService(this).build().start();
    }

    /** On a free port of loopback, until the JVM ends. */
    static OtlpReceiver start() {
        try {
            return new OtlpReceiver(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** What came of a trace until now. */
    List<Exported> trace(String traceId) {
        return spans.stream().filter(span -> span.traceId.equals(traceId)).toList();
    }

    @Override
    public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> answer) {
        for (ResourceSpans from : request.getResourceSpansList()) {
            Map<String, String> resource = texts(from.getResource().getAttributesList());
            from.getScopeSpansList()
                    .forEach(scope -> scope.getSpansList().forEach(span -> spans.add(Exported.of(resource, span))));
        }
        answer.onNext(ExportTraceServiceResponse.getDefaultInstance());
        answer.onCompleted();
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey, each -> each.getValue().getStringValue(), (one, other) -> one));
    }
}
