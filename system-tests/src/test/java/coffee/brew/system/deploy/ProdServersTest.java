package coffee.brew.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.contract.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kafka.server.KafkaConfig;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;

/** Kafka and PostgreSQL of overlays/prod, as their operators are asked for them. */
class ProdServersTest {
    private final Manifests prod = Manifests.ofOverlay("prod");

    @Test
    void clusterKeepsTwoCopiesOfWhatItAcknowledgesAndAllowsNothingByDefault() {
        // Given
        Kafka kafka = prod.one(Kafka.class, "brew");
        // When
        Map<String, Object> configuration = kafka.getSpec().getKafka().getConfig();
        // Then
        assertThat(configuration.keySet())
                .allMatch(name ->
                        KafkaConfig.configNames().contains(name) || name.equals("allow.everyone.if.no.acl.found"));
        assertThat(configuration)
                .containsEntry("auto.create.topics.enable", false)
                .containsEntry("allow.everyone.if.no.acl.found", false)
                .containsEntry("default.replication.factor", 3)
                .containsEntry("min.insync.replicas", 2)
                .containsEntry("group.consumer.session.timeout.ms", 6_000)
                .containsEntry("group.consumer.min.session.timeout.ms", 6_000)
                .containsEntry("group.consumer.heartbeat.interval.ms", 2_000)
                .containsEntry("group.consumer.min.heartbeat.interval.ms", 2_000);
        assertThat(kafka.getSpec().getKafka().getAuthorization().getType()).isEqualTo("simple");
        assertThat(kafka.getSpec().getKafka().getListeners()).singleElement().satisfies(listener -> {
            assertThat(listener.isTls()).isTrue();
            assertThat(listener.getAuth().getType()).isEqualTo("tls");
            assertThat(listener.getPort()).isEqualTo(9092);
        });
        assertThat(prod.all(KafkaNodePool.class)).singleElement().satisfies(pool -> {
            assertThat(pool.getSpec().getReplicas()).isEqualTo(3);
            assertThat(pool.getSpec().getTemplate().getPod().getMetadata().getLabels())
                    .containsEntry("coffee.brew/server", "kafka");
            assertThat(pool.getSpec()
                            .getTemplate()
                            .getPod()
                            .getSecurityContext()
                            .getFsGroup())
                    .isZero();
        });
    }

    @Test
    void topicsAreThoseOfTheContractWithTheirDeadLetterTopics() {
        // When
        Map<String, KafkaTopic> topics = new TreeMap<>();
        prod.all(KafkaTopic.class)
                .forEach(topic -> topics.put(topic.getMetadata().getName(), topic));
        // Then
        Set<String> expected = new TreeSet<>(Set.of(Topics.ORDERS));
        ServiceFacts.all().forEach(service -> expected.addAll(service.deadLetterTopics()));
        assertThat(topics.keySet()).isEqualTo(expected);
        topics.forEach((name, topic) -> {
            Properties configuration = new Properties();
            topic.getSpec().getConfig().forEach((key, value) -> configuration.setProperty(key, value.toString()));
            LogConfig.validate(configuration);
            assertThat(configuration).containsEntry("min.insync.replicas", "2").containsEntry("retention.ms", "-1");
            assertThat(topic.getSpec().getReplicas()).isEqualTo(3);
            assertThat(topic.getSpec().getPartitions())
                    .isEqualTo(name.equals(Topics.ORDERS) ? Topics.ORDERS_PARTITIONS : 1);
            assertThat(configuration.containsKey("max.message.bytes")).isEqualTo(name.endsWith(".dlt"));
        });
    }

    @Test
    void everyServiceMayDoToKafkaWhatItDoesAndNothingElse() {
        // When
        Map<String, Set<String>> allowed = new TreeMap<>();
        prod.untyped("KafkaUser")
                .forEach(user -> allowed.put(user.at("/metadata/name").textValue(), rights(user)));
        // Then
        Map<String, Set<String>> expected = new TreeMap<>();
        for (ServiceFacts service : ServiceFacts.all()) {
            Set<String> rights = new TreeSet<>();
            if (service.publishes()) {
                rights.add("topic " + Topics.ORDERS + " [Describe, Write]");
            }
            service.topicsIn().forEach(topic -> rights.add("topic " + topic + " [Describe, Read]"));
            service.group().ifPresent(group -> rights.add("group " + group + " [Describe, Read]"));
            service.deadLetterTopics().forEach(topic -> rights.add("topic " + topic + " [Describe, Write]"));
            expected.put(service.module(), rights);
        }
        assertThat(allowed).isEqualTo(expected);
    }

    private static Set<String> rights(JsonNode user) {
        Set<String> rights = new TreeSet<>();
        assertThat(user.at("/spec/authentication/type").textValue()).isEqualTo("tls");
        assertThat(user.at("/spec/authorization/type").textValue()).isEqualTo("simple");
        for (JsonNode rule : user.at("/spec/authorization/acls")) {
            assertThat(rule.at("/resource/patternType").textValue()).isEqualTo("literal");
            List<String> operations = new ArrayList<>();
            rule.get("operations").forEach(operation -> operations.add(operation.textValue()));
            rights.add(rule.at("/resource/type").textValue() + " "
                    + rule.at("/resource/name").textValue() + " " + operations);
        }
        return rights;
    }

    @Test
    void databasesAndRolesAreMadeAsTheScriptForContainersMakesThem() {
        // Given
        List<String> expected = new ArrayList<>();
        for (ServiceFacts service : ServiceFacts.all()) {
            String name = service.service().database();
            String script = Tree.text("config/postgres/database.sql")
                    .replaceAll("--.*", "")
                    .replaceAll(" PASSWORD :'\\w+'", "")
                    .replace(":\"database\"", name)
                    .replace(":\"owner\"", name + "_owner")
                    .replace(":\"service\"", name + "_service");
            script.lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> expected.add(line.strip().replace(";", "")));
        }
        // When
        JsonNode cluster = prod.untyped("Cluster").get(0);
        List<String> statements = new ArrayList<>();
        cluster.at("/spec/bootstrap/initdb/postInitSQL").forEach(statement -> statements.add(statement.textValue()));
        // Then
        assertThat(statements).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(cluster.get("apiVersion").textValue()).isEqualTo("postgresql.cnpg.io/v1");
        assertThat(cluster.at("/spec/instances").intValue()).isEqualTo(3);
        assertThat(cluster.at("/spec/inheritedMetadata/labels/coffee.brew~1server")
                        .textValue())
                .isEqualTo("postgres");
    }

    @Test
    void everyRoleHasAPasswordFromASecret() {
        // When
        Set<String> roles = new TreeSet<>();
        prod.untyped("Cluster")
                .get(0)
                .at("/spec/managed/roles")
                .forEach(role -> roles.add(role.get("name").textValue() + " "
                        + role.at("/passwordSecret/name").textValue()));
        // Then
        Set<String> expected = new TreeSet<>();
        for (ServiceFacts service : ServiceFacts.all()) {
            for (String role :
                    List.of(service.database().ownerUser(), service.database().serviceUser())) {
                expected.add(role + " " + role.replace('_', '-'));
            }
        }
        assertThat(roles).isEqualTo(expected);
    }
}
