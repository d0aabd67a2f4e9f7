package coffee.brew.sandbox.cli;

import coffee.brew.contract.orders.v1.Order;
import coffee.brew.sandbox.stack.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;

/** An order as proto3 JSON, with the names of the .proto file: 64-bit numbers are text there. */
final class OrderText {
    private OrderText() {}

    static Object json(Order order) {
        try {
            String text = JsonFormat.printer()
                    .preservingProtoFieldNames()
                    .alwaysPrintFieldsWithNoPresence()
                    .print(order);
            return Json.MAPPER.readTree(text);
        } catch (InvalidProtocolBufferException | JsonProcessingException e) {
            throw new IllegalStateException("order not representable as JSON", e);
        }
    }

    static String text(Order order) {
        return "%s  %s  version %d  %s  %d.%02d %s"
                .formatted(
                        order.getId(),
                        order.getStatus(),
                        order.getVersion(),
                        order.getCustomerId(),
                        order.getAmountCents() / 100,
                        order.getAmountCents() % 100,
                        order.getCurrency());
    }
}
