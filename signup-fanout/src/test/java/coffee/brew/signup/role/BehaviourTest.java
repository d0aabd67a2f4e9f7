package coffee.brew.signup.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BehaviourTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 33, 50, 99, 100})
    void percentagesAreMetExactlyInEveryHundredEvents(int percent) {
        // When
        long chosen = LongStream.rangeClosed(1, 300)
                .filter(n -> Behaviour.isChosen(n, percent))
                .count();
        // Then
        assertThat(chosen).isEqualTo(percent * 3L);
    }
}
