package dev.natsuin.desktop.app;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One profile, one window: a later start hands its files over to the first one, through a socket in the profile.
 *
 * <p>Only the owner of the profile can hand files over: nobody else may so much as enter the folder, and where that is
 * not so nothing is handed over and nothing is listened to. (Where there are no POSIX permissions, the rules inherited
 * from the user's configuration folder must do.) What comes is a list of names to look at, never an order. Where there
 * is no such socket (a long path, an old system) each start has a window of its own.
 */
final class FirstWindow implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FirstWindow.class);
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SOCKET = PosixFilePermissions.fromString("rw-------");
    private static final int MOST_FILES = 100_000;
    private static final int LONGEST_NAME = 16_384;
    private static final int LONGEST_LIST = 32 << 20;
    private static final byte TAKEN = 1;
    private static final byte HEARD = 2;
    private static final byte WAITING = 3;

    /** The first window answers at once, unless it is just starting or stuck; then a window of one's own is better. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Names are there at once, too: whoever connects and says nothing must not keep others waiting that long. */
    private static final Duration ATTENTION = Duration.ofSeconds(2);

    private final FileChannel lock;
    private final ServerSocketChannel socket;
    private final Path address;

    private FirstWindow(FileChannel lock, ServerSocketChannel socket, Path address) {
        this.lock = lock;
        this.socket = socket;
        this.address = address;
    }

    /** Becomes the first window of this profile; empty if there is one, or if there cannot be one. */
    static Optional<FirstWindow> claim(Path profile) {
        @Nullable FileChannel lock = null;
        try {
            if (!ownFolder(profile)) {
                return Optional.empty();
            }
            lock = lockFile(profile);
            if (lock.tryLock() == null) {
                lock.close();
                return Optional.empty();
            }
            return Optional.of(first(lock, profile));
        } catch (IOException | OverlappingFileLockException | UnsupportedOperationException e) {
            LOG.info("no hand-over between windows: {}", e.getClass().getSimpleName());
            if (lock != null) {
                closeQuietly(lock);
            }
            return Optional.empty();
        }
    }

    private static FileChannel lockFile(Path profile) throws IOException {
        return FileChannel.open(profile.resolve("window.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static FirstWindow first(FileChannel lock, Path profile) throws IOException {
        var address = address(profile);
        Files.deleteIfExists(address);
        var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(address));
        if (posix(address)) {
            Files.setPosixFilePermissions(address, SOCKET);
        }
        return new FirstWindow(lock, socket, address);
    }

    /**
     * A window beside a first one that answered nothing, being killed or standing still: it is the first one once that
     * is gone, however late, and then hears of the files of later starts.
     */
    static final class Next implements AutoCloseable {
        private @Nullable FileChannel lock;
        private @Nullable FirstWindow first;
        private boolean closed;

        private void await(Path profile, Predicate<List<Path>> files) {
            try {
                if (ownFolder(profile)) {
                    var waiting = waiting(profile);
                    waiting.lock();
                    become(waiting, profile).ifPresent(now -> now.listen(files));
                }
            } catch (IOException | OverlappingFileLockException | UnsupportedOperationException e) {
                LOG.debug("not the next window", e);
                close();
            }
        }

        private synchronized FileChannel waiting(Path profile) throws IOException {
            if (closed) {
                throw new IOException("closed before it waited");
            }
            var opened = lockFile(profile);
            lock = opened;
            return opened;
        }

        private synchronized Optional<FirstWindow> become(FileChannel locked, Path profile) throws IOException {
            if (closed) {
                return Optional.empty();
            }
            var now = FirstWindow.first(locked, profile);
            first = now;
            return Optional.of(now);
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (first != null) {
                first.close();
            } else if (lock != null) {
                closeQuietly(lock);
            }
        }
    }

    /** Waits on a thread of its own to be the first window of this profile, and then {@link #listen listens}. */
    static Next next(Path profile, Predicate<List<Path>> files) {
        var next = new Next();
        daemon("natsuin-next-window")
                .newThread(() -> next.await(profile, files))
                .start();
        return next;
    }

    private static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("channel not closed", e);
        }
    }

    private static Path address(Path profile) {
        return profile.toAbsolutePath().resolve("window.sock");
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Makes the folder if need be; true if nobody but its owner may enter, read or change it. */
    private static boolean ownFolder(Path profile) throws IOException {
        if (!posix(profile)) {
            Files.createDirectories(profile);
            return true;
        }
        Files.createDirectories(profile, PosixFilePermissions.asFileAttribute(OWNER));
        var open = EnumSet.copyOf(PosixFilePermissions.fromString("---rwxrwx"));
        open.retainAll(Files.getPosixFilePermissions(profile));
        return open.isEmpty();
    }

    /**
     * Hands files over to the first window of this profile.
     *
     * @return true if it took them; false if there is none that answers
     */
    static boolean handOver(Path profile, List<Path> files) {
        return handOver(profile, files, PATIENCE);
    }

    /** As above, waiting for so long. */
    static boolean handOver(Path profile, List<Path> files, Duration patience) {
        var address = address(profile);
        try {
            if (!Files.exists(address, LinkOption.NOFOLLOW_LINKS) || !ownFolder(profile) || !ours(profile, address)) {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        var end = System.nanoTime() + patience.toNanos();
        var errand = Executors.newSingleThreadExecutor(daemon("natsuin-hand-over"));
        try {
            return errand.submit(() -> handedOver(address, files, end)).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } finally {
            errand.shutdownNow();
        }
    }

    /** True if the socket belongs to whom the profile belongs to. */
    private static boolean ours(Path profile, Path address) throws IOException {
        return !posix(address)
                || Files.getOwner(address, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(profile));
    }

    /**
     * A window that comes late finds the names waiting, also of a start that gave up: so it asks first, and who has no
     * time left for its answer says nothing more.
     */
    private static boolean handedOver(Path address, List<Path> files, long end) throws IOException {
        var octets = new ByteArrayOutputStream();
        var out = new DataOutputStream(octets);
        out.writeInt(files.size());
        for (var file : files) {
            var name = file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
            out.writeInt(name.length);
            out.write(name);
        }
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(address))) {
            var all = ByteBuffer.wrap(octets.toByteArray());
            while (all.hasRemaining()) {
                channel.write(all);
            }
            return hears(channel, HEARD)
                    && end - System.nanoTime() > ATTENTION.toNanos()
                    && says(channel, WAITING)
                    && hears(channel, TAKEN);
        }
    }

    private static boolean hears(SocketChannel channel, byte word) throws IOException {
        var heard = ByteBuffer.allocate(1);
        return channel.read(heard) == 1 && heard.get(0) == word;
    }

    private static boolean says(SocketChannel channel, byte word) throws IOException {
        return channel.write(ByteBuffer.wrap(new byte[] {word})) == 1;
    }

    /**
     * From now on hears of the files of later starts, on a thread of its own; of none if one only wants to be seen.
     *
     * @param files true if they were taken; false from a window that closes, so that the later start opens its own
     */
    void listen(Predicate<List<Path>> files) {
        listen(files, ATTENTION);
    }

    /** As above, for so long for each start. */
    void listen(Predicate<List<Path>> files, Duration attention) {
        daemon("natsuin-first-window").newThread(() -> accept(files, attention)).start();
    }

    private static ThreadFactory daemon(String name) {
        return work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private void accept(Predicate<List<Path>> files, Duration attention) {
        var ends = Executors.newSingleThreadScheduledExecutor(daemon("natsuin-first-window-ends"));
        while (socket.isOpen()) {
            try (var channel = socket.accept()) {
                var end = ends.schedule(() -> closeQuietly(channel), attention.toMillis(), TimeUnit.MILLISECONDS);
                var named = read(new DataInputStream(Channels.newInputStream(channel)));
                if (says(channel, HEARD) && hears(channel, WAITING) && files.test(named)) {
                    says(channel, TAKEN);
                }
                end.cancel(false);
            } catch (IOException | InvalidPathException e) {
                LOG.debug("a start that handed nothing over", e);
            }
        }
        ends.shutdownNow();
    }

    private static List<Path> read(DataInputStream in) throws IOException {
        var count = in.readInt();
        if (count < 0 || count > MOST_FILES) {
            throw new IOException("too many files");
        }
        var files = new ArrayList<Path>();
        var room = LONGEST_LIST;
        for (var i = 0; i < count; i++) {
            var length = in.readInt();
            room -= length;
            if (length < 1 || length > LONGEST_NAME || room < 0) {
                throw new IOException("a name too long");
            }
            var name = in.readNBytes(length);
            if (name.length < length) {
                throw new EOFException();
            }
            files.add(Path.of(new String(name, StandardCharsets.UTF_8)));
        }
        return files;
    }

    @Override
    public void close() {
        try {
            socket.close();
            Files.deleteIfExists(address);
            lock.close();
        } catch (IOException e) {
            LOG.debug("first window not closed", e);
        }
    }
}
