package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void folderThatTheAccountMayNotEnterIsNamedWithTheAdviceToMove(@TempDir Path open) throws IOException {
        // Given
        PostgresAccount nobody = new PostgresAccount(List.of("runuser", "-u", "nobody", "--"), Optional.of("nobody"));
        Path closed = open.resolve("closed");
        Path data = Files.createDirectories(closed.resolve("checkout/.brew"));
        Predicate<List<String>> mayEnter =
                command -> !command.get(command.size() - 1).startsWith(closed.toString());
        // Then
        assertThatThrownBy(() -> nobody.requireReach(data.resolve("not-yet-made"), mayEnter))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("user nobody), it may not enter " + closed + "\n")
                .hasMessageContaining("move what is in there");
        assertThatCode(() -> nobody.requireReach(open, mayEnter)).doesNotThrowAnyException();
    }

    @Test
    void rootWithoutAnyOtherAccountIsToldWhatToDo() {
        // Given
        Predicate<List<String>> onlyRoot = command -> command.contains("sh");
        // Then
        assertThatThrownBy(() -> PostgresAccount.choose(onlyRoot))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("unshare")
                .hasMessageContaining("run it as an ordinary user");
    }
}
