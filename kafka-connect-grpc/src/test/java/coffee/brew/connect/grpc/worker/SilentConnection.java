package coffee.brew.connect.grpc.worker;

import static org.awaitility.Awaitility.await;

import coffee.brew.connect.grpc.tape.TapeServer;
import coffee.brew.connect.grpc.tape.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A connection on which nothing comes any more, though nobody has closed it. gRPC asks after 10 s at the earliest. */
final class SilentConnection {
    private final TapeServer server = TapeServer.start();
    private final Wire wire = new Wire(server.port());

    /** Creates a connector and freezes its connection after the first message. */
    void begin(StockWorker stock) {
        try {
            server.tape().growTo(1);
            Map<String, String> config = stock.quickStart(wire.port());
            config.put("kafka.topic", "tape.silent");
            config.put("grpc.keepalive.time.ms", "10000");
            config.put("grpc.keepalive.timeout.ms", "1000");
            config.put("grpc.reconnect.interval.ms", "100");
            stock.worker().rest().put("silent", config);
            await().atMost(StockWorker.TIMEOUT).until(() -> server.tape().sent() == 1);
            wire.freeze();
            server.tape().growTo(2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
