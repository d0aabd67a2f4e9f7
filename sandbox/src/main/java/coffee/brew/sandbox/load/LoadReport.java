package coffee.brew.sandbox.load;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a load run measured.
 *
 * @param tenantId marks the orders of this run
 * @param acked orders that were accepted
 * @param ordersPerSecond accepted orders, from the first call to the last answer
 * @param createMs of accepted calls; with a rate, from the moment when the call should have begun
 * @param visibleMs from the order's commit to the commit of its row in the view, both by the database's clock; absent
 *     when the view did not get all of them in time
 * @param errors refused or unanswered calls by status code
 * @param ok whether every call was accepted and every order could be seen, where there is a view
 */
public record LoadReport(
        String tenantId,
        long orders,
        long acked,
        int clients,
        int rate,
        long durationMs,
        double ordersPerSecond,
        Percentiles createMs,
        @Nullable Percentiles visibleMs,
        Map<String, Long> errors,
        boolean ok) {}
