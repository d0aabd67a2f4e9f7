package coffee.brew.query;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** A request that nobody can read is its caller's fault, and is refused with words. */
@GlobalInterceptor
@ApplicationScoped
class RequestRefusals implements ServerInterceptor {
    private static final int FILTER_PRIORITY = 10;

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata metadata, ServerCallHandler<ReqT, RespT> next) {
        if (call.getMethodDescriptor().getType() != MethodDescriptor.MethodType.UNARY) {
            return next.startCall(call, metadata);
        }
        ReadCall<ReqT, RespT> read = new ReadCall<>(call);
        return read.listener(next.startCall(read, metadata));
    }

    /** The transport refuses a message over its limit by itself, and says nothing more: this adds the words. */
    void explainOversize(@Observes Filters filters) {
        filters.register(
                context -> {
                    context.addHeadersEndHandler(ignored -> explain(context));
                    context.next();
                },
                FILTER_PRIORITY);
    }

    private static void explain(RoutingContext context) {
        MultiMap headers = context.response().headers();
        String oversize = Integer.toString(Status.Code.RESOURCE_EXHAUSTED.value());
        if (oversize.equals(headers.get("grpc-status")) && !headers.contains("grpc-message")) {
            headers.set("grpc-message", "the request is larger than the service accepts");
        }
    }

    /** Used on the call's own context only. */
    private static final class ReadCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
        private boolean requestRead;

        ReadCall(ServerCall<ReqT, RespT> call) {
            super(call);
        }

        ServerCall.Listener<ReqT> listener(ServerCall.Listener<ReqT> next) {
            return new SimpleForwardingServerCallListener<>(next) {
                @Override
                public void onMessage(ReqT message) {
                    requestRead = true;
                    super.onMessage(message);
                }
            };
        }

        /** A request that cannot be parsed never arrives: for the stub, which only knows that, an internal error. */
        @Override
        public void close(Status status, Metadata trailers) {
            boolean unread = !requestRead && status.getCode() == Status.Code.INTERNAL;
            super.close(unread ? unreadable() : status, trailers);
        }

        private Status unreadable() {
            return Status.INVALID_ARGUMENT.withDescription("the request cannot be parsed as that of "
                    + getMethodDescriptor().getFullMethodName());
        }
    }
}
