package coffee.brew.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Who this process is, and how it tells customers. */
@ConfigMapping(prefix = "brew.notification")
public interface NotificationConfig {
    /** The name of this process among its replicas; stored with each notification. 1 to 64 characters. */
    @WithDefault("${brew.node-id}")
    @Size(min = 1, max = 64)
    String nodeId();

    /** The channel, part of a notification's key: another channel tells again. 1 to 32 of {@code a-z 0-9 -}. */
    @WithDefault("email")
    @Pattern(regexp = "[a-z][a-z0-9-]{0,31}")
    String channel();
}
