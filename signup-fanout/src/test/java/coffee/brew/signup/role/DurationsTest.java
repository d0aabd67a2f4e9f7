package coffee.brew.signup.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"0,0", "500us,500", "300ms,300000", "3s,3000000", "1m30s,90000000", "1h,3600000000"})
    void durationsAreReadAsTheyAreWritten(String text, long microseconds) {
        assertThat(new Durations().convert(text)).isEqualTo(Duration.ofNanos(microseconds * 1_000));
    }

    @Test
    void numberWithoutUnitIsRefused() {
        assertThatThrownBy(() -> new Durations().convert("300"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("300ms");
    }
}
