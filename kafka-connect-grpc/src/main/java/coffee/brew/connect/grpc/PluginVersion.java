package coffee.brew.connect.grpc;

/** The version in the jar's manifest. */
final class PluginVersion {
    private PluginVersion() {}

    static String get() {
        String version = PluginVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
