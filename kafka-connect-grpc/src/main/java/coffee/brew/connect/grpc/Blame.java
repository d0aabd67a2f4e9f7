package coffee.brew.connect.grpc;

import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Whom to tell when a key does not fit the method. */
interface Blame {
    /** The checked thing; null when it was wrong and the wrong was noted. */
    <T> @Nullable T on(String key, Supplier<T> checked);

    /** Fails with the first wrong. */
    Blame THROWING = new Blame() {
        @Override
        public <T> T on(String key, Supplier<T> checked) {
            try {
                return checked.get();
            } catch (ConfigException e) {
                throw new ConfigException(key + ": " + e.getMessage());
            }
        }
    };
}
