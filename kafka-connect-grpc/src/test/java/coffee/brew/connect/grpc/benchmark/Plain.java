package coffee.brew.connect.grpc.benchmark;

import coffee.brew.connect.grpc.tape.Cut;
import coffee.brew.connect.grpc.tape.PlayRequest;
import coffee.brew.connect.grpc.tape.TapeServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What one would write instead of the connector, without any of its promises: a gRPC client that discards what it
 * reads, a producer, or both together. A program of its own, as the worker is.
 */
final class Plain {
    private final long messages;
    private final AtomicLong done = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile long warmNanos;

    private Plain(long messages) {
        this.messages = messages;
    }

    /** Arguments: read, produce or both; the server's port; brokers; topic; how many messages. Prints their rate. */
    public static void main(String[] arguments) throws InterruptedException {
        Plain plain = new Plain(Long.parseLong(arguments[4]));
        String what = arguments[0];
        try (KafkaProducer<byte[], byte[]> producer = what.equals("read") ? null : producer(arguments[2])) {
            if (what.equals("produce") && producer != null) {
                plain.produce(producer, arguments[3]);
            } else {
                plain.read(Integer.parseInt(arguments[1]), producer, arguments[3]);
            }
        }
        System.out.println(plain.rate());
    }

    private static KafkaProducer<byte[], byte[]> producer(String brokers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private void produce(KafkaProducer<byte[], byte[]> producer, String topic) throws InterruptedException {
        byte[] value = Cut.newBuilder()
                .setNumber(messages)
                .setKey("k1")
                .setToken("t" + messages)
                .setAtMs(System.currentTimeMillis())
                .setNoise(com.google.protobuf.ByteString.copyFrom(new byte[ConnectorBenchmark.NOISE_BYTES]))
                .build()
                .toByteArray();
        for (long number = 0; number < messages; number++) {
            send(producer, topic, value);
        }
        end.await();
    }

    private void read(int port, @Nullable KafkaProducer<byte[], byte[]> producer, String topic)
            throws InterruptedException {
        ManagedChannel channel = Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
                .build();
        TapeServiceGrpc.newStub(channel).play(PlayRequest.getDefaultInstance(), new StreamObserver<>() {
            @Override
            public void onNext(Cut cut) {
                if (producer == null) {
                    count();
                } else {
                    send(producer, topic, cut.toByteArray());
                }
            }

            @Override
            public void onError(Throwable failure) {
                if (end.getCount() > 0) {
                    throw new IllegalStateException(failure);
                }
            }

            @Override
            public void onCompleted() {}
        });
        end.await();
        channel.shutdownNow();
    }

    private void send(KafkaProducer<byte[], byte[]> producer, String topic, byte[] value) {
        producer.send(new ProducerRecord<>(topic, value), (metadata, failure) -> {
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
            count();
        });
    }

    private void count() {
        long now = done.incrementAndGet();
        if (now == messages / ConnectorBenchmark.WARM_UP_SHARE) {
            warmNanos = System.nanoTime();
        } else if (now == messages) {
            end.countDown();
        }
    }

    private long rate() {
        long measured = messages - messages / ConnectorBenchmark.WARM_UP_SHARE;
        return (long) (measured * 1e9 / (System.nanoTime() - warmNanos));
    }
}
