package coffee.brew.sandbox.stack;

import org.jspecify.annotations.Nullable;

/**
 * In which form the services run.
 *
 * @param natively as native executables
 * @param dev the one that runs in Quarkus' dev mode from its sources, whatever the others do
 * @param learning whether the JVMs of services and brokers learn in their first run how to start quicker; that run's
 *     end takes longer
 */
public record Launch(boolean natively, @Nullable Service dev, boolean learning) {
    /** From jars, as they were packaged. */
    public static final Launch PACKAGED = new Launch(false, null, false);

    public boolean isDev(Service service) {
        return service == dev;
    }
}
