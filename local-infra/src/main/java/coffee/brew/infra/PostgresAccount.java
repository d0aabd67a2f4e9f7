package coffee.brew.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The account that PostgreSQL runs as. PostgreSQL refuses to run as root, so root starts it inside a user namespace
 * ({@code unshare}) or, where the kernel or the container denies that, as an ordinary account ({@code runuser}).
 *
 * @param prefix what a command begins with to run as this account
 * @param user the ordinary account, when root had to choose one
 */
record PostgresAccount(List<String> prefix, Optional<String> user) {
    private static final System.Logger LOG = System.getLogger(PostgresAccount.class.getName());
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    static PostgresAccount choose(Path log) {
        return choose(command -> ServerProcess.run(command, log, PROBE_TIMEOUT) == 0);
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
                LOG.log(
                        System.Logger.Level.INFO,
                        "PostgreSQL does not run as root and unshare is denied here: running it as user={0}",
                        user);
                return new PostgresAccount(List.of("runuser", "-u", user, "--"), Optional.of(user));
            }
        }
        throw new LocalServerException(
                "PostgreSQL does not run as root; here `unshare -U` is denied, and so is `runuser -u nobody`",
                "Run as an ordinary user, or allow user namespaces (Docker:"
                        + " --security-opt seccomp=unconfined; host: sysctl -w kernel.unprivileged_userns_clone=1)");
    }

    List<String> command(Path program, List<String> arguments) {
        return Stream.of(prefix, List.of(program.toString()), arguments)
                .flatMap(List::stream)
                .toList();
    }

    /** Hands the directory and all in it to the account. */
    void own(ServerDirectory directory, Path log) {
        user.ifPresent(name -> {
            chown(directory.path(), name);
            List<String> probe =
                    command(Path.of("test"), List.of("-w", directory.path().toString()));
            if (ServerProcess.run(probe, log, PROBE_TIMEOUT) != 0) {
                throw new LocalServerException(
                        "PostgreSQL runs as user " + name + " here, who cannot reach " + directory.path(),
                        "choose a directory below /tmp or /var/tmp, or run as an ordinary user");
            }
        });
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
