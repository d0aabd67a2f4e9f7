package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.envelope.CallContext;
import coffee.brew.envelope.EventIds;
import coffee.brew.envelope.HeaderNames;
import coffee.brew.infra.LocalServersTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
        value = LocalServersTestResource.class,
        initArgs = {@ResourceArg(name = "database", value = "thing"), @ResourceArg(name = "topics", value = "things:6")
        })
@NullUnmarked
class OutboxInQuarkusTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Inject
    Pool pool;

    @Inject
    Outbox outbox;

    @Inject
    Backlog backlog;

    @Inject
    MeterRegistry meters;

    @Inject
    Config config;

    @TestHTTPResource
    URI baseUri;

    @Test
    void recordCarriesEveryHeaderOfTheContract() {
        // Given
        String key = "thing-" + UUID.randomUUID();
        Map<String, String> stored = new HashMap<>(new CallContext("trace-1", "tenant-1", "user-1", "a b").toHeaders());
        stored.put(HeaderNames.TRACEPARENT, TRACEPARENT);
        stored.put(HeaderNames.TRACESTATE, "vendor=1");
        OutboxEvent event = event(key, stored);
        // When
        pool.withTransaction(tx -> outbox.append(tx, event)).await().atMost(TIMEOUT);
        // Then
        ConsumerRecord<String, byte[]> record = theRecord(key);
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), TestTopic.header(record, header.key()));
        }
        assertThat(headers.remove(HeaderNames.OUTBOX_ID)).matches("[1-9][0-9]*");
        assertThat(headers)
                .isEqualTo(Map.ofEntries(
                        Map.entry(HeaderNames.EVENT_ID, event.eventId().toString()),
                        Map.entry(HeaderNames.EVENT_TYPE, "thing.changed"),
                        Map.entry(HeaderNames.AGGREGATE_ID, key),
                        Map.entry(HeaderNames.AGGREGATE_VERSION, "1"),
                        Map.entry(HeaderNames.SOURCE, "thing-service"),
                        Map.entry(HeaderNames.PUBLISHER_NODE, "thing-1"),
                        Map.entry(HeaderNames.CONTENT_TYPE, "application/x-protobuf"),
                        Map.entry(HeaderNames.TRACE_ID, "trace-1"),
                        Map.entry(HeaderNames.TENANT_ID, "tenant-1"),
                        Map.entry(HeaderNames.USER_ID, "user-1"),
                        Map.entry(HeaderNames.SCOPES, "a b"),
                        Map.entry(HeaderNames.TRACEPARENT, TRACEPARENT),
                        Map.entry(HeaderNames.TRACESTATE, "vendor=1")));
        assertThat(record.headers()).hasSize(14);
    }

    @Test
    void backlogAndMetersFollowTheRelay() {
        // Given
        double before = meters.counter("brew.outbox.published").count();
        String key = "thing-" + UUID.randomUUID();
        // When
        pool.withTransaction(tx -> outbox.append(tx, event(key, Map.of())))
                .await()
                .atMost(TIMEOUT);
        // Then
        await().atMost(TestDatabase.TIMEOUT)
                .until(() -> meters.counter("brew.outbox.published").count() == before + 1);
        await().atMost(TestDatabase.TIMEOUT)
                .until(() -> backlog.pendingEvents() == 0 && backlog.oldestAge().isZero());
    }

    @Test
    void readinessDoesNotKnowTheBrokerAndWellnessDoes() throws Exception {
        // Given
        URI health = baseUri.resolve("/q/health/");
        // When
        String ready = get(health.resolve("ready"));
        String well = get(health.resolve("well"));
        // Then
        assertThat(ready).contains("UP").doesNotContainIgnoringCase("kafka").doesNotContain("outbox");
        assertThat(well).contains("outbox", "oldest-age-ms", "parked-keys", "UP");
    }

    private static String get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static OutboxEvent event(String key, Map<String, String> headers) {
        return new OutboxEvent(EventIds.next(), "things", key, 1, "thing.changed", Buffer.buffer("payload"), headers);
    }

    private ConsumerRecord<String, byte[]> theRecord(String key) {
        return await().atMost(TestDatabase.TIMEOUT)
                .until(
                        () ->
                                TestTopic.records(config.getValue("kafka.bootstrap.servers", String.class), "things")
                                        .stream()
                                        .filter(record -> record.key().equals(key))
                                        .toList(),
                        records -> records.size() == 1)
                .get(0);
    }
}
