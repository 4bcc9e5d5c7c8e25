package dev.natsuin.launcher;

import dev.natsuin.link.certificate.WholeFile;
import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes a data directory from a backup: beside its place first, and moved there once it is whole. So there is a whole
 * server or none, however it ends. Where only the directory itself is this user's, as it is that of a service, it is
 * made in it, under the mark {@link Unfinished} until it is whole.
 */
final class Restoration {
    private final Path data;
    private final ServerConfig provisional;
    private final List<String> arguments;
    private final SideLauncher launcher;

    /**
     * For a directory that is not there yet, or empty.
     *
     * @param provisional what holds until the configuration in the backup is known
     * @param arguments what the SGM is told
     */
    Restoration(Path data, ServerConfig provisional, List<String> arguments, SideLauncher launcher) {
        this.data = data;
        this.provisional = provisional;
        this.arguments = arguments;
        this.launcher = launcher;
    }

    /** The exit code: that of the first side that did not succeed, else 0. */
    int run() {
        try {
            requireNew();
            var parent = Objects.requireNonNull(data.getParent());
            var isThere = Files.exists(data);
            if (!isThere) {
                Files.createDirectories(parent);
            }
            if (Files.isWritable(parent)) {
                clearAwayLeftBeside(parent);
            }
            if (isThere) {
                return madeInPlace();
            }
            try (var beside = HeldFolder.made(parent, besideName())) {
                int code = made(beside.path());
                if (code == ExitCode.DONE) {
                    beside.finish();
                    Folder.sync(beside.path());
                    Files.deleteIfExists(data);
                    Files.move(beside.path(), data, StandardCopyOption.ATOMIC_MOVE);
                    WholeFile.sync(parent);
                }
                return code;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory cannot be made", e);
        }
    }

    /** What a killed restore into this place had made goes: the server's key is in it. */
    private void clearAwayLeftBeside(Path parent) throws IOException {
        if (HeldFolder.clearAwayLeft(parent, besideName())) {
            throw new UsageFault("Another restore into this directory is at work.");
        }
    }

    private int madeInPlace() throws IOException {
        try (var unfinished = Unfinished.mark(data, Unfinished.Making.RESTORE)) {
            int code = ExitCode.INTERNAL;
            Initialisation.clearAway(unfinished, data, launcher.sides());
            try {
                OwnPlace.close(data);
                code = made(data);
                if (code == ExitCode.DONE) {
                    unfinished.finish();
                }
                return code;
            } finally {
                if (code != ExitCode.DONE) {
                    unfinished.clearAway();
                    unfinished.delete();
                }
            }
        }
    }

    private String besideName() {
        return data.getFileName() + ".restoring";
    }

    private void requireNew() throws IOException {
        OwnPlace.require(data);
        if (Files.exists(data) && !Unfinished.marks(data)) {
            try (var files = Files.list(data)) {
                if (files.findAny().isPresent()) {
                    throw new UsageFault("The data directory is not empty. A backup is never restored over a server.");
                }
            }
        }
    }

    private int made(Path folder) throws IOException {
        Files.createDirectory(folder.resolve("link"));
        var temporary = Files.createDirectory(folder.resolve("tmp"));
        ConfigFile.write(provisional, folder);
        var file = folder.resolve(ConfigFile.NAME);
        var sapDatabase = temporary.resolve("sap.db");
        var given = new ArrayList<>(arguments);
        given.add("sap=" + sapDatabase);
        int code = launcher.run("sgm", file, ConfigFile.read(file), "restore", given);
        if (code != ExitCode.DONE) {
            return code;
        }
        if (!Files.exists(sapDatabase)) {
            return code; // The SAP is on another machine, or is made anew.
        }
        var sap = Files.createDirectory(
                folder.resolve("sap"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.move(sapDatabase, sap.resolve("sap.db"));
        return launcher.init("sap", ConfigFile.read(file), Optional.empty());
    }
}
