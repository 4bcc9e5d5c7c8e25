package dev.natsuin.sgm.token;

import com.sun.jna.NativeLibrary;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A token of SoftHSM 2 in a folder of its own.
 *
 * <p>SoftHSM finds its folder by an environment variable, read whenever the module is initialised. So every token of a
 * test lives in this one process, one after another; the variable is set by libc, because Java cannot.
 */
public final class SoftHsm {
    public static final Path MODULE = Path.of("/usr/lib/softhsm/libsofthsm2.so");

    public static final Bytes MARK = Bytes.of(new byte[32]);
    private static final String LABEL = "natsuin test";
    private static final String PIN = "271828";
    private static final String OFFICER_PIN = "31415926";

    private final Path folder;

    /** Makes and initialises it. */
    public SoftHsm(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(tokens());
            Files.writeString(
                    configuration(),
                    "directories.tokendir = " + tokens() + "\nobjectstore.backend = file\nlog.level = ERROR\n");
            secret(pinFile(), PIN);
            secret(folder.resolve("so-pin"), OFFICER_PIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tool("--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", OFFICER_PIN);
        chosen();
    }

    /** True where SoftHSM is installed; {@code ./check} installs it. */
    public static boolean isInstalled() {
        return Files.exists(MODULE);
    }

    private static void secret(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text + "\n");
    }

    /** Has this process use it from its next initialising on. */
    public void chosen() {
        NativeLibrary.getProcess()
                .getFunction("setenv")
                .invokeInt(new Object[] {"SOFTHSM2_CONF", configuration().toString(), 1});
    }

    /** Runs Debian's tool on it. */
    public void tool(String... arguments) {
        try {
            var command = new java.util.ArrayList<>(List.of("softhsm2-util"));
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("SOFTHSM2_CONF", configuration().toString());
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Path configuration() {
        return folder.resolve("softhsm2.conf");
    }

    public Path tokens() {
        return folder.resolve("tokens");
    }

    public Path pinFile() {
        return folder.resolve("pin");
    }

    public static String label() {
        return LABEL;
    }

    /** The way to it. */
    public TokenAccess access() {
        return access(TokenProfile.softHsm());
    }

    public TokenAccess access(TokenProfile profile) {
        return new TokenAccess(
                MODULE, LABEL, new TokenPin(pinFile()), Optional.of(new TokenPin(folder.resolve("so-pin"))), profile);
    }

    /** Becomes what the other is, as its maker's tool copies a token: all its files. */
    public void copyOf(SoftHsm other) {
        try (var files = Files.walk(other.tokens());
                var own = Files.walk(tokens())) {
            for (var file : own.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            for (var file : files.toList()) {
                var target = tokens().resolve(other.tokens().relativize(file).toString());
                if (Files.isRegularFile(file)) {
                    Files.copy(file, target);
                } else if (!Files.exists(target)) {
                    Files.createDirectory(target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if it were unplugged. */
    public void vanish() {
        move(tokens(), folder.resolve("away"));
    }

    /** And plugged in again. */
    public void comeBack() {
        move(folder.resolve("away"), tokens());
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many objects lie in it. */
    public long objects() {
        try (var files = Files.walk(Files.exists(tokens()) ? tokens() : folder)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".object") && !name.endsWith("token.object"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
