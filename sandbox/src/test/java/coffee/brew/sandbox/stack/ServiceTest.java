package coffee.brew.sandbox.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTest {
    @Test
    void nodeNameTellsItsService() {
        assertThat(Service.ofNode("inventory-2")).isEqualTo(Service.INVENTORY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "order", "order-0", "order-10", "stock-1", "../order-1", "order-1/../x"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> Service.ofNode(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void groupTellsItsService() {
        assertThat(Service.ofGroup("order-query")).contains(Service.QUERY);
        assertThat(Service.ofGroup("analytics")).isEmpty();
    }

    @Test
    void optionsRefuseOtherNumbersOfBrokers() {
        StackOptions options = StackOptions.of(Path.of("a"), Path.of("b"));
        assertThatThrownBy(() -> options.withBrokers(2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void environmentOfServiceAndNodeAddUp() {
        // When
        StackOptions options = StackOptions.of(Path.of("a"), Path.of("b"))
                .withEnvironment("order", "A", "1")
                .withEnvironment("order", "B", "2")
                .withEnvironment("order-1", "A", "3");
        // Then
        assertThat(options.environment().get("order")).containsEntry("A", "1").containsEntry("B", "2");
        assertThat(options.environment().get("order-1")).containsEntry("A", "3");
    }
}
