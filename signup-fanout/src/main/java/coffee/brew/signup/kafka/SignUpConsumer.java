package coffee.brew.signup.kafka;

import coffee.brew.contract.customers.v1.CustomerSignedUp;
import coffee.brew.signup.role.Behaviour;
import coffee.brew.signup.role.Output;
import coffee.brew.signup.role.ReceivedEvent;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Handles one record after the other: prints it, keeps what is no event, and does as its behaviour has it. */
final class SignUpConsumer {
    private static final int RETRY_PAUSE_MS = 20;

    private final String group;
    private final Behaviour behaviour;
    private final DeadLetters deadLetters;
    private final Output output;

    SignUpConsumer(String group, Behaviour behaviour, DeadLetters deadLetters, Output output) {
        this.group = group;
        this.behaviour = behaviour;
        this.deadLetters = deadLetters;
        this.output = output;
    }

    /** Returns when the record is done with for good, and its offset may be committed. */
    void handle(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        long begunNanos = System.nanoTime();
        CustomerSignedUp event;
        try {
            event = parse(record.value());
        } catch (InvalidProtocolBufferException e) {
            keep(record, e.getClass().getName(), String.valueOf(e.getMessage()));
            return;
        }
        int attempt = 1;
        for (Behaviour.Outcome outcome = behaviour.meet(); ; outcome = behaviour.meet()) {
            switch (outcome) {
                case ACCEPTED -> {
                    accept(record, event, begunNanos);
                    return;
                }
                case REJECTED -> {
                    keep(record, "rejected", behaviour.rejectReason());
                    return;
                }
                case FAILED -> retry(record, attempt++);
            }
        }
    }

    private static CustomerSignedUp parse(byte @Nullable [] value) throws InvalidProtocolBufferException {
        if (value == null) {
            throw new InvalidProtocolBufferException("a record without value");
        }
        CustomerSignedUp event = CustomerSignedUp.parseFrom(value);
        if (event.getCustomerId().isEmpty()) {
            throw new InvalidProtocolBufferException("customer_id is required");
        }
        return event;
    }

    private void accept(ConsumerRecord<byte[], byte[]> record, CustomerSignedUp event, long begunNanos) {
        ReceivedEvent received = ReceivedEvent.now(group, event, begunNanos, record.partition(), record.offset());
        output.result(received, () -> received.text(event));
        behaviour.handled();
    }

    private void keep(ConsumerRecord<byte[], byte[]> record, String errorClass, String reason)
            throws InterruptedException {
        deadLetters.keep(record, errorClass, reason);
        output.say("[%s] partition=%d offset=%d kept on %s: %s"
                .formatted(group, record.partition(), record.offset(), deadLetters.topic(), reason));
    }

    /** In place: no later record of the partition overtakes it, and none is lost. */
    private void retry(ConsumerRecord<byte[], byte[]> record, int attempt) throws InterruptedException {
        output.say("[%s] partition=%d offset=%d failed, attempt %d, as --fail wants it"
                .formatted(group, record.partition(), record.offset(), attempt));
        TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE_MS);
    }
}
