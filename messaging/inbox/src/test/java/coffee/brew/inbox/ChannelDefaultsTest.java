package coffee.brew.inbox;

import static coffee.brew.inbox.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.infra.LocalServersTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConnector;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Test;

/** The application under test names topic and group of its channels and nothing else; this is what they run with. */
@QuarkusTest
@WithTestResource(
        value = LocalServersTestResource.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_ledger"),
            @ResourceArg(name = "topics", value = OrdersTopic.TOPICS)
        })
class ChannelDefaultsTest {
    @Inject
    OrdersTopic topic;

    @Inject
    OrdersChannel channel;

    @Inject
    KafkaClientService clients;

    @Inject
    @Connector("smallrye-kafka")
    KafkaConnector connector;

    @Test
    void aConsumerBeginsAtTheBeginningAndNeverCommitsByItself() {
        // When
        Map<String, ?> configuration = channel.consumer().configuration();
        // Then
        assertThat(configuration.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG)).isEqualTo("earliest");
        assertThat(configuration.get(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG)).isEqualTo("false");
        assertThat(configuration.get(ConsumerConfig.ISOLATION_LEVEL_CONFIG)).isEqualTo("read_committed");
        assertThat(configuration.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG)).isEqualTo("500");
        assertThat(configuration.get(ConsumerConfig.FETCH_MIN_BYTES_CONFIG)).isEqualTo("1");
        assertThat(configuration.get(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG))
                .isEqualTo(ByteArrayDeserializer.class.getName());
        assertThat(configuration.get(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG))
                .isEqualTo(ByteArrayDeserializer.class.getName());
    }

    @Test
    void theBrokerBalancesTheGroup() {
        // Given
        eventually().until(() -> !channel.assignment().isEmpty());
        // When
        List<GroupType> types =
                OrdersTopic.get(topic.admin()
                                .describeConsumerGroups(List.of("ledger"))
                                .all())
                        .values()
                        .stream()
                        .map(ConsumerGroupDescription::type)
                        .toList();
        // Then
        assertThat(types).containsExactly(GroupType.CONSUMER);
    }

    @Test
    void deadLettersAreWrittenForGood() {
        // When
        KafkaProducer<byte[], byte[]> producer = clients.getProducer("inbox-dead-letters");
        // Then
        assertThat(producer.configuration().get(ProducerConfig.ACKS_CONFIG)).isEqualTo("all");
        assertThat(producer.configuration().get(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG))
                .isEqualTo("true");
        assertThat(producer.configuration().get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG))
                .isEqualTo("5000");
    }

    @Test
    void healthDoesNotDependOnKafka() {
        // When
        List<HealthReport> reports = List.of(connector.getLiveness(), connector.getReadiness(), connector.getStartup());
        // Then
        assertThat(reports)
                .allSatisfy(report -> assertThat(report.getChannels()).isEmpty());
    }
}
