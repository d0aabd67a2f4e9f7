package coffee.brew.connect.grpc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final long ANY_BYTES = Long.MAX_VALUE;

    @Test
    void neverAsksForMoreThanThereIsRoomFor() {
        for (int messages : new int[] {1, 2, 3, 100, 256, 257, 10_000}) {
            Window window = new Window(messages, ANY_BYTES);
            SplittableRandom random = new SplittableRandom(messages);
            int asked = window.opened();
            for (int step = 0; step < 100_000; step++) {
                if (asked > 0 && random.nextBoolean()) {
                    asked += window.arrived(1) - 1;
                } else if (window.held() > 0) {
                    asked += window.taken(1);
                }
                assertThat(asked + window.held()).isLessThanOrEqualTo(messages);
                assertThat(asked + window.held()).as("somebody moves next").isPositive();
            }
        }
    }

    @Test
    void asksForNothingMoreWhenTheBytesAreUsedUp() {
        // Given
        Window window = new Window(10_000, 1_000);
        int asked = window.opened();
        // When
        for (int message = 0; message < 10; message++) {
            asked += window.arrived(100) - 1;
        }
        int askedWhenFull = window.arrived(100);
        // Then
        assertThat(asked).isPositive();
        assertThat(askedWhenFull).isZero();
    }

    @Test
    void messageLargerThanAllBytesStillGetsThrough() {
        // Given
        Window window = new Window(10, 1_000);
        int asked = window.opened();
        for (int message = 0; message < 100; message++) {
            // When
            asked += window.arrived(5_000) - 1;
            asked += window.taken(5_000);
            // Then
            assertThat(asked).isPositive();
        }
    }

    @Test
    void newCallIsAskedForWhatTheOldOneStillOwed() {
        // Given
        Window window = new Window(10, ANY_BYTES);
        int first = window.opened();
        window.arrived(1);
        // When
        int second = window.opened();
        // Then
        assertThat(first).isEqualTo(10);
        assertThat(second).isEqualTo(9);
    }
}
