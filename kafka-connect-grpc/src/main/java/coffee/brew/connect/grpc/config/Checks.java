package coffee.brew.connect.grpc.config;

import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** What the values of single keys have to be. An absent value passes: whether it may be absent, the default says. */
final class Checks {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern METADATA_KEY = Pattern.compile("[0-9a-z_.-]+");

    private Checks() {}

    /** A check with words for the reference. */
    private record Check(String words, Rule rule) implements Validator {
        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (value == null) {
                return;
            }
            String mend = rule.mend(value);
            if (mend != null) {
                throw new ConfigException(name, value instanceof Password ? Password.HIDDEN : value, mend);
            }
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Says how to mend a bad value; null for a good one. */
    private interface Rule {
        @Nullable
        String mend(Object value);
    }

    static Validator any() {
        return new Check("", value -> null);
    }

    static Validator nonBlank(String mend) {
        return new Check("not blank", value -> value.toString().isBlank() ? mend : null);
    }

    static Validator between(long min, long max) {
        return new Check(min + " to " + max, value -> {
            long number = ((Number) value).longValue();
            return number < min || number > max ? "Set it to " + min + " to " + max + "." : null;
        });
    }

    static Validator oneOf(List<String> choices) {
        return new Check(
                String.join(", ", choices),
                value -> choices.contains(value.toString().toLowerCase(Locale.ROOT))
                        ? null
                        : "Set it to one of " + String.join(", ", choices) + ".");
    }

    static Validator topic() {
        return new Check(
                "a topic name",
                value -> TOPIC.matcher(value.toString()).matches()
                        ? null
                        : "Name a topic: up to 249 letters, digits, dots, underscores and dashes.");
    }

    static Validator readableFile() {
        return new Check(
                "a file the worker can read",
                value -> value.toString().isEmpty() || Files.isReadable(Path.of(value.toString()))
                        ? null
                        : "There is no such file that the worker can read: put it on every worker, with an absolute"
                                + " path.");
    }

    static Validator requestMessages() {
        return new Check("a JSON object, or an array of them", value -> {
            try {
                return RequestTexts.split(value.toString()).isEmpty() ? "Give at least one request message." : null;
            } catch (IllegalArgumentException e) {
                return e.getMessage();
            }
        });
    }

    static Validator statusCodes() {
        List<String> known =
                Arrays.stream(Status.Code.values()).map(Status.Code::name).toList();
        return new Check(
                "names of gRPC status codes",
                value -> known.containsAll((List<?>) value)
                        ? null
                        : "Name status codes as gRPC writes them: " + String.join(", ", known) + ".");
    }

    /** Pairs of a name and something else; a name may stand alone where the other half can be made of it. */
    static Validator pairs(String separator, boolean nameAloneIsEnough, String mend) {
        return new Check("a list of " + mend, value -> {
            for (Object pair : (List<?>) value) {
                int at = pair.toString().indexOf(separator);
                if (at == 0 || (at < 0 && !nameAloneIsEnough) || pair.toString().isBlank()) {
                    return "Write each entry as " + mend + ".";
                }
            }
            return null;
        });
    }

    static Validator metadata() {
        return new Check("pairs key:value, separated by commas", value -> {
            for (String pair : ((Password) value).value().split(",", -1)) {
                int colon = pair.indexOf(':');
                if (!pair.isBlank() && (colon < 1 || isNoMetadataKey(pair.substring(0, colon)))) {
                    return "Write it as key:value,key:value. A value that has a comma goes to grpc.metadata.<key>.";
                }
            }
            return null;
        });
    }

    static Validator metadataKey() {
        return new Check("a metadata key", value -> mendMetadataKey(value.toString()));
    }

    /** How to mend the name of a metadata key; null when there is nothing to mend. */
    static @Nullable String mendMetadataKey(String key) {
        return isNoMetadataKey(key) ? "Write metadata keys with a-z, 0-9, '-', '_' and '.' only." : null;
    }

    private static boolean isNoMetadataKey(String key) {
        return !METADATA_KEY.matcher(key.strip().toLowerCase(Locale.ROOT)).matches();
    }
}
