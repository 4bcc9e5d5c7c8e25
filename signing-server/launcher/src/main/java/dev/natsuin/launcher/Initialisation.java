package dev.natsuin.launcher;

import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Makes a server's data directory: whole, or not at all. */
final class Initialisation {
    private final Path data;
    private final ServerConfig config;
    private final Optional<Path> codeFile;
    private final SideLauncher launcher;

    Initialisation(Path data, ServerConfig config, Optional<Path> codeFile, SideLauncher launcher) {
        this.data = data;
        this.config = config;
        this.codeFile = codeFile;
        this.launcher = launcher;
    }

    /** The exit code: that of the first side that did not succeed, else 0. */
    int run() {
        try {
            requireNew();
            makeFolders();
            ConfigFile.write(config, data);
            int code = ExitCode.INTERNAL;
            try {
                code = makeSides();
                return code;
            } finally {
                if (code != ExitCode.DONE) {
                    undo();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory cannot be made", e);
        }
    }

    private int makeSides() {
        for (var side : ServerCommands.Role.ALL.sides()) {
            int code = launcher.init(side, new ConfigFile(config, data), codeFile);
            if (code != ExitCode.DONE) {
                return code;
            }
        }
        return ExitCode.DONE;
    }

    private void requireNew() throws IOException {
        if (Files.exists(data)) {
            try (var files = Files.list(data)) {
                if (files.findAny().isPresent()) {
                    throw new UsageFault("The data directory is not empty. A server is never made over another one.");
                }
            }
        }
        if (codeFile.isPresent() && Files.exists(codeFile.get())) {
            throw new UsageFault("The code file exists already.");
        }
    }

    private void makeFolders() throws IOException {
        Files.createDirectories(data);
        if (data.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        }
        Files.createDirectory(data.resolve("link"));
        Files.createDirectory(data.resolve("tmp"));
    }

    /** Empties the directory again: it was empty before, and nobody has used a key in it yet. */
    private void undo() throws IOException {
        if (codeFile.isPresent()) {
            Files.deleteIfExists(codeFile.get());
        }
        Folder.empty(data);
    }
}
