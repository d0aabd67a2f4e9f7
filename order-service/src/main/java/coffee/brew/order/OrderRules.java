package coffee.brew.order;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.OrderItem;
import coffee.brew.envelope.HeaderNames;
import coffee.brew.order.CallerInterceptor.Caller;
import com.google.rpc.BadRequest.FieldViolation;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a new order must look like. Lengths are in characters (code points), the limits those of the contract. */
final class OrderRules {
    static final int CUSTOMER_ID_CHARS_MAX = 128;
    static final long AMOUNT_CENTS_MAX = 1_000_000_000_000L;
    static final int TRACE_ID_CHARS_MAX = 64;
    static final int TENANT_ID_CHARS_MAX = 64;
    static final int REQUEST_ID_CHARS_MAX = 64;
    static final int ITEMS_MAX = 100;
    static final int SKU_CHARS_MAX = 64;
    static final int QUANTITY_MAX = 1000;
    static final int USER_ID_CHARS_MAX = 128;
    static final int SCOPES_CHARS_MAX = 1024;

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private final List<FieldViolation> violations = new ArrayList<>();

    private OrderRules() {}

    /** All violations at once, in the order of the fields; empty when the order may be placed. */
    static List<FieldViolation> violations(CreateRequest request, Caller caller) {
        OrderRules rules = new OrderRules();
        rules.required("customer_id", request.getCustomerId(), CUSTOMER_ID_CHARS_MAX);
        rules.amount(request.getAmountCents());
        rules.currency(request.getCurrency());
        rules.text("trace_id", request.getTraceId(), TRACE_ID_CHARS_MAX);
        rules.text("tenant_id", request.getTenantId(), TENANT_ID_CHARS_MAX);
        rules.text("request_id", request.getRequestId(), REQUEST_ID_CHARS_MAX);
        rules.items(request.getItemsList());
        rules.text(HeaderNames.USER_ID, caller.userId(), USER_ID_CHARS_MAX);
        rules.text(HeaderNames.SCOPES, caller.scopes(), SCOPES_CHARS_MAX);
        return rules.violations;
    }

    private void amount(long amountCents) {
        if (amountCents <= 0) {
            refuse("amount_cents", "must be > 0");
        } else if (amountCents > AMOUNT_CENTS_MAX) {
            refuse("amount_cents", "must be <= " + AMOUNT_CENTS_MAX);
        }
    }

    private void currency(String code) {
        if (code.isBlank()) {
            refuse("currency", "is required");
        } else if (!CURRENCIES.contains(code)) {
            refuse("currency", "must be an ISO 4217 code in upper case");
        }
    }

    private void items(List<OrderItem> items) {
        if (items.size() > ITEMS_MAX) {
            refuse("items", "must have at most " + ITEMS_MAX + " lines");
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            required("items[" + i + "].sku", items.get(i).getSku(), SKU_CHARS_MAX);
            int quantity = items.get(i).getQuantity();
            if (quantity < 1 || quantity > QUANTITY_MAX) {
                refuse("items[" + i + "].quantity", "must be 1 to " + QUANTITY_MAX);
            }
        }
    }

    private void required(String field, String value, int charsMax) {
        if (value.isBlank()) {
            refuse(field, "is required");
        } else {
            text(field, value, charsMax);
        }
    }

    private void text(String field, String value, int charsMax) {
        if (value.codePointCount(0, value.length()) > charsMax) {
            refuse(field, "must have at most " + charsMax + " characters");
        } else if (value.codePoints().anyMatch(OrderRules::isControl)) {
            refuse(field, "must not contain control characters");
        }
    }

    /** Besides the ISO controls, what ends a line in logs and terminals, or turns the reading direction. */
    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private void refuse(String field, String rule) {
        violations.add(FieldViolation.newBuilder()
                .setField(field)
                .setDescription(field + " " + rule)
                .build());
    }
}
