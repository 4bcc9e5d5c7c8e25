package dev.natsuin.desktop.device;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Hkdf;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The books of a profile's orders: one file each, private, held by one process at a time. Thread-safe; a profile has
 * one of these in a process, for a lock on a file is the process's and not an object's.
 */
public final class OrderBooks {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}\\.jsonl");
    private static final int NAME_BYTES = 16;
    private static final String BOOK = ".jsonl";
    private static final String SIGNED = ".signed";
    private static final String SALT = "natsuin-order-book-v1";

    private final Profile profile;
    private final SecureRandom random;
    private final Set<String> held = new HashSet<>();

    /** Over this profile. */
    public OrderBooks(Profile profile, SecureRandom random) {
        this.profile = profile;
        this.random = random;
    }

    /** A new, empty book, held until it is {@linkplain #release let go} or {@linkplain #delete deleted}. */
    public OrderBook create() throws Refusal {
        var octets = new byte[NAME_BYTES];
        random.nextBytes(octets);
        var name = Bytes.of(octets).toHex() + BOOK;
        try {
            PrivateFiles.createFolder(profile.orderFolder());
            var file = profile.orderFolder().resolve(name);
            // Nobody may find it before it is locked: whatever is not locked was left.
            var unnamed = file.resolveSibling(name + ".new");
            try {
                var channel = PrivateFiles.open(
                        unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
                claim(name);
                var book = held(name, channel).orElseThrow(() -> new Refusal(ProblemCode.PROFILE_UNREADABLE));
                Files.move(unnamed, file, StandardCopyOption.ATOMIC_MOVE);
                return book;
            } finally {
                Files.deleteIfExists(unnamed); // Nothing is there unless it failed.
            }
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    /** Names of all books that nobody holds in this process. */
    public synchronized List<String> left() throws Refusal {
        var folder = profile.orderFolder();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> NAME.matcher(name).matches() && !held.contains(name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    /** A book that is there, held from now on; nothing if another process holds it or it is gone. */
    public Optional<OrderBook> open(String name) throws Refusal {
        // The name first: closing a second channel would let go the lock that the first one holds.
        if (!claim(name)) {
            return Optional.empty();
        }
        try {
            var channel = channel(name);
            var book = channel.isEmpty() ? Optional.<OrderBook>empty() : held(name, channel.get());
            if (book.isPresent() && !isThere(name)) {
                release(book.get()); // Whoever held it before was done with it.
                return Optional.empty();
            }
            return book;
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    private Optional<FileChannel> channel(String name) throws IOException {
        Optional<FileChannel> channel = Optional.empty();
        try {
            if (isThere(name)) {
                channel = Optional.of(PrivateFiles.open(
                        profile.orderFolder().resolve(name),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS));
            }
            return channel;
        } catch (NoSuchFileException e) {
            return channel;
        } finally {
            if (channel.isEmpty()) {
                forget(name);
            }
        }
    }

    private boolean isThere(String name) {
        return Files.isRegularFile(profile.orderFolder().resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    private synchronized boolean claim(String name) {
        return held.add(name);
    }

    /** Of a claimed name. */
    private Optional<OrderBook> held(String name, FileChannel channel) throws IOException, Refusal {
        var kept = false;
        try {
            if (locked(channel)) {
                var book = OrderBook.over(profile.orderFolder().resolve(name), channel, mac(name));
                kept = true;
                return Optional.of(book);
            }
            return Optional.empty();
        } finally {
            if (!kept) {
                channel.close();
                forget(name);
            }
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private BookMac mac(String name) throws Refusal {
        try (var secret = profile.deviceSecret().orElseThrow(() -> new Refusal(ProblemCode.NOT_ENROLLED));
                var salt = Secret.taking(SALT.getBytes(StandardCharsets.US_ASCII));
                var key = Hkdf.extract(salt, secret)) {
            return new BookMac(key, name);
        }
    }

    /**
     * Keeps something beside a book, whoever holds it; durable when this returns. What was there is replaced.
     *
     * @param name of the book; if it is gone, nothing is kept
     */
    public void keepBeside(String name, JsonObject content) throws Refusal {
        if (!NAME.matcher(name).matches()
                || !Files.isRegularFile(profile.orderFolder().resolve(name))) {
            return;
        }
        try {
            PrivateFiles.replace(beside(name), mac(name).line(BookMac.BESIDE, content));
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    /**
     * What is kept beside a book.
     *
     * @throws Malformed if it is not what was kept
     */
    public Optional<JsonObject> keptBeside(String name) throws Refusal, Malformed {
        var file = beside(name);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            var octets = Files.readAllBytes(file);
            var line = Arrays.copyOf(octets, Math.max(0, octets.length - 1));
            var text = mac(name).text(BookMac.BESIDE, line).orElseThrow(() -> new Malformed("changed"));
            return Optional.of(JsonObject.strict(text));
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    private Path beside(String name) {
        return profile.orderFolder().resolve(name.replace(BOOK, SIGNED));
    }

    /** Lets a book go; it stays in the profile. */
    public void release(OrderBook book) {
        book.close();
        forget(book.name());
    }

    /** Lets a book go, and deletes it. */
    public void delete(OrderBook book) throws Refusal {
        try {
            // The book last: killed in between, what is left is a book that is worth nothing, which is found and
            // deleted.
            Files.deleteIfExists(beside(book.name()));
            book.delete();
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        } finally {
            forget(book.name());
        }
    }

    private synchronized void forget(String name) {
        held.remove(name);
    }
}
