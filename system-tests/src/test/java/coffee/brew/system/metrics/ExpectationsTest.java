package coffee.brew.system.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tests of rules and dashboards find: an expression that can never be true looks like any other. */
class ExpectationsTest {
    private final Expectations expectations = new Expectations();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "brew_outbox_send_failures_total{kind=\"transent\"}",
                "brew_order_refused_total{reason=~\"too_many_waiting|backlog_to_old\"}",
                "brew_order_refused_total{reason=\"too_many_waiting|backlog_too_old\"}",
                "brew_order_create_seconds_count{status!=\"Ok\"}",
                "brew_inbox_lag_records{consumer!~\"inventory|notification\"}",
                "jvm_threads_states_threads{state=\"blocked\"}"
            })
    void valueThatTheCodeNeverSaysIsAProblem(String expression) {
        assertThat(expectations.problems(expression)).hasSize(1);
    }

    @Test
    void pageNamesTheReasonsAndKindsThatTheCodeSays() {
        // Given
        String page = MetricsPage.read(MetricsPage.ROOT.resolve("docs/metrics.md"));
        // Then
        assertThat(requireNonNull(Expectations.VALUES.get("reason")))
                .hasSizeGreaterThan(3)
                .allMatch(reason -> page.contains("`" + reason + "`"));
        assertThat(requireNonNull(Expectations.VALUES.get("kind")))
                .hasSize(2)
                .allMatch(kind -> page.contains("`" + kind + "`"));
    }
}
