package dev.natsuin.link.side;

import dev.natsuin.protocol.bytes.Secret;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A side's process as the launcher gives it, within a test: what it said is kept, and the test says when to stop. */
public final class FakeProcess implements SideContext {
    private final Path data;
    private final ServerConfig config;
    private final Clock clock;
    private Optional<Path> credentials = Optional.empty();
    private final Deque<String> typed = new ArrayDeque<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final CountDownLatch stop = new CountDownLatch(1);

    /** Serves until it is told to stop. */
    public FakeProcess(Path data, ServerConfig config, Clock clock) {
        this.data = data;
        this.config = config;
        this.clock = clock;
    }

    /** The same, told to stop before it begins. */
    public FakeProcess stopped() {
        stop();
        return this;
    }

    /** Where the side said that it answers, once it does. */
    public CompletableFuture<String> answering() {
        return ready;
    }

    /** All that went to standard output. */
    public String told() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** All that went to standard error. */
    public String said() {
        return err.toString(StandardCharsets.UTF_8);
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
        return Optional.empty();
    }

    /** With credentials in this folder, as systemd gives them. */
    public FakeProcess given(Path folder) {
        credentials = Optional.of(folder);
        return this;
    }

    @Override
    public Optional<Path> credentials() {
        return credentials;
    }

    @Override
    public PrintStream out() {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    @Override
    public PrintStream err() {
        return new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    /** The same, with these lines on its standard input. */
    public FakeProcess typing(List<String> lines) {
        typed.addAll(lines);
        return this;
    }

    @Override
    public Optional<Secret> secretLine(String question, Typing typing) {
        return Optional.ofNullable(typed.poll()).map(line -> Secret.taking(line.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public SecureRandom random() {
        return new SecureRandom();
    }

    @Override
    public void ready(String address) {
        ready.complete(address);
    }

    @Override
    public void awaitStop() {
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        stop.countDown();
    }
}
