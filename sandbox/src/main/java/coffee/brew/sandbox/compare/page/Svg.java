package coffee.brew.sandbox.compare.page;

import java.util.Locale;

/** What SVG wants, whatever the machine's language. */
final class Svg {
    private Svg() {}

    /** A length or a place. */
    static String px(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
