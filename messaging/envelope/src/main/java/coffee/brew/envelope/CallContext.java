package coffee.brew.envelope;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * On whose behalf an event came to be. Empty text means unknown. Limits are the entry point's to check.
 *
 * @param traceId the caller's own trace id, as it was given
 * @param tenantId the tenant
 * @param userId who called
 * @param scopes what the caller may do, separated by spaces
 */
public record CallContext(String traceId, String tenantId, String userId, String scopes) {

    /** The headers that carry this context; trace and tenant always, the identity only where there is one. */
    public Map<String, String> toHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HeaderNames.TRACE_ID, traceId);
        headers.put(HeaderNames.TENANT_ID, tenantId);
        if (!userId.isEmpty()) {
            headers.put(HeaderNames.USER_ID, userId);
        }
        if (!scopes.isEmpty()) {
            headers.put(HeaderNames.SCOPES, scopes);
        }
        return headers;
    }

    /** Reads the context back; what is missing is empty. */
    public static CallContext fromHeaders(Map<String, String> headers) {
        return new CallContext(
                headers.getOrDefault(HeaderNames.TRACE_ID, ""),
                headers.getOrDefault(HeaderNames.TENANT_ID, ""),
                headers.getOrDefault(HeaderNames.USER_ID, ""),
                headers.getOrDefault(HeaderNames.SCOPES, ""));
    }
}
