package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this process puts parts and copies of documents while it works with them: one folder in the system's temporary
 * one, its user's only. It goes when the process ends; what a process left that was killed goes when the next one makes
 * its own. It is locked while its process lives, so that nobody takes it for one that was left. Thread-safe.
 */
public final class WorkFolder {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);
    private static final WorkFolder OWN = new WorkFolder(Path.of(System.getProperty("java.io.tmpdir")));
    private static final String PREFIX = "natsuin-work-";
    private static final String MARK = ".at-work";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9]+");

    private final Path parent;
    private @Nullable Held held;

    WorkFolder(Path parent) {
        this.parent = parent;
    }

    private record Held(Path folder, FileChannel mark) {}

    /**
     * The folder; made when it is first asked for, and anew if something took it away since.
     *
     * @throws NoRoom if it cannot be made
     */
    public static Path own() throws NoRoom {
        return OWN.at();
    }

    /**
     * A new empty file in it, which whoever asks for it deletes.
     *
     * @throws NoRoom if it cannot be made
     */
    public static Path file(String suffix) throws NoRoom {
        var own = own();
        try {
            return Files.createTempFile(own, "", suffix);
        } catch (IOException e) {
            throw new NoRoom(e);
        }
    }

    /**
     * A new empty folder in it, which whoever asks for it deletes.
     *
     * @throws NoRoom if it cannot be made
     */
    public static Path folder() throws NoRoom {
        var own = own();
        try {
            return Files.createTempDirectory(own, "");
        } catch (IOException e) {
            throw new NoRoom(e);
        }
    }

    synchronized Path at() throws NoRoom {
        var before = held;
        if (before != null && Files.exists(before.folder().resolve(MARK))) {
            return before.folder();
        }
        try {
            if (before != null) {
                before.mark().close();
            }
            var made = made();
            held = made;
            if (before == null) {
                var clearing = new Thread(() -> clearAwayLeft(made.folder()), "clear-away-left");
                clearing.setDaemon(true);
                clearing.start();
                goWithTheProcess();
            }
            return made.folder();
        } catch (IOException e) {
            throw new NoRoom(e);
        }
    }

    private void goWithTheProcess() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "end-of-work"));
        } catch (IllegalStateException e) {
            LOG.debug("the process ends; what is made now goes with the next one", e);
        }
    }

    private Held made() throws IOException {
        while (true) {
            var folder = Files.createTempDirectory(parent, PREFIX);
            var mark = FileChannel.open(folder.resolve(MARK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // Whoever clears away may have found it before it was locked; then it is theirs.
            if (mark.tryLock() != null && Files.exists(folder.resolve(MARK))) {
                return new Held(folder, mark);
            }
            mark.close();
        }
    }

    private synchronized void remove() {
        var now = held;
        if (now == null) {
            return;
        }
        try {
            if (Files.exists(now.folder())) {
                delete(now.folder());
            }
            now.mark().close();
        } catch (IOException e) {
            LOG.warn("a temporary copy could not be removed", e);
        }
    }

    /** Deletes those of this user that no process holds. */
    void clearAwayLeft(Path own) {
        try (var found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            var owner = Files.getOwner(own);
            for (var folder : found) {
                var name = Objects.requireNonNull(folder.getFileName()).toString();
                if (NAME.matcher(name).matches()
                        && !folder.equals(own)
                        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    clearAway(folder, owner);
                }
            }
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            LOG.warn("what a process left could not be removed", e);
        }
    }

    /** One without a mark is being made, or holds nothing. */
    private static void clearAway(Path folder, UserPrincipal owner) throws IOException {
        try {
            if (Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
                clearAwayUnheld(folder);
            }
        } catch (OverlappingFileLockException | NoSuchFileException e) {
            LOG.debug("it is held, or has just gone", e);
        }
    }

    private static void clearAwayUnheld(Path folder) throws IOException {
        try (var mark = FileChannel.open(folder.resolve(MARK), StandardOpenOption.WRITE);
                var lock = mark.tryLock()) {
            if (lock != null) {
                delete(folder);
            }
        }
    }

    /** With all that is in it, the mark last; follows no links. */
    static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var each : all.filter(one -> !one.equals(folder) && !one.equals(folder.resolve(MARK)))
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.deleteIfExists(each);
            }
        }
        Files.deleteIfExists(folder.resolve(MARK));
        Files.deleteIfExists(folder);
    }
}
