package coffee.brew.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffee.brew.envelope.EventIds;
import coffee.brew.infra.LocalServersTestResource;
import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the maintenance as the owner, at times to come, in a transaction that is rolled back. */
@QuarkusTest
@WithTestResource(
        value = LocalServersTestResource.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_ledger"),
            @ResourceArg(name = "topics", value = OrdersTopic.TOPICS)
        })
class MaintenanceTest {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @Inject
    Ledger ledger;

    private Connection owner;

    @BeforeEach
    void begin() throws SQLException {
        owner = ledger.asOwner();
        owner.setAutoCommit(false);
    }

    @AfterEach
    void rollBack() throws SQLException {
        owner.rollback();
        owner.close();
    }

    @Test
    void theMigrationMakesThePartitionsOfThisWeekAndTheEightToCome() throws SQLException {
        // Given
        UUID now = EventIds.next();
        UUID inEightWeeks = idMadeAt(Instant.now().plus(56, ChronoUnit.DAYS));
        // When
        insert(now);
        insert(inEightWeeks);
        // Then
        assertThat(weeks()).hasSize(9);
        assertThat(partitionOf(now)).isEqualTo(weeks().get(0));
        assertThat(partitionOf(inEightWeeks)).isEqualTo(weeks().get(8));
    }

    @Test
    void maintenanceMakesNewWeeksAndDropsThoseBeyondTheRetention() throws SQLException {
        // Given
        List<String> before = weeks();
        UUID old = EventIds.next();
        insert(old);
        // When
        maintain(35, "now() + INTERVAL '50 days'");
        // Then
        assertThat(weeks())
                .doesNotContain(before.get(0))
                .contains(before.get(8))
                .hasSizeBetween(14, 15);
        assertThat(partitionOf(old)).isNull();
    }

    @Test
    void maintenanceKeepsWhatIsWithinTheRetention() throws SQLException {
        // Given
        UUID old = EventIds.next();
        insert(old);
        // When
        maintain(35, "now() + INTERVAL '34 days'");
        // Then
        assertThat(partitionOf(old)).isNotNull();
    }

    @Test
    void eventsThatCameBeforeTheirPartitionMoveIntoIt() throws SQLException {
        // Given
        UUID early = idMadeAt(Instant.now().plus(100, ChronoUnit.DAYS));
        insert(early);
        String first = partitionOf(early);
        // When
        maintain(35, "now() + INTERVAL '99 days'");
        // Then
        assertThat(first).isEqualTo("processed_events_default");
        assertThat(weeks()).contains(partitionOf(early));
    }

    @Test
    void theDefaultPartitionForgetsWhatWasProcessedBeforeTheRetention() throws SQLException {
        // Given
        UUID late = idMadeAt(Instant.now().minus(300, ChronoUnit.DAYS));
        UUID bogus = idMadeAt(Instant.now().plus(9000, ChronoUnit.DAYS));
        insert(late);
        insert(bogus);
        maintain(35, "now() + INTERVAL '34 days'");
        assertThat(partitionOf(late)).isEqualTo("processed_events_default");
        // When
        maintain(35, "now() + INTERVAL '36 days'");
        // Then
        assertThat(partitionOf(late)).isNull();
        assertThat(partitionOf(bogus)).isNull();
    }

    @Test
    void aRetentionShorterThanRedeliveryIsRefused() {
        // When
        // Then
        assertThatThrownBy(() -> maintain(7, "now()"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"));
    }

    @Test
    void maintenanceGivesWayToABusyTable() throws SQLException {
        // Given
        int before = weeks().size();
        try (Connection busy = ledger.asService();
                Statement insert = busy.createStatement()) {
            busy.setAutoCommit(false);
            insert.execute("INSERT INTO processed_events (consumer, event_id) VALUES ('test', '"
                    + idMadeAt(Instant.now().plus(9000, ChronoUnit.DAYS)) + "')");
            // When
            maintain(35, "now() + INTERVAL '50 days'");
            busy.rollback();
        }
        // Then
        assertThat(weeks()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT processed_events_maintain(35)",
                "DELETE FROM processed_events",
                "UPDATE processed_events SET consumer = 'other'",
                "TRUNCATE processed_events",
                "DROP TABLE processed_events",
                "CREATE TABLE own (id INT)"
            })
    void theServiceRoleMayOnlyReadAndInsert(String statement) throws SQLException {
        try (Connection service = ledger.asService();
                Statement forbidden = service.createStatement()) {
            // When
            // Then
            assertThatThrownBy(() -> forbidden.execute(statement))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
        }
    }

    private void maintain(int retentionDays, String asOf) throws SQLException {
        execute("SELECT processed_events_maintain(" + retentionDays + ", " + asOf + ")");
    }

    private void insert(UUID eventId) throws SQLException {
        execute("INSERT INTO processed_events (consumer, event_id) VALUES ('test', '" + eventId + "')");
    }

    /** Null when the event is not there. */
    private @Nullable String partitionOf(UUID eventId) throws SQLException {
        List<String> found =
                select("SELECT tableoid::regclass FROM processed_events WHERE event_id = '" + eventId + "'");
        return found.isEmpty() ? null : found.get(0);
    }

    private List<String> weeks() throws SQLException {
        return select("SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'processed_events'::regclass"
                + " AND inhrelid <> 'processed_events_default'::regclass ORDER BY inhrelid::regclass::text");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> select(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }

    private static UUID idMadeAt(Instant time) {
        return UuidCreator.getTimeOrderedEpoch(time);
    }
}
