package coffee.brew.sandbox.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an order says, and what every trace of it must say as well.
 *
 * @param customerId null where a trace does not carry it; the same for the others
 */
public record Facts(
        @Nullable String customerId, @Nullable Long amountCents, @Nullable String currency, @Nullable String tenantId) {

    /** The names of the fields in which a trace contradicts these facts. What the trace does not carry is no contradiction. */
    List<String> contradictedBy(Facts trace) {
        List<String> names = new ArrayList<>();
        addIfOther(names, "customer_id", customerId, trace.customerId);
        addIfOther(names, "amount_cents", amountCents, trace.amountCents);
        addIfOther(names, "currency", currency, trace.currency);
        addIfOther(names, "tenant_id", tenantId, trace.tenantId);
        return names;
    }

    /** For people; what is absent is left out. */
    public String text() {
        return Stream.of(customerId, amountCents, currency, tenantId)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    private static void addIfOther(List<String> names, String name, @Nullable Object mine, @Nullable Object theirs) {
        if (theirs != null && !Objects.equals(mine, theirs)) {
            names.add(name);
        }
    }
}
