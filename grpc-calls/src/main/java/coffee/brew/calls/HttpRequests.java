package coffee.brew.calls;

import io.grpc.Status;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The HTTP side of calls: what is refused before gRPC sees it, in gRPC's words. */
@ApplicationScoped
class HttpRequests {
    private static final int FILTER_PRIORITY = 10;
    private static final String RESPONSE = "coffee.brew.calls.response";
    private static final String STATUS = "grpc-status";
    private static final String MESSAGE = "grpc-message";
    private static final String ENCODING = "grpc-encoding";
    private static final String PLAIN = "identity";

    /** The response to the request that this thread is serving, where there is one. */
    static @Nullable HttpServerResponse responseToCurrent() {
        Context context = Vertx.currentContext();
        return context == null ? null : context.getLocal(RESPONSE);
    }

    void register(@Observes Filters filters) {
        filters.register(HttpRequests::handle, FILTER_PRIORITY);
    }

    private static void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String type = request.getHeader("content-type");
        if (type == null || !type.startsWith("application/grpc")) {
            context.next();
        } else if (isCompressed(request)) {
            refuseCompressed(request);
        } else {
            Objects.requireNonNull(Vertx.currentContext()).putLocal(RESPONSE, context.response());
            context.addHeadersEndHandler(ignored -> explainOversize(context.response()));
            context.next();
        }
    }

    private static boolean isCompressed(HttpServerRequest request) {
        String encoding = request.getHeader(ENCODING);
        return encoding != null && !encoding.equals(PLAIN);
    }

    /** The server's limit holds for what it receives: a small request would become as large as its sender likes. */
    private static void refuseCompressed(HttpServerRequest request) {
        request.response()
                .putHeader("content-type", "application/grpc")
                .putHeader("grpc-accept-encoding", PLAIN)
                .putHeader(STATUS, Integer.toString(Status.Code.UNIMPLEMENTED.value()))
                .putHeader(MESSAGE, "compressed requests are not accepted, send them as they are")
                .end();
    }

    /** The transport refuses a message over its limit by itself, and says nothing more: this adds the words. */
    private static void explainOversize(HttpServerResponse response) {
        MultiMap headers = response.headers();
        String oversize = Integer.toString(Status.Code.RESOURCE_EXHAUSTED.value());
        if (oversize.equals(headers.get(STATUS)) && !headers.contains(MESSAGE)) {
            headers.set(MESSAGE, "the request is larger than the service accepts");
        }
    }
}
