package dev.natsuin.launcher;

import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes a data directory from a backup: beside its place first, and moved there once it is whole. So there is a whole
 * server or none, however it ends.
 */
final class Restoration {
    /** Held while a restore is at work, so that nobody takes its folder for one that was left. */
    private static final String MARK = ".at-work";

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
            Files.createDirectories(parent);
            clearAway(parent);
            var beside = Files.createTempDirectory(
                    parent,
                    besideName(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (var mark = FileChannel.open(
                            beside.resolve(MARK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    var held = mark.lock()) {
                int code = made(beside);
                if (code == ExitCode.DONE && held.isValid()) {
                    Files.delete(beside.resolve(MARK));
                    Files.deleteIfExists(data);
                    Files.move(beside, data, StandardCopyOption.ATOMIC_MOVE);
                }
                return code;
            } finally {
                if (Files.exists(beside)) {
                    Folder.empty(beside);
                    Files.delete(beside);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory cannot be made", e);
        }
    }

    private String besideName() {
        return data.getFileName() + ".restoring";
    }

    /** What a restore into this place that was killed had made goes: the server's key is in it. */
    private void clearAway(Path parent) throws IOException {
        try (var left = Files.newDirectoryStream(
                parent,
                entry -> Objects.requireNonNull(entry.getFileName()).toString().startsWith(besideName()))) {
            for (var folder : left) {
                if (isAtWork(folder.resolve(MARK))) {
                    throw new UsageFault("Another restore into this directory is at work.");
                }
                Folder.empty(folder);
                Files.delete(folder);
            }
        }
    }

    private static boolean isAtWork(Path mark) throws IOException {
        if (!Files.exists(mark)) {
            return false;
        }
        try (var channel = FileChannel.open(mark, StandardOpenOption.WRITE);
                var free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException e) {
            return true; // by this process
        }
    }

    private void requireNew() throws IOException {
        if (Files.exists(data)) {
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
