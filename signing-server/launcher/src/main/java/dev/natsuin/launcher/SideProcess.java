package dev.natsuin.launcher;

import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.ServerConfig;
import dev.natsuin.link.side.Side;
import dev.natsuin.link.side.SideContext;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The process of one side: what it gives the side, and how it learns that it must stop. */
final class SideProcess implements SideContext {
    private static final int STOP_SECONDS = 10;
    private static final int LONGEST_LINE_BYTES = 4096;

    private final Path data;
    private final ServerConfig config;
    private final Optional<Path> codeFile;
    private final PrintStream out;
    private final PrintStream err;
    private final SecureRandom random = new SecureRandom();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean told = new AtomicBoolean();

    SideProcess(Path data, ServerConfig config, Optional<Path> codeFile, PrintStream out, PrintStream err) {
        this.data = data;
        this.config = config;
        this.codeFile = codeFile;
        this.out = out;
        this.err = err;
    }

    /**
     * Has the side serve until a signal comes or the launcher is gone; ends the process if it does not stop in time.
     */
    int serve(Side side) {
        startDaemon("launcher-watch", this::stopWhenInputEnds);
        startDaemon("stop-limit", this::endWhenTooSlow);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            awaited(ended, STOP_SECONDS);
        }));
        try {
            return side.serve(this);
        } finally {
            ended.countDown();
        }
    }

    private static void startDaemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The launcher writes nothing: the end of input means that it closed it, or is no more. */
    private void stopWhenInputEnds() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            err.println("the launcher can no longer be heard");
        } finally {
            stop.countDown();
        }
    }

    private void endWhenTooSlow() {
        awaitStop();
        if (!awaited(ended, STOP_SECONDS)) {
            Runtime.getRuntime().halt(ExitCode.INTERNAL);
        }
    }

    private static boolean awaited(CountDownLatch latch, int seconds) {
        try {
            return latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Path data() {
        return data;
    }

    @Override
    public ServerConfig config() {
        return config;
    }

    @Override
    public Optional<Path> codeFile() {
        return codeFile;
    }

    @Override
    public Optional<Path> credentials() {
        return Optional.ofNullable(System.getenv("CREDENTIALS_DIRECTORY")).map(Path::of);
    }

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public PrintStream err() {
        return err;
    }

    @Override
    public Optional<Secret> secretLine(String question, Typing typing) {
        try {
            if (typing == Typing.SHOWN) {
                return asked(question);
            }
            try (var quiet = QuietTerminal.begin()) {
                var line = asked(question);
                if (quiet.isThere()) {
                    err.println(); // the one that was typed was not shown either
                }
                return line;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
    }

    private Optional<Secret> asked(String question) throws IOException {
        err.print(question);
        err.flush();
        return line();
    }

    private static Optional<Secret> line() throws IOException {
        var line = ByteBuffer.allocate(LONGEST_LINE_BYTES);
        var octet = System.in.read();
        if (octet < 0) {
            return Optional.empty();
        }
        while (octet >= 0 && octet != '\n' && line.hasRemaining()) {
            line.put((byte) octet);
            octet = System.in.read();
        }
        var secret = Secret.taking(Arrays.copyOf(line.array(), line.position()));
        Arrays.fill(line.array(), (byte) 0);
        return Optional.of(secret);
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public void ready(String address) {
        if (told.compareAndSet(false, true)) {
            out.println("ready " + address);
            out.flush();
        }
    }

    @Override
    public void stop() {
        stop.countDown();
    }

    @Override
    public void awaitStop() {
        boolean interrupted = false;
        while (true) {
            try {
                stop.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
