package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.ForeignJudges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A token of SoftHSM 2 for a server of its own; {@code ./check} installs SoftHSM. */
final class SoftToken {
    private static final Path MODULE = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final String LABEL = "natsuin end to end";

    private final Path folder;

    /** Makes and initialises it in a new folder. */
    SoftToken(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(tokens());
        Files.writeString(
                folder.resolve("softhsm2.conf"),
                "directories.tokendir = " + tokens() + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        Files.createFile(pin(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(pin(), "271828\n");
        var made = ForeignJudges.run(
                environment(),
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                LABEL,
                "--pin",
                "271828",
                "--so-pin",
                "31415926");
        assertThat(made.exit()).as(made.output()).isZero();
    }

    /** The folder that it is. */
    Path tokens() {
        return folder.resolve("tokens");
    }

    private Path pin() {
        return folder.resolve("pin");
    }

    /** Where SoftHSM finds the token. */
    Map<String, String> environment() {
        return Map.of("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
    }

    /** What {@code init} is told. */
    String[] options() {
        var options = new ArrayList<>(List.of("--level", "1"));
        options.addAll(place());
        return options.toArray(String[]::new);
    }

    /** Where the token is, as {@code init} and {@code restore} are told. */
    List<String> place() {
        return List.of(
                "--store",
                "pkcs11",
                "--module",
                MODULE.toString(),
                "--token-label",
                LABEL,
                "--pin-file",
                pin().toString());
    }

    /** As if it were unplugged. */
    void vanish() throws IOException {
        Files.move(tokens(), folder.resolve("away"));
    }

    /** And plugged in again. */
    void comeBack() throws IOException {
        Files.move(folder.resolve("away"), tokens());
    }

    /** How many objects lie in it. */
    long objects() throws IOException {
        try (var files = Files.walk(tokens())) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".object") && !name.endsWith("token.object"))
                    .count();
        }
    }
}
