package coffee.brew.system.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The rules by which a partial Kubernetes resource changes another one, as far as the manifests need them. */
final class StrategicMerge {
    /** Lists whose elements are known by a field; every other list is replaced as a whole. */
    private static final Map<String, String> KEYS = Map.of(
            "containers", "name",
            "env", "name",
            "ports", "containerPort",
            "topologySpreadConstraints", "topologyKey",
            "volumeMounts", "mountPath",
            "volumes", "name");

    private StrategicMerge() {}

    /** A new map; null in the patch removes a key. */
    static Map<String, Object> merge(Map<String, Object> original, Map<String, Object> patch) {
        Map<String, Object> merged = new LinkedHashMap<>(original);
        patch.forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else if (value instanceof Map && merged.get(key) instanceof Map) {
                merged.put(key, merge(Tree.map(original, key), Tree.map(value)));
            } else if (value instanceof List && merged.get(key) instanceof List && KEYS.containsKey(key)) {
                merged.put(key, mergeLists(Tree.list(original, key), Tree.list(patch, key), KEYS.get(key)));
            } else {
                merged.put(key, value);
            }
        });
        return merged;
    }

    /** What is new comes first, as in kustomize: an expansion like $(NAME) sees what is before it alone. */
    private static List<Object> mergeLists(List<Object> original, List<Object> patch, String key) {
        List<Object> changed = new ArrayList<>();
        List<Object> added = new ArrayList<>(patch);
        for (Object element : original) {
            Map<String, Object> result = Tree.map(element);
            for (Object change : patch) {
                if (Objects.equals(result.get(key), Tree.map(change).get(key))) {
                    result = merge(result, Tree.map(change));
                    added.remove(change);
                }
            }
            changed.add(result);
        }
        added.addAll(changed);
        return added;
    }
}
