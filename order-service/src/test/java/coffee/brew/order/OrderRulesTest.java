package coffee.brew.order;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.OrderItem;
import coffee.brew.order.CallerInterceptor.Caller;
import com.google.rpc.BadRequest.FieldViolation;
import io.opentelemetry.context.Context;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderRulesTest {
    private static final Caller ANYBODY = new Caller("", "", Context.root());

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(request -> request.clearCustomerId(), "customer_id is required"),
                refusal(request -> request.setCustomerId("   "), "customer_id is required"),
                refusal(
                        request -> request.setCustomerId("c".repeat(129)),
                        "customer_id must have at most 128 characters"),
                refusal(request -> request.setCustomerId("a\nb"), "customer_id must not contain control characters"),
                refusal(request -> request.clearAmountCents(), "amount_cents must be > 0"),
                refusal(request -> request.setAmountCents(-1), "amount_cents must be > 0"),
                refusal(request -> request.setAmountCents(1_000_000_000_001L), "amount_cents must be <= 1000000000000"),
                refusal(request -> request.clearCurrency(), "currency is required"),
                refusal(request -> request.setCurrency("eur"), "currency must be an ISO 4217 code in upper case"),
                refusal(request -> request.setCurrency("EUX"), "currency must be an ISO 4217 code in upper case"),
                refusal(request -> request.setTraceId("t".repeat(65)), "trace_id must have at most 64 characters"),
                refusal(request -> request.setTraceId("\u001b[31m"), "trace_id must not contain control characters"),
                refusal(request -> request.setTenantId("t".repeat(65)), "tenant_id must have at most 64 characters"),
                refusal(request -> request.setTenantId("\0"), "tenant_id must not contain control characters"),
                refusal(request -> request.setRequestId("r".repeat(65)), "request_id must have at most 64 characters"),
                refusal(request -> request.setRequestId("\u2028"), "request_id must not contain control characters"),
                refusal(
                        request -> request.addAllItems(Collections.nCopies(100, item("sku", 1))),
                        "items must have at most 100 lines"),
                refusal(request -> request.addItems(item("", 1)), "items[1].sku is required"),
                refusal(
                        request -> request.addItems(item("s".repeat(65), 1)),
                        "items[1].sku must have at most 64 characters"),
                refusal(request -> request.addItems(item("sku", 0)), "items[1].quantity must be 1 to 1000"),
                refusal(request -> request.addItems(item("sku", 1001)), "items[1].quantity must be 1 to 1000"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void oneBadFieldIsNamedWithItsReason(Consumer<CreateRequest.Builder> spoil, String reason) {
        // Given
        CreateRequest.Builder request = OrderClient.request();
        spoil.accept(request);
        // When
        List<FieldViolation> violations = OrderRules.violations(request.build(), ANYBODY);
        // Then
        assertThat(violations).extracting(FieldViolation::getDescription).containsExactly(reason);
        assertThat(reason).startsWith(violations.get(0).getField() + " ");
    }

    @Test
    void allViolationsAreNamedAtOnce() {
        // Given
        CreateRequest request = CreateRequest.newBuilder()
                .setTraceId("\n")
                .setTenantId("\n")
                .setRequestId("\n")
                .addItems(item("", 0))
                .build();
        Caller caller = new Caller("u".repeat(129), "s".repeat(1025), Context.root());
        // When
        List<FieldViolation> violations = OrderRules.violations(request, caller);
        // Then
        assertThat(violations)
                .extracting(FieldViolation::getField)
                .containsExactly(
                        "customer_id",
                        "amount_cents",
                        "currency",
                        "trace_id",
                        "tenant_id",
                        "request_id",
                        "items[0].sku",
                        "items[0].quantity",
                        "user-id",
                        "scopes");
    }

    @Test
    void valuesAtTheirLimitsAreAccepted() {
        // Given
        CreateRequest request = CreateRequest.newBuilder()
                .setCustomerId("\uD83D\uDE00".repeat(128))
                .setAmountCents(1_000_000_000_000L)
                .setCurrency("JPY")
                .setTraceId("t".repeat(64))
                .setTenantId("t".repeat(64))
                .setRequestId("r".repeat(64))
                .addAllItems(Collections.nCopies(100, item("s".repeat(64), 1000)))
                .build();
        Caller caller = new Caller("u".repeat(128), "s".repeat(1024), Context.root());
        // When
        List<FieldViolation> violations = OrderRules.violations(request, caller);
        // Then
        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR", "USD", "KZT", "UZS", "GEL"})
    void currenciesOfIso4217AreAccepted(String currency) {
        // Given
        CreateRequest request = OrderClient.request().setCurrency(currency).build();
        // When
        List<FieldViolation> violations = OrderRules.violations(request, ANYBODY);
        // Then
        assertThat(violations).isEmpty();
    }

    private static Arguments refusal(Consumer<CreateRequest.Builder> spoil, String reason) {
        return Arguments.of(spoil, reason);
    }

    private static OrderItem item(String sku, int quantity) {
        return OrderItem.newBuilder().setSku(sku).setQuantity(quantity).build();
    }
}
