package coffee.brew.calls;

import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Gives each unary call what this package promises. */
@GlobalInterceptor
@ApplicationScoped
class CallInterceptor implements ServerInterceptor {
    private final CallDrain drain;

    CallInterceptor(CallDrain drain) {
        this.drain = drain;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata metadata, ServerCallHandler<ReqT, RespT> next) {
        if (call.getMethodDescriptor().getType() != MethodType.UNARY) {
            return next.startCall(call, metadata);
        }
        CurrentCall current = CurrentCall.of(metadata, HttpRequests.responseToCurrent());
        ServedCall<ReqT, RespT> served = new ServedCall<>(call, current, drain);
        return served.listener(Contexts.interceptCall(current.inContext(), served, metadata, next));
    }
}
