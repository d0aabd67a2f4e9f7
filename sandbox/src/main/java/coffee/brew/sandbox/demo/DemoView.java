package coffee.brew.sandbox.demo;

import coffee.brew.sandbox.check.Counts;

/** Who watches the demo. Called from several threads. */
public interface DemoView {
    /** Something happened. */
    void step(String line);

    /**
     * The counters moved.
     *
     * @param acked orders acknowledged so far
     * @param total orders that there will be
     */
    void counters(long acked, long total, Counts counts);
}
