package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.sandbox.stack.Launch;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.Stack;
import coffee.brew.sandbox.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comes first: what is learned here halves what the starts of the other tests take of the processor. */
@Order(1)
class StartCacheIT {
    private static final List<String> ONE_OF_EACH = List.of("order-1", "inventory-1", "notification-1", "query-1");

    @TempDir
    Path directory;

    @Test
    void everyServiceLearnsAndItsNextProcessStartsFromThat() throws IOException {
        // Given
        StackOptions learning = StackOptions.of(Program.ROOT, directory)
                .withNodes(ONE_OF_EACH)
                .withLaunch(new Launch(false, null, true));
        // When
        List<String> first;
        List<String> next;
        try (Stack stack = Stack.start(learning)) {
            first = arguments(stack.node("inventory-1").state());
            stack.node("inventory-1").stop();
            stack.node("inventory-1").start();
            next = arguments(stack.node("inventory-1").state());
        }
        // Then
        assertThat(first).anyMatch(StartCacheIT::learnsOrWasBuiltBefore);
        assertThat(next).anyMatch(StartCacheIT::usesWhatWasLearned);
        for (Service service : Service.values()) {
            assertThat(learned(service)).as(service.module()).hasSize(1);
        }
    }

    /** The learned file is kept until the jars change: then nobody learns it again. */
    private static boolean learnsOrWasBuiltBefore(String argument) {
        return argument.matches("-XX:(ArchiveClassesAtExit|AOTCacheOutput)=.*") || usesWhatWasLearned(argument);
    }

    private static boolean usesWhatWasLearned(String argument) {
        return argument.matches("-XX:(SharedArchiveFile|AOTCache)=.*");
    }

    private static List<String> arguments(NodeState node) {
        return Arrays.asList(Objects.requireNonNull(node.process())
                .find()
                .orElseThrow()
                .info()
                .arguments()
                .orElseThrow());
    }

    private static List<Path> learned(Service service) throws IOException {
        Path folder = Program.ROOT.resolve(service.module()).resolve("target/start");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(jsa|aot)"))
                    .toList();
        }
    }
}
