package coffee.brew.sandbox.compare;

import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.SignupProgram;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process of the recipients that are to be killed: those of all modes in one, killed by one SIGKILL when all of them
 * have got so far, and so dead for the same seconds.
 */
final class MortalHost implements AutoCloseable {
    private static final int TIMEOUT_S = 120;

    private final CyclicBarrier death;
    private final CyclicBarrier rebirth;
    private volatile RoleHost host;
    private volatile long bornAtUs;

    /** @param modes that go through this together */
    MortalHost(SignupProgram program, int modes) {
        host = new RoleHost(program);
        death = new CyclicBarrier(modes, () -> host.close());
        rebirth = new CyclicBarrier(modes, () -> {
            bornAtUs = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            host = new RoleHost(program);
        });
    }

    /** The process that lives. */
    RoleHost host() {
        return host;
    }

    /** Returns when the process is dead. */
    void killTogether() {
        await(death);
    }

    /** Returns when there is a new process; when its start began, Unix microseconds. */
    long restartTogether() {
        await(rebirth);
        return bornAtUs;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new SandboxException("another mode did not get so far", "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", "", e);
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
