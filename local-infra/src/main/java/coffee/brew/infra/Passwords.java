package coffee.brew.infra;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/** The roles' generated passwords, in a file that only its owner can read; they live as long as the data. */
final class Passwords {
    private static final int BYTES = 24;

    private final Path file;

    Passwords(Path directory) {
        this.file = directory.resolve("passwords.properties");
    }

    /** The role's password, generated when it has none yet. */
    synchronized String of(String role) {
        try {
            Properties passwords = read();
            String known = passwords.getProperty(role);
            if (known != null) {
                return known;
            }
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            String password = HexFormat.of().formatHex(random);
            passwords.setProperty(role, password);
            write(passwords);
            return password;
        } catch (IOException e) {
            throw LocalServerException.unusable(
                    "Passwords of PostgreSQL's roles cannot be kept", file.resolveSibling(""), e);
        }
    }

    private Properties read() throws IOException {
        Properties passwords = new Properties();
        if (Files.exists(file)) {
            passwords.load(new StringReader(Files.readString(file)));
        }
        return passwords;
    }

    private void write(Properties passwords) throws IOException {
        StringWriter text = new StringWriter();
        passwords.store(text, "Generated. Whoever reads this file owns the databases.");
        Path next = Files.createTempFile(
                file.getParent(),
                "passwords",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, text.toString());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
