package coffee.brew.sandbox.compare;

import coffee.brew.sandbox.compare.result.Observed;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A sender and its recipients, told in one mode. A script drives it: {@link #recipient} and {@link #remove} change who is
 * there, {@link #send} sends on.
 */
interface Scene {
    /** Starts a recipient, with the options of its behaviour, and returns when it is ready. */
    Role recipient(RoleHost host, String name, List<String> behaviour);

    /** From now on this recipient is somebody else's business; its process is stopped. */
    void remove(String name, Role role);

    /**
     * Sends until so many events were sent in all. A sender that must know its recipients is started with the list of
     * now, and is done when this returns; any other is started once for all events and runs on.
     *
     * @param total events that the whole script sends
     */
    void send(int untilEvent, int total, int perSecond);

    /** Waits until a condition holds, or until it is clear that nothing more is coming. */
    void settle(BooleanSupplier condition);

    /** Waits until everything that can still arrive has arrived, and ends all of it. */
    Observed finish();

    Trial trial();
}
