package coffee.brew.sandbox.load;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.sandbox.stack.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LoadReportTest {
    @Test
    void hasTheFieldsThatOutsideToolsRelyOn() throws JsonProcessingException {
        // Given
        Histogram microseconds = new Histogram(3);
        for (int i = 1; i <= 1_000; i++) {
            microseconds.recordValue(i * 1_000L);
        }
        Percentiles figures = Percentiles.of(microseconds);
        LoadReport report =
                new LoadReport("load-1", 10, 9, 4, 0, 2_000, 4.5, figures, figures, Map.of("UNAVAILABLE", 1L), false);
        // When
        JsonNode json = Json.MAPPER.readTree(Json.text(report));
        // Then
        assertThat(json.path("orders_per_second").asDouble()).isEqualTo(4.5);
        assertThat(json.path("errors").path("UNAVAILABLE").asLong()).isOne();
        for (String part : new String[] {"create_ms", "visible_ms"}) {
            assertThat(json.path(part).fieldNames()).toIterable().containsExactly("p50", "p90", "p99", "p999", "max");
        }
        assertThat(json.path("create_ms").path("p50").asDouble()).isBetween(499.0, 501.0);
    }
}
