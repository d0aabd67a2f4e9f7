package coffee.brew.system.deploy;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The environment of a container as the kubelet makes it; what comes from a Secret is {@code <secret>/<key>}. */
final class PodVariables {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\((\\w+)\\)");

    private PodVariables() {}

    static Map<String, String> of(Manifests manifests, Container container) {
        Map<String, String> all = new LinkedHashMap<>();
        for (EnvFromSource source : container.getEnvFrom()) {
            all.putAll(manifests
                    .one(ConfigMap.class, source.getConfigMapRef().getName())
                    .getData());
        }
        // References see what the list names before them, and nothing that comes from a whole ConfigMap.
        Map<String, String> named = new LinkedHashMap<>();
        for (EnvVar variable : container.getEnv()) {
            named.put(variable.getName(), value(manifests, variable, named));
        }
        all.putAll(named);
        return all;
    }

    private static String value(Manifests manifests, EnvVar variable, Map<String, String> before) {
        EnvVarSource source = variable.getValueFrom();
        if (source == null) {
            return REFERENCE
                    .matcher(requireNonNull(variable.getValue()))
                    .replaceAll(match -> Matcher.quoteReplacement(requireNonNull(
                            before.get(match.group(1)),
                            () -> variable.getName() + " refers to " + match.group(1) + ", which is not before it")));
        }
        if (source.getConfigMapKeyRef() != null) {
            return requireNonNull(manifests
                    .one(ConfigMap.class, source.getConfigMapKeyRef().getName())
                    .getData()
                    .get(source.getConfigMapKeyRef().getKey()));
        }
        if (source.getSecretKeyRef() != null) {
            return source.getSecretKeyRef().getName() + "/"
                    + source.getSecretKeyRef().getKey();
        }
        return "pod:" + source.getFieldRef().getFieldPath();
    }
}
