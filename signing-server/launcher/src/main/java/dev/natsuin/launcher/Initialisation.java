package dev.natsuin.launcher;

import dev.natsuin.link.LinkIntroduction;
import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes a server's data directory: whole, or not at all. What is left where it is killed meanwhile has the mark
 * {@link Unfinished}: it is no server, and the next one in its place begins anew.
 */
final class Initialisation {
    private final Path data;
    private final ServerConfig config;
    private final Role role;
    private final Optional<Path> peer;
    private final Optional<Path> codeFile;
    private final Sides sides;
    private boolean outside;

    /** Has a side make its part. */
    interface Sides {
        /** The exit code. */
        int init(String side, ConfigFile config, Optional<Path> codeFile);

        /** Has it take back what it made outside the directory; the exit code. */
        default int undo(String side, ConfigFile config) {
            return ExitCode.DONE;
        }
    }

    /** @param peer what the other machine says of its side, if this one is told of it now */
    Initialisation(
            Path data, ServerConfig config, Role role, Optional<Path> peer, Optional<Path> codeFile, Sides sides) {
        this.data = data;
        this.config = config;
        this.role = role;
        this.peer = peer;
        this.codeFile = codeFile;
        this.sides = sides;
    }

    /** The exit code: that of the first side that did not succeed, else 0. */
    int run() {
        try {
            requireNew();
            var introduction = peer.map(LinkIntroduction::read);
            if (introduction.isPresent()
                    && role.sides().contains(introduction.get().side())) {
                throw new UsageFault("--peer names what the other machine says of its side, not of this one.");
            }
            makeDirectory();
            try (var unfinished = Unfinished.mark(data, Unfinished.Making.INIT)) {
                clearAway(unfinished, data, sides);
                return made(unfinished, introduction);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory cannot be made", e);
        }
    }

    /**
     * Clears away what an {@code init} or a {@code restore} that was cut off has left, and what an {@code init} had
     * made in a token.
     *
     * @throws UsageFault if that cannot be destroyed; then all of it stays
     */
    static void clearAway(Unfinished unfinished, Path data, Sides sides) throws IOException {
        if (unfinished.afterInit() && undoneOutside(data, sides) != ExitCode.DONE) {
            throw new UsageFault("An init that did not come to its end may have left keys in a token, and they"
                    + " could not be destroyed; the lines above say why. Nothing was made. If that token is"
                    + " gone, delete what is in " + data + ".");
        }
        unfinished.clearAway();
    }

    /** What one that was cut off had made elsewhere is known by what lies here. */
    private static int undoneOutside(Path data, Sides sides) {
        if (!Files.isDirectory(data.resolve("sgm")) || !Files.exists(data.resolve(ConfigFile.NAME))) {
            return ExitCode.DONE;
        }
        return sides.undo("sgm", ConfigFile.read(data.resolve(ConfigFile.NAME)));
    }

    private int made(Unfinished unfinished, Optional<LinkIntroduction> introduction) throws IOException {
        int code = ExitCode.INTERNAL;
        try {
            makeFolders();
            ConfigFile.write(config, data);
            introduction.ifPresent(other -> other.accept(data.resolve("link")));
            code = makeSides();
            if (code == ExitCode.DONE) {
                unfinished.finish();
            }
            return code;
        } finally {
            if (code != ExitCode.DONE) {
                undo(unfinished);
            }
        }
    }

    private int makeSides() {
        for (var side : role.sides()) {
            int code = sides.init(side, new ConfigFile(config, data), codeFile);
            // One that refused has taken back by itself what it made, and is not asked again: a wrong PIN is tried
            // once. One that a signal, or want of memory, ended has taken back nothing.
            outside |= side.equals("sgm") && code != ExitCode.REFUSED && code != ExitCode.USAGE;
            if (code != ExitCode.DONE) {
                return code;
            }
        }
        return ExitCode.DONE;
    }

    private void requireNew() throws IOException {
        OwnPlace.require(data);
        if (Files.exists(data) && !Unfinished.marks(data)) {
            try (var files = Files.list(data)) {
                if (files.findAny().isPresent()) {
                    throw new UsageFault("The data directory is not empty. A server is never made over another one.");
                }
            }
        }
        if (codeFile.isPresent() && Files.exists(codeFile.get())) {
            throw new UsageFault(
                    Unfinished.marks(data)
                            ? "The code file exists already, of an init that did not come to its end. Delete it, and"
                                    + " run the same init again."
                            : "The code file exists already.");
        }
        if (codeFile.isPresent()) {
            requireFolderOf(codeFile.get());
        }
    }

    /** Looked at before there is a server whose code goes nowhere. */
    private void requireFolderOf(Path file) {
        var parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
        if (!parent.equals(data) && !(Files.isDirectory(parent) && Files.isWritable(parent))) {
            throw new UsageFault("The code file cannot be made: " + parent + " is no folder in which this user may"
                    + " make files.");
        }
    }

    private void makeDirectory() throws IOException {
        Files.createDirectories(data);
        OwnPlace.close(data);
    }

    private void makeFolders() throws IOException {
        Files.createDirectory(data.resolve("link"));
        Files.createDirectory(data.resolve("tmp"));
    }

    /**
     * Empties the directory again: it was empty before, and nobody has used a key in it yet. If what lies elsewhere
     * stays, so does the mark: the next one tries again.
     */
    private void undo(Unfinished unfinished) throws IOException {
        if (codeFile.isPresent()) {
            Files.deleteIfExists(codeFile.get());
        }
        if (outside && undoneOutside(data, sides) != ExitCode.DONE) {
            return;
        }
        unfinished.clearAway();
        unfinished.delete();
    }
}
