package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BacklogSamplerTest {
    @Test
    void ageIsKnownOfABacklogThatCannotBeCounted() {
        // Given
        try (TestDatabase database = new TestDatabase()) {
            database.append(TestDatabase.event("things", "thing", 1), () -> {});
            database.sql("UPDATE outbox SET created_at = now() - interval '1 hour'");
            BacklogSampler backlog = new BacklogSampler(
                    database.pool, () -> Uni.createFrom().failure(new IllegalStateException("injected")));
            // When
            Uni<Boolean> sample = backlog.sample();
            // Then
            assertThatThrownBy(() -> sample.await().atMost(TestDatabase.TIMEOUT))
                    .hasMessage("injected");
            assertThat(backlog.oldestAge()).isGreaterThanOrEqualTo(Duration.ofHours(1));
        }
    }

    @Test
    void sessionsOfTheRelayHaveALimitOfTheirOwnForStatements() {
        // Given
        try (TestDatabase database = new TestDatabase()) {
            Pool pool = RelayPool.create(
                    database.vertx, database.connectOptions().addProperty("statement_timeout", "4s"), 1);
            // When
            String limit = pool.query("SHOW statement_timeout")
                    .execute()
                    .map(rows -> rows.iterator().next().getString(0))
                    .await()
                    .atMost(TestDatabase.TIMEOUT);
            // Then
            assertThat(limit).isEqualTo("14s");
            pool.closeAndAwait();
        }
    }
}
