package coffee.brew.system.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every promise in docs/guarantees.md names tests that exist. */
class GuaranteesTest {
    private static final Path PAGE =
            Path.of("..", "docs", "guarantees.md").toAbsolutePath().normalize();
    private static final Pattern PROMISE = Pattern.compile("(?m)^## \\d.*$");
    private static final Pattern LINK = Pattern.compile("\\[`(\\w+)(?:\\.(\\w+))?`]\\[(\\w+)]");
    private static final Pattern TARGET = Pattern.compile("(?m)^\\[(\\w+)]: (\\S+)$");

    @Test
    void everyPromiseIsLinkedToItsTests() throws IOException {
        // Given
        String page = Files.readString(PAGE);
        // When
        List<String> promises = PROMISE.splitAsStream(page).skip(1).toList();
        // Then
        assertThat(promises).hasSize(6).allMatch(promise -> LINK.matcher(promise)
                .find());
    }

    @Test
    void everyLinkLeadsToATestThatExists() throws IOException {
        // Given
        String page = Files.readString(PAGE);
        Map<String, Path> targets = new HashMap<>();
        for (Matcher target = TARGET.matcher(page); target.find(); ) {
            targets.put(target.group(1), PAGE.resolveSibling(target.group(2)).normalize());
        }
        // When
        List<String> broken = new ArrayList<>();
        for (Matcher link = LINK.matcher(page); link.find(); ) {
            Path source = targets.get(link.group(3));
            String method = link.group(2);
            boolean exists = source != null
                    && source.endsWith(link.group(1) + ".java")
                    && Files.exists(source)
                    && (method == null || Files.readString(source).contains("void " + method + "("));
            if (!exists) {
                broken.add(link.group());
            }
        }
        // Then
        assertThat(broken).isEmpty();
    }
}
