package coffee.brew.signup.grpc;

import java.util.List;

/**
 * What a sender prints of an event.
 *
 * @param event its number, from 1
 * @param waitedUs microseconds for which the sender waited for its recipients
 */
record SentEvent(int event, String customerId, long signedUpAtUs, long waitedUs, List<CallResult> calls) {
    boolean isAccepted() {
        return calls.stream().allMatch(CallResult::accepted);
    }
}
