package coffee.brew.system.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What {@code kubectl kustomize} makes of a folder, for the few features that the manifests use; any other one fails
 * here. Generated names get no hash.
 */
final class Overlay {
    private static final Set<String> KNOWN = Set.of(
            "apiVersion", "kind", "namespace", "resources", "components", "patches", "configMapGenerator", "images");

    private final Path folder;
    private final Map<String, Object> kustomization;
    private List<Map<String, Object>> resources;

    private Overlay(Path folder, List<Map<String, Object>> given) {
        this.folder = folder;
        kustomization = Tree.yaml(folder.resolve("kustomization.yaml")).get(0);
        resources = new ArrayList<>(given);
        if (!KNOWN.containsAll(kustomization.keySet())) {
            throw new IllegalStateException(folder + " uses more of kustomize than " + KNOWN);
        }
    }

    static List<Map<String, Object>> render(String folder) {
        return new Overlay(Tree.ROOT.resolve(folder), List.of()).render();
    }

    private List<Map<String, Object>> render() {
        Tree.strings(kustomization, "resources").forEach(this::add);
        Tree.list(kustomization, "configMapGenerator")
                .forEach(generator -> resources.add(configMap(Tree.map(generator))));
        for (String component : Tree.strings(kustomization, "components")) {
            resources = new Overlay(folder.resolve(component).normalize(), resources).render();
        }
        Tree.list(kustomization, "patches").forEach(patch -> patch(Tree.map(patch)));
        Tree.list(kustomization, "images").forEach(image -> resources.replaceAll(r -> withImage(r, Tree.map(image))));
        if (kustomization.containsKey("namespace")) {
            resources.replaceAll(this::withNamespace);
        }
        return resources;
    }

    private void add(String name) {
        Path resource = folder.resolve(name).normalize();
        resources.addAll(Files.isDirectory(resource) ? new Overlay(resource, List.of()).render() : Tree.yaml(resource));
    }

    private Map<String, Object> configMap(Map<String, Object> generator) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (String literal : Tree.strings(generator, "literals")) {
            int equals = literal.indexOf('=');
            data.put(literal.substring(0, equals), literal.substring(equals + 1));
        }
        for (String file : Tree.strings(generator, "files")) {
            data.put(file.substring(file.lastIndexOf('/') + 1), Tree.text(folder.resolve(file)));
        }
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", Tree.string(generator, "name")),
                "data",
                data);
    }

    private void patch(Map<String, Object> patch) {
        Map<String, Object> change =
                Tree.yaml(folder.resolve(Tree.string(patch, "path"))).get(0);
        Map<String, Object> target = Tree.map(patch, "target");
        String kind = String.valueOf(target.getOrDefault("kind", change.get("kind")));
        // A regular expression, for the whole name.
        Object name = target.isEmpty() ? Tree.map(change, "metadata").get("name") : target.getOrDefault("name", ".*");
        Map<String, Object> content = new LinkedHashMap<>(change);
        content.keySet().removeAll(Set.of("apiVersion", "kind", "metadata"));
        List<Map<String, Object>> changed = new ArrayList<>();
        boolean found = false;
        for (Map<String, Object> resource : resources) {
            boolean meant = kind.equals(resource.get("kind"))
                    && Tree.string(Tree.map(resource, "metadata"), "name").matches(String.valueOf(name));
            if (!meant) {
                changed.add(resource);
            } else if (!"delete".equals(change.get("$patch"))) {
                changed.add(StrategicMerge.merge(resource, content));
            }
            found |= meant;
        }
        if (!found) {
            throw new IllegalStateException(patch + " in " + folder + " changes nothing");
        }
        resources = changed;
    }

    private Map<String, Object> withNamespace(Map<String, Object> resource) {
        if (Objects.equals(resource.get("kind"), "Namespace")) {
            return resource;
        }
        return StrategicMerge.merge(
                resource, Map.of("metadata", Map.of("namespace", Tree.string(kustomization, "namespace"))));
    }

    private Map<String, Object> withImage(Map<String, Object> resource, Map<String, Object> image) {
        Map<String, Object> changed = new LinkedHashMap<>();
        resource.forEach((key, value) -> changed.put(key, withImage(key, value, image)));
        return changed;
    }

    private Object withImage(String key, Object value, Map<String, Object> image) {
        if (value instanceof Map) {
            return withImage(Tree.map(value), image);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> withImage("", element, image)).toList();
        }
        String name = Tree.string(image, "name");
        return key.equals("image") && value.equals(name)
                ? image.getOrDefault("newName", name) + ":" + Tree.string(image, "newTag")
                : value;
    }
}
