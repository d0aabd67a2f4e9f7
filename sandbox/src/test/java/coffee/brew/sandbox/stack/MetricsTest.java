package coffee.brew.sandbox.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final String EXPOSITION =
            """
            # TYPE brew_inbox_duplicates counter
            brew_inbox_duplicates_total{consumer="inventory",topic="a b"} 3.0
            brew_inbox_duplicates_total{consumer="other"} 4.0 1700000000000
            brew_inbox_duplicates_total_created 9.0
            brew_outbox_pending 12.0
            """;

    @Test
    void addsUpAllTags() {
        assertThat(Metrics.sum(EXPOSITION, "brew_inbox_duplicates_total")).hasValue(7);
    }

    @Test
    void readsSampleWithoutTags() {
        assertThat(Metrics.sum(EXPOSITION, "brew_outbox_pending")).hasValue(12);
    }

    @Test
    void isEmptyForUnknownName() {
        assertThat(Metrics.sum(EXPOSITION, "brew_outbox")).isEmpty();
    }
}
