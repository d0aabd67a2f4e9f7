package coffee.brew.system.deploy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** docker-compose.yml with the values of .env.example, as {@code docker compose config} would print it. */
final class ComposeFile {
    /** The few forms that the file uses: $NAME is not one of them. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::-([^}]*)|:\\?[^}]*)?}");

    private final Map<String, Object> content =
            Tree.yaml(Tree.ROOT.resolve("docker-compose.yml")).get(0);
    private final Properties variables = variables();

    private static Properties variables() {
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(Tree.text(".env.example")));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file as it is written. */
    Map<String, Object> content() {
        return content;
    }

    Map<String, Map<String, Object>> services() {
        return Tree.map(content, "services").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Tree.map(entry.getValue())));
    }

    Map<String, Object> service(String name) {
        return requireNonNull(services().get(name), () -> "docker-compose.yml has no service " + name);
    }

    Map<String, String> environment(String service) {
        Map<String, String> resolved = new TreeMap<>();
        Tree.map(service(service), "environment")
                .forEach((name, value) -> resolved.put(name, resolve(String.valueOf(value))));
        return resolved;
    }

    /** The variables that the file takes from .env, by name. */
    Map<String, String> variablesUsed() {
        Map<String, String> used = new TreeMap<>();
        Matcher matcher = VARIABLE.matcher(Tree.text("docker-compose.yml"));
        while (matcher.find()) {
            used.put(matcher.group(1), resolve(matcher.group()));
        }
        return used;
    }

    String resolve(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String value = variables.getProperty(match.group(1), match.group(2));
            if (value == null) {
                throw new IllegalStateException(match.group(1) + " is not in .env.example");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
