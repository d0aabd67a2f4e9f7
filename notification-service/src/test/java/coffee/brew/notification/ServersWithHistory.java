package coffee.brew.notification;

import coffee.brew.infra.LocalServersTestResource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Real servers, and an order on the topic from before the service starts for the first time. */
public class ServersWithHistory extends LocalServersTestResource {
    static final UUID EARLIER_ORDER = UUID.fromString("01900000-0000-7000-8000-000000000001");

    @Override
    public Map<String, String> start() {
        Map<String, String> properties = new HashMap<>(super.start());
        try (OrderTopic topic = new OrderTopic(bootstrapServers())) {
            topic.send(OrderTopic.created(OrderTopic.order(EARLIER_ORDER).build()));
        }
        properties.put("brew.node-id", "notification-7");
        properties.put("quarkus.log.category.\"coffee.brew\".level", "DEBUG");
        return properties;
    }
}
