package coffee.brew.system.deploy;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who may open a connection to whom, by the rules of NetworkPolicy, as lines like {@code a -> b:8080}. */
final class NetworkPairs {
    static final String OWN = "brew";

    /** A kind of pod: what policies see of it, and the ports that it listens on. */
    record Subject(String name, String namespace, Map<String, String> labels, Set<Integer> ports) {
        boolean isOurs() {
            return namespace.equals(OWN);
        }
    }

    /** Labels of namespaces beside their names. */
    private static final Map<String, Map<String, String>> NAMESPACES =
            Map.of("shops", Map.of("coffee.brew/clients", "true"));

    private final List<NetworkPolicy> policies;

    NetworkPairs(List<NetworkPolicy> policies) {
        this.policies = policies;
    }

    Set<String> among(List<Subject> subjects) {
        Set<String> pairs = new TreeSet<>();
        for (Subject source : subjects) {
            for (Subject target : subjects) {
                for (int port : target.ports()) {
                    // Outside of our namespace, others decide.
                    if ((source.isOurs() || target.isOurs())
                            && (!source.isOurs() || mayLeave(source, target, port))
                            && (!target.isOurs() || mayEnter(source, target, port))) {
                        pairs.add(source.name() + " -> " + target.name() + ":" + port);
                    }
                }
            }
        }
        return pairs;
    }

    private boolean mayLeave(Subject source, Subject target, int port) {
        return isFree(source, "Egress")
                || of(source)
                        .flatMap(policy -> policy.getSpec().getEgress().stream())
                        .anyMatch(rule -> hasPort(rule.getPorts(), port) && isAmong(rule.getTo(), target));
    }

    private boolean mayEnter(Subject source, Subject target, int port) {
        return isFree(target, "Ingress")
                || of(target)
                        .flatMap(policy -> policy.getSpec().getIngress().stream())
                        .anyMatch(rule -> hasPort(rule.getPorts(), port) && isAmong(rule.getFrom(), source));
    }

    /** Without any policy of a direction, everything is allowed. */
    private boolean isFree(Subject subject, String direction) {
        return of(subject).noneMatch(policy -> policy.getSpec().getPolicyTypes().contains(direction));
    }

    private Stream<NetworkPolicy> of(Subject subject) {
        return policies.stream().filter(policy -> matches(policy.getSpec().getPodSelector(), subject.labels()));
    }

    /** No ports: all of them. */
    private static boolean hasPort(List<NetworkPolicyPort> ports, int port) {
        return ports.isEmpty()
                || ports.stream().anyMatch(allowed -> allowed.getPort().getIntVal() == port);
    }

    /** No peers: everybody. */
    private static boolean isAmong(List<NetworkPolicyPeer> peers, Subject subject) {
        return peers.isEmpty() || peers.stream().anyMatch(peer -> isMeant(peer, subject));
    }

    private static boolean isMeant(NetworkPolicyPeer peer, Subject subject) {
        if (peer.getIpBlock() != null) {
            throw new IllegalStateException("addresses are not judged here: " + peer.getIpBlock());
        }
        boolean inNamespace = peer.getNamespaceSelector() == null
                ? subject.isOurs()
                : matches(peer.getNamespaceSelector(), namespaceLabels(subject.namespace()));
        return inNamespace && matches(peer.getPodSelector(), subject.labels());
    }

    private static Map<String, String> namespaceLabels(String namespace) {
        Map<String, String> labels = new HashMap<>(NAMESPACES.getOrDefault(namespace, Map.of()));
        labels.put("kubernetes.io/metadata.name", namespace);
        return labels;
    }

    private static boolean matches(@Nullable LabelSelector selector, Map<String, String> labels) {
        return selector == null
                || (labels.entrySet().containsAll(selector.getMatchLabels().entrySet())
                        && selector.getMatchExpressions().stream().allMatch(one -> matches(one, labels)));
    }

    private static boolean matches(LabelSelectorRequirement requirement, Map<String, String> labels) {
        if (!requirement.getOperator().equals("In")) {
            throw new IllegalStateException("not judged here: " + requirement);
        }
        return requirement.getValues().contains(labels.getOrDefault(requirement.getKey(), ""));
    }
}
