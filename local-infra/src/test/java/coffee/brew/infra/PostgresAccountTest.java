package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PostgresAccountTest {
    private static final Path PROGRAM = Path.of("postgres");

    @Test
    void ordinaryUserRunsServerDirectly() {
        // Given
        Predicate<List<String>> notRoot = command -> false;
        // When
        PostgresAccount account = PostgresAccount.choose(notRoot);
        // Then
        assertThat(account.command(PROGRAM, List.of("-D", "data"))).containsExactly("postgres", "-D", "data");
    }

    @Test
    void rootRunsServerInsideUserNamespace() {
        // Given
        Predicate<List<String>> root = command -> true;
        // When
        PostgresAccount account = PostgresAccount.choose(root);
        // Then
        assertThat(account.command(PROGRAM, List.of())).containsExactly("unshare", "-U", "postgres");
    }

    @Test
    void rootWithoutUserNamespacesRunsServerAsOrdinaryUser() {
        // Given
        Predicate<List<String>> denied = command -> !command.contains("unshare") && !command.contains("postgres");
        // When
        PostgresAccount account = PostgresAccount.choose(denied);
        // Then
        assertThat(account.command(PROGRAM, List.of())).containsExactly("runuser", "-u", "nobody", "--", "postgres");
    }

    @Test
    void rootWithoutAnyOtherAccountIsToldWhatToDo() {
        // Given
        Predicate<List<String>> onlyRoot = command -> command.contains("sh");
        // Then
        assertThatThrownBy(() -> PostgresAccount.choose(onlyRoot))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("unshare")
                .hasMessageContaining("Run as an ordinary user");
    }
}
