package coffee.brew.sandbox.check;

import coffee.brew.contract.Topics;
import coffee.brew.sandbox.stack.SandboxException;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The readers of the orders topic, as the broker sees them. */
public final class ConsumerGroups implements AutoCloseable {
    private static final int TIMEOUT_S = 15;
    private static final Pattern NODE_PREFIX = Pattern.compile("([a-z]+-[1-9])\\b.*");

    private final Admin admin;

    public ConsumerGroups(String bootstrapServers) {
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_S * 1_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_S * 1_000));
    }

    /**
     * How far a group is in one partition.
     *
     * @param owner the node that reads it; empty when nobody does
     * @param committed the next offset after a restart; 0 when the group never committed
     * @param end the offset that the next record gets
     */
    public record Position(String group, int partition, String owner, long committed, long end) {
        /** Records that the group has not said to be done with. */
        @JsonProperty
        public long lag() {
            return end - committed;
        }
    }

    /** The names of all groups, whoever made them. */
    public List<String> names() {
        return await(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
                .map(GroupListing::groupId)
                .sorted()
                .toList();
    }

    /** A group's position in every partition. */
    public List<Position> positions(String group) {
        Map<Integer, Long> committed = committed(group);
        Map<Integer, String> owners = owners(group);
        List<Position> positions = new ArrayList<>();
        ends().forEach((partition, end) -> positions.add(new Position(
                group, partition, owners.getOrDefault(partition, ""), committed.getOrDefault(partition, 0L), end)));
        return positions;
    }

    /** Which partitions each node reads. A node that reads none is not there. */
    public Map<String, List<Integer>> partitionsByNode(String group) {
        Map<String, List<Integer>> byNode = new TreeMap<>();
        new TreeMap<>(owners(group))
                .forEach((partition, node) ->
                        byNode.computeIfAbsent(node, name -> new ArrayList<>()).add(partition));
        return byNode;
    }

    /** The next offset by partition, where the group has committed one. */
    public Map<Integer, Long> committed(String group) {
        Map<Integer, Long> committed = new HashMap<>();
        try {
            await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> {
                        if (partition.topic().equals(Topics.ORDERS) && offset != null) {
                            committed.put(partition.partition(), offset.offset());
                        }
                    });
        } catch (GroupIdNotFoundException e) {
            return Map.of();
        }
        return committed;
    }

    /** Members of the group. */
    public int members(String group) {
        return describe(group).size();
    }

    /** Sets a group without members to the beginning of the topic. */
    public void rewind(String group) {
        Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
        partitions().forEach(partition -> beginning.put(partition, new OffsetAndMetadata(0)));
        await(admin.alterConsumerGroupOffsets(group, beginning).all());
    }

    private Map<Integer, String> owners(String group) {
        Map<Integer, String> owners = new HashMap<>();
        for (MemberDescription member : describe(group)) {
            member.assignment()
                    .topicPartitions()
                    .forEach(partition -> owners.put(partition.partition(), nodeOf(member.clientId())));
        }
        return owners;
    }

    /** Nodes put their name before the client id of their consumers; other readers are shown as they are. */
    private static String nodeOf(String clientId) {
        var matcher = NODE_PREFIX.matcher(clientId);
        return matcher.matches() ? matcher.group(1) : clientId;
    }

    private Collection<MemberDescription> describe(String group) {
        try {
            return await(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
                    .flatMap(description -> description.members().stream())
                    .toList();
        } catch (GroupIdNotFoundException e) {
            return List.of();
        }
    }

    private Map<Integer, Long> ends() {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<Integer, Long> ends = new TreeMap<>();
        await(admin.listOffsets(latest).all())
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    private List<TopicPartition> partitions() {
        return await(admin.describeTopics(List.of(Topics.ORDERS)).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .map(info -> new TopicPartition(Topics.ORDERS, info.partition()))
                .toList();
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException unknown) {
                throw unknown;
            }
            throw new SandboxException("Kafka refuses: " + e.getCause(), "see: ./brewctl status", e);
        } catch (TimeoutException e) {
            throw new SandboxException("Kafka does not answer", "is it up? see: ./brewctl status", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", "", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
