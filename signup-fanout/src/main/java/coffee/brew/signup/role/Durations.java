package coffee.brew.signup.role;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as in {@code 300ms}, {@code 3s} or {@code 1m30s}. */
public final class Durations implements ITypeConverter<Duration> {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(us|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("0|(" + PART.pattern() + ")+");
    private static final Map<String, Duration> UNITS = Map.of(
            "us", Duration.ofNanos(1_000),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1));

    @Override
    public Duration convert(String value) {
        if (!WHOLE.matcher(value).matches()) {
            throw new TypeConversionException("'" + value + "' is not a duration, as 300ms, 3s or 1m30s");
        }
        Duration sum = Duration.ZERO;
        for (Matcher part = PART.matcher(value); part.find(); ) {
            Duration unit = UNITS.getOrDefault(part.group(2), Duration.ZERO);
            sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
        }
        return sum;
    }

    /** Microseconds as people read them. */
    public static String text(long microseconds) {
        return "%.1fms".formatted(microseconds / 1e3);
    }
}
