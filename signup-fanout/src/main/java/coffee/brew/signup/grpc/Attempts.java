package coffee.brew.signup.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often a call was sent: the library retries it without a word. */
final class Attempts implements ClientInterceptor {
    static final CallOptions.Key<AtomicInteger> COUNTER = CallOptions.Key.create("attempts");

    @Override
    public <A, B> ClientCall<A, B> interceptCall(MethodDescriptor<A, B> method, CallOptions options, Channel next) {
        AtomicInteger counter = options.getOption(COUNTER);
        return next.newCall(method, counter == null ? options : options.withStreamTracerFactory(new Counting(counter)));
    }

    private static final class Counting extends ClientStreamTracer.Factory {
        private final AtomicInteger counter;

        Counting(AtomicInteger counter) {
            this.counter = counter;
        }

        @Override
        public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
            counter.incrementAndGet();
            return new ClientStreamTracer() {};
        }
    }
}
