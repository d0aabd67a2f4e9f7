package coffee.brew.sandbox.stack;

/** Where a long undertaking says what it is doing, one short line each. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = line -> {};

    void step(String line);
}
