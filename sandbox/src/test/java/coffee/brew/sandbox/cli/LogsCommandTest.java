package coffee.brew.sandbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class LogsCommandTest {
    /** More than is read at once. */
    private static final int LINES = 20_000;

    @TempDir
    Path project;

    @BeforeEach
    void writeLog() throws IOException {
        System.setProperty("brew.project", project.toString());
        Path logs = Files.createDirectories(project.resolve(".brew/logs"));
        Files.writeString(
                logs.resolve("order-1.log"),
                IntStream.rangeClosed(1, LINES)
                        .mapToObj("line %d ü%n"::formatted)
                        .collect(Collectors.joining()));
    }

    @AfterEach
    void forgetTheProject() {
        System.clearProperty("brew.project");
    }

    @Test
    void showsTheLastLinesOfALargeFile() {
        // Given
        StringWriter few = new StringWriter();
        StringWriter all = new StringWriter();
        // When
        run(few, "logs", "order-1", "--lines", "2");
        run(all, "logs", "order-1", "--lines", String.valueOf(LINES + 1));
        // Then
        assertThat(few.toString().lines()).containsExactly("line 19999 ü", "line 20000 ü");
        assertThat(all.toString().lines()).hasSize(LINES).startsWith("line 1 ü");
    }

    @Test
    void followingEndsWhenNobodyReadsAnyMore() {
        // Given
        Head head = new Head(2);
        // When
        int code = run(head, "logs", "order-1", "--follow");
        // Then
        assertThat(code).isZero();
        assertThat(head.toString().lines()).containsExactly("line 19951 ü", "line 19952 ü");
    }

    @Test
    void followingWritesOneObjectForEachLineWhenJsonIsAskedFor() {
        // Given
        Head head = new Head(2);
        // When
        run(head, "logs", "order-1", "--follow", "--lines", "3", "--output", "json");
        // Then
        assertThat(head.toString().lines())
                .containsExactly("{\"line\":\"line 19998 ü\"}", "{\"line\":\"line 19999 ü\"}");
    }

    private static int run(Writer out, String... arguments) {
        CommandLine program = Brewctl.commandLine();
        program.setOut(new PrintWriter(out));
        return program.execute(arguments);
    }

    /** Takes some lines, and then no more. */
    private static final class Head extends Writer {
        private final StringBuilder text = new StringBuilder();
        private final int linesMax;

        Head(int linesMax) {
            this.linesMax = linesMax;
        }

        @Override
        public void write(char[] chars, int offset, int length) throws IOException {
            if (text.chars().filter(character -> character == '\n').count() == linesMax) {
                throw new IOException("Broken pipe");
            }
            text.append(chars, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
