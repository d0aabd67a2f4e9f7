package coffee.brew.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtoCompatibilityTest {

    @Test
    void nothingPublishedIsGoneOrHasAnotherShape() throws IOException {
        // Given
        List<FileDescriptorProto> published = Contract.files(Contract.PUBLISHED);
        // When
        List<String> breaking = BreakingChanges.between(published, Contract.files(Contract.CURRENT));
        // Then
        assertThat(breaking)
                .as("old clients and consumers would notice: add a field, never renumber, retype or remove one")
                .isEmpty();
    }

    @Test
    void publishedDescriptorSetHoldsTheWholeContract() throws IOException {
        // When
        List<FileDescriptorProto> published = Contract.files(Contract.PUBLISHED);
        // Then
        assertThat(published)
                .as(
                        "when all other tests here are green, the contract grew: cp %s %s (in common-proto), commit it",
                        Contract.CURRENT, Contract.PUBLISHED)
                .containsExactlyInAnyOrderElementsOf(Contract.files(Contract.CURRENT));
    }

    @Test
    void renumberedRetypedAndRemovedFieldsAreNoticed() throws IOException {
        // Given
        List<FileDescriptorProto> published = Contract.files(Contract.PUBLISHED);
        List<FileDescriptorProto> broken =
                published.stream().map(ProtoCompatibilityTest::breakCustomerId).toList();
        // When
        List<String> breaking = BreakingChanges.between(published, broken);
        // Then
        assertThat(breaking)
                .anyMatch(change -> change.startsWith("orders.v1.Order field 2 was"))
                .anyMatch(change -> change.startsWith("orders.v1.OrderService/Create was"));
    }

    private static FileDescriptorProto breakCustomerId(FileDescriptorProto file) {
        FileDescriptorProto.Builder broken = file.toBuilder();
        broken.getMessageTypeBuilderList().stream()
                .filter(message -> message.getName().equals("Order"))
                .forEach(message -> message.getFieldBuilder(1).setNumber(99));
        return broken.clearService().build();
    }
}
