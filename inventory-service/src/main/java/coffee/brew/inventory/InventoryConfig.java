package coffee.brew.inventory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Size;

/** Who this process is. */
@ConfigMapping(prefix = "brew.inventory")
public interface InventoryConfig {
    /** The name of this process among its replicas; stored with each reservation. 1 to 64 characters. */
    @WithDefault("${brew.node-id}")
    @Size(min = 1, max = 64)
    String nodeId();
}
