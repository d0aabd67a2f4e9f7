package coffee.brew.connect.grpc.stream;

/**
 * How many messages may be asked of gRPC: never more than there is room for in the queue. What is asked for and what
 * is held together stay within the messages; when the bytes are used up, nothing more is asked for. One message is
 * always asked for when none is held, so a message larger than all bytes still gets through.
 *
 * <p>Thread-safe: messages arrive on gRPC's threads and are taken on the one that polls.
 */
final class Window {
    /** Asked for at a time: enough to keep a connection busy, few enough for the bytes to be a limit. */
    private static final int ASKED_MAX = 256;

    private final int messagesMax;
    private final long bytesMax;
    private int asked;
    private int held;
    private long bytesHeld;

    Window(int messagesMax, long bytesMax) {
        this.messagesMax = messagesMax;
        this.bytesMax = bytesMax;
    }

    /** A new call, of which nothing has been asked. Returns how many messages to ask for, as the others do. */
    synchronized int opened() {
        asked = 0;
        return grant();
    }

    synchronized int arrived(int bytes) {
        asked--;
        held++;
        bytesHeld += bytes;
        return grant();
    }

    synchronized int taken(int bytes) {
        held--;
        bytesHeld -= bytes;
        return grant();
    }

    synchronized int held() {
        return held;
    }

    private int grant() {
        if (held > 0 && bytesHeld >= bytesMax) {
            return 0;
        }
        int chunk = Math.min(ASKED_MAX, messagesMax);
        int room = Math.min(messagesMax - held, chunk) - asked;
        // In portions: asking for each message alone costs more than the message.
        if (room <= 0 || (asked > 0 && room < chunk / 2)) {
            return 0;
        }
        asked += room;
        return room;
    }
}
