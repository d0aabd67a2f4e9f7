package coffee.brew.inbox;

import static coffee.brew.inbox.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.envelope.HeaderNames;
import coffee.brew.inbox.OrdersTopic.Event;
import coffee.brew.infra.LocalServersTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
        value = LocalServersTestResource.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_ledger"),
            @ResourceArg(name = "topics", value = OrdersTopic.TOPICS)
        })
class LogTest {
    @Inject
    OrdersTopic topic;

    @Inject
    OrdersChannel channel;

    @Test
    void eachEventOfABatchIsLoggedOnBehalfOfItsOwnCallerInOneLine() {
        // Given
        String order = OrdersTopic.newOrder();
        List<ProducerRecord<byte[], byte[]>> records =
                IntStream.range(0, 3).mapToObj(i -> callOf(order, i)).toList();
        try (Lines log = new Lines()) {
            // When
            channel.whilePaused(() -> topic.sendRecords(records));
            // Then
            eventually().until(() -> log.about(order).size() == 3);
            assertThat(log.about(order)).allSatisfy(line -> assertThat(line).doesNotContain("\n"));
            assertThat(log.about(order))
                    .map(line -> line.replaceAll(".* version=", "version="))
                    .map(line -> line.replaceAll("eventId=\\S+ ", ""))
                    .containsExactly(
                            "version=1 user=user-0_forged scopes=orders:0",
                            "version=2 user=user-1_forged scopes=orders:1",
                            "version=3 user=user-2_forged scopes=orders:2");
        }
    }

    private static ProducerRecord<byte[], byte[]> callOf(String order, int i) {
        ProducerRecord<byte[], byte[]> sent = Event.of(order, i + 1).toRecord();
        OrdersTopic.put(sent, HeaderNames.AGGREGATE_ID, order + "\nforged");
        OrdersTopic.put(sent, HeaderNames.USER_ID, "user-" + i + "\nforged");
        OrdersTopic.put(sent, HeaderNames.SCOPES, "orders:" + i);
        return sent;
    }

    private static final class Lines extends Handler implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final PatternFormatter line = new PatternFormatter("%s user=%X{user-id} scopes=%X{scopes}");
        private final Logger logger = Logger.getLogger(KafkaInbox.class.getPackageName());

        private Lines() {
            logger.setLevel(Level.DEBUG);
            logger.addHandler(this);
        }

        private List<String> about(String order) {
            return lines.stream().filter(each -> each.contains(order)).toList();
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(line.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setLevel(null);
        }
    }
}
