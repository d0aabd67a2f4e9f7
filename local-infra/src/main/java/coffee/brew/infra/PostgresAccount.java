package coffee.brew.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The account that PostgreSQL runs as. PostgreSQL refuses to run as root, so root starts it inside a user namespace
 * ({@code unshare}) or, where the kernel or the container denies that, as an ordinary account ({@code runuser}).
 *
 * @param prefix what a command begins with to run as this account
 * @param user the ordinary account, when root had to choose one
 */
public record PostgresAccount(List<String> prefix, Optional<String> user) {
    private static final Path NO_LOG = Path.of("/dev/null");
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    /** The one for this machine; fails when PostgreSQL cannot run here at all. */
    public static PostgresAccount choose() {
        return choose(PostgresAccount::works);
    }

    /** Decides by running small commands, of which the predicate says whether they work. */
    static PostgresAccount choose(Predicate<List<String>> works) {
        if (!works.test(List.of("sh", "-c", "test \"$(id -u)\" -eq 0"))) {
            return new PostgresAccount(List.of(), Optional.empty());
        }
        if (works.test(List.of("unshare", "-U", "true"))) {
            return new PostgresAccount(List.of("unshare", "-U"), Optional.empty());
        }
        // Accounts that systems have, best first.
        for (String user : List.of("postgres", "nobody", "daemon")) {
            if (works.test(List.of("runuser", "-u", user, "--", "true"))) {
                return new PostgresAccount(List.of("runuser", "-u", user, "--"), Optional.of(user));
            }
        }
        throw new LocalServerException(
                "PostgreSQL does not run as root; here `unshare -U` is denied, and so is `runuser -u nobody`",
                "run it as an ordinary user, or allow user namespaces (Docker: --security-opt seccomp=unconfined; host:"
                        + " sysctl -w kernel.unprivileged_userns_clone=1)");
    }

    private static boolean works(List<String> command) {
        return ServerProcess.run(command, NO_LOG, PROBE_TIMEOUT) == 0;
    }

    List<String> command(Path program, List<String> arguments) {
        return Stream.of(prefix, List.of(program.toString()), arguments)
                .flatMap(List::stream)
                .toList();
    }

    /** Hands the directory and all in it to the account. */
    void own(ServerDirectory directory) {
        user.ifPresent(name -> chown(directory.path(), name));
        requireReach(directory.path());
    }

    /**
     * Fails, naming the folder in the way, when the account may not go down to the directory, as far as that exists:
     * inside a user namespace, root has no more rights to the files of others than anybody.
     */
    public void requireReach(Path directory) {
        requireReach(directory, PostgresAccount::works);
    }

    void requireReach(Path directory, Predicate<List<String>> works) {
        if (prefix.isEmpty()) {
            return;
        }
        Stream.<@Nullable Path>iterate(directory.toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(Files::exists)
                .takeWhile(folder -> !works.test(command(Path.of("test"), List.of("-x", folder.toString()))))
                .reduce((below, above) -> above)
                .ifPresent(folder -> {
                    throw new LocalServerException(
                            "PostgreSQL does not run as root; as what it runs here (%s), it may not enter %s"
                                    .formatted(name(), folder),
                            "move what is in there to a place that everybody may enter, below /opt or /var/tmp for"
                                    + " instance, or run it as an ordinary user");
                });
    }

    /** For people. */
    public String name() {
        return user.map(name -> "user " + name)
                .orElse(prefix.isEmpty() ? "user " + System.getProperty("user.name") : "root in a user namespace");
    }

    private static void chown(Path directory, String name) {
        try (Stream<Path> files = Files.walk(directory)) {
            UserPrincipal owner =
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
            for (Path file : files.toList()) {
                Files.setOwner(file, owner);
            }
        } catch (IOException e) {
            throw LocalServerException.unusable("Directory cannot be given to user " + name, directory, e);
        }
    }
}
