package coffee.brew.sandbox.compare.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixTest {
    private final Report report = MadeUpReport.create();

    @Test
    void nineRowsEachSayWhatWasMeasured() {
        assertThat(report.matrix()).hasSize(9).allSatisfy(row -> {
            assertThat(row.grpcMeasured()).isNotBlank();
            assertThat(row.kafkaMeasured()).isNotBlank();
        });
        assertThat(report.matrix())
                .extracting(Report.Criterion::name)
                .contains("Replay of past events", "Backpressure", "Ordering", "Delivery guarantee");
    }

    @Test
    void whatWasMadeUpHolds() {
        assertThat(report.matrix()).allMatch(Report.Criterion::holds);
        assertThat(report.ok()).isTrue();
    }

    @Test
    void eventThatKafkaLostIsNotOk() {
        // Given
        List<Cell> cells = report.cells().stream().map(MatrixTest::losingOne).toList();
        // When
        Report losing = Report.of(30, 300, 2_000, cells, report.pair(), 1);
        // Then
        assertThat(losing.ok()).isFalse();
        assertThat(figure(losing, "kafka_completeness_percent").met()).isFalse();
        assertThat(figure(report, "kafka_completeness_percent").met()).isTrue();
    }

    @Test
    void figuresAreHeldAgainstTheirLimits() {
        assertThat(figure(report, "kafka_sender_p99_ratio").value()).isEqualTo(1);
        assertThat(figure(report, "kafka_sender_p99_ratio").met()).isTrue();
        assertThat(figure(report, "parallel_p50_over_slowest_ms").value()).isEqualTo(1.01);
        assertThat(figure(report, "parallel_p50_over_slowest_ms").met()).isTrue();
    }

    private static Report.Figure figure(Report report, String name) {
        return report.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Cell losingOne(Cell cell) {
        if (cell.mode() != Mode.KAFKA || cell.situation() != Situation.SLOW) {
            return cell;
        }
        List<Cell.Recipient> recipients = cell.recipients().stream()
                .map(one -> new Cell.Recipient(
                        one.name(), one.expected(), one.delivered() - 1, 1, 0, 0, one.latencyMs(), one.tookMs(), 0, 0))
                .toList();
        return new Cell(
                cell.mode(),
                cell.situation(),
                cell.sender(),
                recipients,
                cell.counters(),
                cell.catchUp(),
                cell.backlog());
    }
}
