package coffee.brew.signup.role;

import coffee.brew.contract.customers.v1.CustomerSignedUp;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Customers that are made up. */
public final class SignUps {
    private static final List<String> TIERS = List.of("bronze", "silver", "gold");
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int MICROS_PER_SECOND = 1_000_000;

    private SignUps() {}

    /** The n-th customer signs up now. */
    public static CustomerSignedUp next(int n) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return CustomerSignedUp.newBuilder()
                .setCustomerId(UUID.randomUUID().toString())
                .setEmail("user-%d@example.com".formatted(n))
                .setLoyaltyTier(TIERS.get(n % TIERS.size()))
                .setSignedUpAt(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .build();
    }

    /** When the customer signed up, Unix microseconds. */
    public static long signedUpAtUs(CustomerSignedUp event) {
        Timestamp at = event.getSignedUpAt();
        return at.getSeconds() * MICROS_PER_SECOND + at.getNanos() / NANOS_PER_MICRO;
    }

    /** Now, Unix microseconds; the clock that all processes of this machine share. */
    public static long nowUs() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
