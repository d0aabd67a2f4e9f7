package coffee.brew.system.deploy;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Dockerfile, as far as these tests look into it. */
final class ImageRecipe {
    static final List<String> FILES = List.of("Dockerfile.jvm", "Dockerfile.native");

    private static final Pattern VARIABLE = Pattern.compile("(\\w+)=(\\S+)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private final List<String> instructions;

    ImageRecipe(String file) {
        String text = Arrays.stream(Tree.text(file).split("\n"))
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n"))
                .replace("\\\n", " ");
        instructions = text.lines().filter(line -> !line.isBlank()).toList();
    }

    /** What the last instruction of that name says. */
    String last(String instruction) {
        String found = null;
        for (String line : instructions) {
            if (line.startsWith(instruction + " ")) {
                found = line.substring(instruction.length() + 1).strip();
            }
        }
        return requireNonNull(found, () -> "no " + instruction);
    }

    List<String> all(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1).strip())
                .toList();
    }

    Map<String, String> environment() {
        return VARIABLE.matcher(last("ENV")).results().collect(Collectors.toMap(m -> m.group(1), m -> m.group(2)));
    }

    /** The words of an instruction in exec form; those of a shell form are none. */
    List<String> command(String instruction) {
        String text = last(instruction);
        int begin = text.indexOf('[');
        Matcher words = QUOTED.matcher(begin < 0 ? "" : text.substring(begin));
        return words.results().map(match -> match.group(1)).toList();
    }
}
