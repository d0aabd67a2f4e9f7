package coffee.brew.signup.grpc;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Host and port.
 *
 * @param port 0: any that is free
 */
record Address(String host, int port) {
    static final String LOOPBACK = "127.0.0.1";
    private static final Set<String> LOOPBACK_NAMES = Set.of(LOOPBACK, "localhost");
    private static final Pattern FORM = Pattern.compile("([^:/\\s]*):(\\d{1,5})");
    private static final int PORT_MAX = 65_535;

    /**
     * Reads {@code host:port} or {@code :port}, which is a port of loopback.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Address parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || Integer.parseInt(form.group(2)) > PORT_MAX) {
            throw new IllegalArgumentException("'" + text + "' is not an address, as 127.0.0.1:50061 or :50061");
        }
        String host = form.group(1);
        return new Address(host.isEmpty() ? LOOPBACK : host, Integer.parseInt(form.group(2)));
    }

    /** Reads addresses between commas; none in an empty text. */
    static List<Address> parseAll(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(Address::parse)
                .toList();
    }

    /** Whether only this machine reaches it. */
    boolean isLoopback() {
        return LOOPBACK_NAMES.contains(host);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
