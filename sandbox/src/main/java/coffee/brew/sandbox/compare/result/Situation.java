package coffee.brew.sandbox.compare.result;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happens to the recipients analytics, notifications and billing. */
public enum Situation {
    HEALTHY("all are healthy", "analytics"),
    SLOW("analytics takes 200 ms longer", "analytics"),
    HANGING("analytics hangs, and is replaced after the run", "analytics"),
    DEAD("analytics is killed and comes back", "analytics"),
    LATE("crm joins after half of the events", "crm"),
    REPLACED("analytics-v2 joins, is compared, takes over", "analytics-v2"),
    OVERLOADED("analytics is slower than the sender", "analytics");

    private final String text;
    private final String affected;

    Situation(String text, String affected) {
        this.text = text;
        this.affected = affected;
    }

    /** In a sentence. */
    public String text() {
        return text;
    }

    /** The recipient that it is about. */
    public String affected() {
        return affected;
    }

    /** In output and JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
