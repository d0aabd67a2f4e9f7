package coffee.brew.sandbox.stack;

import coffee.brew.contract.Groups;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of node. A node is named after its service and a number: {@code inventory-2}. */
public enum Service {
    ORDER("order", "order-service", null),
    INVENTORY("inventory", "inventory-service", Groups.INVENTORY),
    NOTIFICATION("notification", "notification-service", Groups.NOTIFICATIONS),
    QUERY("query", "query-service", Groups.ORDER_QUERY);

    /** The nodes of the reference scenario: two that accept, two that reserve, one that notifies, one that is asked. */
    public static final List<String> DEFAULT_NODES =
            List.of("order-1", "order-2", "inventory-1", "inventory-2", "notification-1", "query-1");

    private static final Pattern NODE_NAME = Pattern.compile("([a-z]+)-([1-9])");

    private final String prefix;
    private final String module;

    @Nullable
    private final String group;

    Service(String prefix, String module, @Nullable String group) {
        this.prefix = prefix;
        this.module = module;
        this.group = group;
    }

    /**
     * The service of a node.
     *
     * @throws IllegalArgumentException when no service has nodes of that name
     */
    public static Service ofNode(String nodeName) {
        var matcher = NODE_NAME.matcher(nodeName);
        if (matcher.matches()) {
            for (Service service : values()) {
                if (service.prefix.equals(matcher.group(1))) {
                    return service;
                }
            }
        }
        throw new IllegalArgumentException("no node is called \"%s\"; a name is one of %s, and a number from 1 to 9"
                .formatted(
                        nodeName,
                        Arrays.stream(values())
                                        .map(service -> service.prefix + "-N")
                                        .collect(Collectors.joining(", ")) + ", connect-N"));
    }

    /**
     * The service of a Maven module.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public static Service ofModule(String module) {
        return Arrays.stream(values())
                .filter(service -> service.module.equals(module))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service is called \"%s\"; there are %s"
                        .formatted(
                                module,
                                Arrays.stream(values()).map(Service::module).collect(Collectors.joining(", ")))));
    }

    /** The service that reads with a consumer group. */
    public static Optional<Service> ofGroup(String group) {
        return Arrays.stream(values())
                .filter(service -> group.equals(service.group))
                .findFirst();
    }

    /** What the names of its nodes begin with. */
    public String prefix() {
        return prefix;
    }

    /** The Maven module, which is also its folder. */
    public String module() {
        return module;
    }

    /** The name of its database. */
    public String database() {
        return "brew_" + prefix;
    }

    /** The consumer group of its nodes, where they have one. */
    public Optional<String> group() {
        return Optional.ofNullable(group);
    }
}
