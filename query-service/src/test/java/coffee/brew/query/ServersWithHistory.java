package coffee.brew.query;

import coffee.brew.infra.LocalServersTestResource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Real servers, and an order on the topic from before the service starts for the first time. */
public class ServersWithHistory extends LocalServersTestResource {
    static final int WAITING_CALLS_MAX = 3;
    static final UUID EARLIER_ORDER = UUID.fromString("01900000-0000-7000-8000-000000000001");

    @Override
    public Map<String, String> start() {
        Map<String, String> properties = new HashMap<>(super.start());
        try (OrderTopic topic = new OrderTopic(bootstrapServers())) {
            topic.send(OrderTopic.created(OrderTopic.order(EARLIER_ORDER).build()));
        }
        properties.put("brew.node-id", "query-7");
        properties.put("brew.query.call-time-max", "2s");
        properties.put("brew.query.waiting-calls-max", Integer.toString(WAITING_CALLS_MAX));
        properties.put("quarkus.log.category.\"coffee.brew\".level", "DEBUG");
        return properties;
    }
}
