package coffee.brew.sandbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.sandbox.check.Counts;
import org.junit.jupiter.api.Test;

class DemoScreenTest {
    @Test
    void barShowsWhatArrivedBeforeWhatWasSent() {
        assertThat(DemoScreen.bar(100, 200, new Counts(100, 0, 50, 100, 100))).isEqualTo("[######------            ]");
    }

    @Test
    void barIsFullAtTheEnd() {
        assertThat(DemoScreen.bar(200, 200, new Counts(200, 0, 200, 200, 200))).isEqualTo("[" + "#".repeat(24) + "]");
    }
}
