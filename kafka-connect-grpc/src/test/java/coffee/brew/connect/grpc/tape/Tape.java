package coffee.brew.connect.grpc.tape;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What there is to play. Grows while it is played. Thread-safe. */
public final class Tape {
    /** Keys repeat after so many numbers. */
    public static final int KEYS = 10;

    /** Number 0 is of this time: not long ago, or Kafka would delete the records as expired. */
    public static final long BIRTH_MS = System.currentTimeMillis();

    private final List<PlayRequest> requests = new CopyOnWriteArrayList<>();
    private final Set<Player> players = ConcurrentHashMap.newKeySet();
    private final Map<Long, byte[]> instead = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile long last;
    private volatile boolean endsAfterLast;
    private volatile int noiseBytes;
    private volatile boolean stampedWithTheClock;
    private volatile @Nullable Status refusal;

    /** Lets the tape have numbers up to this one. */
    public void growTo(long number) {
        last = number;
        players.forEach(Player::play);
    }

    /** From now on a call ends with OK after the last number; otherwise it stays open. */
    public void endAfterLast() {
        endsAfterLast = true;
        players.forEach(Player::play);
    }

    /** Makes every message this much larger. */
    public void addNoise(int bytes) {
        noiseBytes = bytes;
    }

    /** From now on the time of a message is when it is sent. */
    public void stampWithTheClock() {
        stampedWithTheClock = true;
    }

    /** Sends these bytes in the place of a number. */
    public void spoil(long number, byte[] bytes) {
        instead.put(number, bytes);
    }

    /** Ends all open calls with this status. */
    public void cut(Status status) {
        players.forEach(player -> player.end(status));
    }

    void refuse(@Nullable Status status) {
        refusal = status;
    }

    /** All requests, in the order in which they came. */
    public List<PlayRequest> requests() {
        return requests;
    }

    /** Calls that are open now. */
    public int open() {
        return players.size();
    }

    /** Messages handed to gRPC so far, over all calls. */
    public long sent() {
        return sent.get();
    }

    long last() {
        return last;
    }

    boolean endsAfterLast() {
        return endsAfterLast;
    }

    @Nullable
    Status refusal() {
        return refusal;
    }

    void asked(PlayRequest request) {
        requests.add(request);
    }

    void add(Player player) {
        players.add(player);
    }

    void remove(Player player) {
        players.remove(player);
    }

    byte[] message(PlayRequest request, long number) {
        sent.incrementAndGet();
        byte[] spoiled = instead.get(number);
        return spoiled != null
                ? spoiled
                : Cut.newBuilder()
                        .setNumber(number)
                        .setKey("k" + number % KEYS)
                        .setTape(request.getTape())
                        .setAtMs(stampedWithTheClock ? System.currentTimeMillis() : BIRTH_MS + number)
                        .setToken("t" + number)
                        .setNoise(ByteString.copyFrom(new byte[noiseBytes]))
                        .build()
                        .toByteArray();
    }

    /** Where to go on: after the number, or after the token. */
    static long after(PlayRequest request) {
        return request.getToken().isEmpty()
                ? request.getAfterNumber()
                : Long.parseLong(request.getToken().substring(1));
    }
}
