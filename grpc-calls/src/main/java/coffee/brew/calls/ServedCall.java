package coffee.brew.calls;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call from its request to its answer; in flight from the end of the request on. */
final class ServedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
    private static final Status STOPPING =
            Status.UNAVAILABLE.withDescription("this replica is stopping, repeat the call");

    private final CurrentCall current;
    private final CallDrain drain;
    private final AtomicBoolean inFlight = new AtomicBoolean();
    private volatile boolean requestRead;
    private volatile boolean answerDropped;

    ServedCall(ServerCall<ReqT, RespT> call, CurrentCall current, CallDrain drain) {
        super(call);
        this.current = current;
        this.drain = drain;
    }

    ServerCall.Listener<ReqT> listener(ServerCall.Listener<ReqT> next) {
        return new SimpleForwardingServerCallListener<>(next) {
            @Override
            public void onMessage(ReqT message) {
                requestRead = true;
                super.onMessage(message);
            }

            @Override
            public void onHalfClose() {
                inFlight.set(true);
                if (drain.begin()) {
                    super.onHalfClose();
                } else {
                    close(STOPPING, new Metadata());
                }
            }

            @Override
            public void onCancel() {
                super.onCancel();
                end();
            }
        };
    }

    /** Written to a stream that is closed, a message would take the connection down, with the calls of others on it. */
    @Override
    public void sendHeaders(Metadata headers) {
        answerDropped = current.isClosed();
        if (!answerDropped) {
            super.sendHeaders(headers);
        }
    }

    @Override
    public void sendMessage(RespT message) {
        if (!answerDropped) {
            super.sendMessage(message);
        }
    }

    /** A request that cannot be parsed never arrives: for the stub, which only knows that, an internal error. */
    @Override
    public void close(Status status, Metadata trailers) {
        boolean unread = !requestRead && status.getCode() == Status.Code.INTERNAL;
        try {
            if (answerDropped) {
                super.close(Status.CANCELLED, new Metadata());
            } else {
                super.close(unread ? unreadable() : status, trailers);
            }
        } finally {
            end();
        }
    }

    private void end() {
        if (inFlight.compareAndSet(true, false)) {
            drain.end();
        }
    }

    private Status unreadable() {
        return Status.INVALID_ARGUMENT.withDescription("the request cannot be parsed as that of "
                + getMethodDescriptor().getFullMethodName());
    }
}
