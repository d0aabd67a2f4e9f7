package coffee.brew.inbox.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.contract.AggregateId;
import coffee.brew.contract.EventTypes;
import coffee.brew.contract.Topics;
import coffee.brew.contract.orders.v1.OrderCreated;
import coffee.brew.envelope.EventIds;
import coffee.brew.envelope.HeaderNames;
import coffee.brew.infra.LocalServersTestResource;
import com.google.protobuf.Timestamp;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AnalyticsConsumerTest.AsOnThePage.class)
@WithTestResource(
        value = LocalServersTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "brew_analytics"))
class AnalyticsConsumerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Path PAGE = Path.of("../../docs/add-a-consumer.md");
    private static final Path SOURCE = Path.of("src/test/java/coffee/brew/inbox/example/AnalyticsConsumer.java");
    private static final Path MIGRATION =
            Path.of("src/test/resources/db/analytics/V20260103000000__create_counted_orders.sql");

    /** This consumer alone, with the page's own properties. */
    public static class AsOnThePage implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Properties properties = new Properties();
            try {
                properties.load(new StringReader(codeOnPage("properties")));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            Map<String, String> overrides = new HashMap<>();
            properties.stringPropertyNames().forEach(name -> overrides.put(name, properties.getProperty(name)));
            overrides.put("quarkus.flyway.locations", "db/inbox,db/analytics");
            overrides.put("quarkus.arc.exclude-types", "coffee.brew.inbox.Ledger*");
            return overrides;
        }
    }

    @Test
    void ordersAreCountedOncePerCurrencyAndDayHoweverOftenTheyCome() throws Exception {
        // Given
        LocalDate day = LocalDate.of(2026, 1, 31);
        List<ProducerRecord<String, byte[]>> orders =
                List.of(order(day, "EUR", 2599), order(day, "EUR", 401), order(day, "KZT", 100_000));
        ProducerRecord<String, byte[]> last = order(day.plusDays(1), "EUR", 1);
        // When
        send(orders);
        send(orders);
        send(List.of(last));
        awaitRows("SELECT * FROM revenue WHERE day = '2026-02-01'", 1);
        awaitRows("SELECT * FROM processed_events", 4);
        query("DELETE FROM processed_events RETURNING 1");
        send(orders);
        // Then
        awaitRows("SELECT * FROM processed_events", 3);
        assertThat(query("SELECT day::text, currency, orders, amount_cents FROM revenue ORDER BY day, currency"))
                .containsExactly("2026-01-31 EUR 2 3000", "2026-01-31 KZT 1 100000", "2026-02-01 EUR 1 1");
    }

    @Test
    void pageShowsTheConsumerThatRunsHere() throws IOException {
        // Given
        String source = Files.readString(SOURCE);
        // When
        String shown = codeOnPage("java");
        // Then
        assertThat(shown).isEqualTo(source.substring(source.indexOf("/**")));
        assertThat(codeOnPage("sql")).isEqualTo(Files.readString(MIGRATION));
    }

    /** The first block of that language. */
    static String codeOnPage(String language) {
        try {
            Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(PAGE));
            if (!block.find()) {
                throw new IllegalStateException(PAGE + " has no block in " + language);
            }
            return block.group(1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProducerRecord<String, byte[]> order(LocalDate day, String currency, long amountCents) {
        UUID orderId = UUID.randomUUID();
        OrderCreated order = OrderCreated.newBuilder()
                .setId(orderId.toString())
                .setCurrency(currency)
                .setAmountCents(amountCents)
                .setCreatedAt(
                        Timestamp.newBuilder().setSeconds(day.atTime(23, 59).toEpochSecond(ZoneOffset.UTC)))
                .build();
        String aggregateId = AggregateId.ofOrder(orderId);
        ProducerRecord<String, byte[]> event = new ProducerRecord<>(Topics.ORDERS, aggregateId, order.toByteArray());
        Map.of(
                        HeaderNames.EVENT_ID,
                        EventIds.next().toString(),
                        HeaderNames.EVENT_TYPE,
                        EventTypes.ORDER_CREATED,
                        HeaderNames.AGGREGATE_ID,
                        aggregateId,
                        HeaderNames.AGGREGATE_VERSION,
                        "1")
                .forEach((name, value) -> event.headers().add(name, value.getBytes(UTF_8)));
        return event;
    }

    private static void send(List<ProducerRecord<String, byte[]>> events) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", setting("kafka.bootstrap.servers")),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (ProducerRecord<String, byte[]> event : events) {
                producer.send(event).get();
            }
        }
    }

    private static void awaitRows(String sql, int rows) {
        await().atMost(TIMEOUT).until(() -> query(sql).size() == rows);
    }

    private static List<String> query(String sql) throws SQLException {
        try (Connection owner = DriverManager.getConnection(
                        setting("quarkus.datasource.jdbc.url"),
                        setting("quarkus.flyway.username"),
                        setting("quarkus.flyway.password"));
                Statement statement = owner.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join(" ", row));
            }
            return rows;
        }
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
