package dev.natsuin.launcher;

import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.Obstacle;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One side's process: started, listened to, started again when it dies, and stopped. */
final class WatchedSide {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedSide.class);

    private final String name;
    private final Starter starter;
    private final Pace pace;
    private final PrintStream err;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<String> firstReady = new CompletableFuture<>();
    private final CompletableFuture<String> givenUp = new CompletableFuture<>();
    private volatile boolean refused;
    private @Nullable Process process;

    WatchedSide(String name, Starter starter, Pace pace, PrintStream err) {
        this.name = name;
        this.starter = starter;
        this.pace = pace;
        this.err = err;
    }

    String name() {
        return name;
    }

    /** Begins to start and watch, on a thread of its own. */
    void start() {
        new Thread(this::watch, "watch-" + name).start();
    }

    /** Done with the side's address once it answers for the first time. */
    CompletableFuture<String> firstReady() {
        return firstReady;
    }

    /** True once it ended with a refusal of its own. */
    boolean refused() {
        return refused;
    }

    /** Done with the reason if it will not be started again. */
    CompletableFuture<String> givenUp() {
        return givenUp;
    }

    private void watch() {
        Deque<Long> deaths = new ArrayDeque<>();
        while (true) {
            var life = live();
            if (isStopping()) {
                return;
            }
            if (life.ready()) {
                deaths.clear();
            } else if (life.exitCode() == ExitCode.REFUSED || life.exitCode() == ExitCode.USAGE) {
                refused = true;
                givenUp.complete("The " + name + " refuses to start; the lines above say why.");
                return;
            }
            deaths.add(System.nanoTime());
            LOG.warn("side died side={} exit={} ready={}", name, life.exitCode(), life.ready());
            if (!life.ready() && tooMany(deaths)) {
                givenUp.complete("The " + name + " died " + pace.deaths()
                        + " times before it answered; the lines above say why.");
                return;
            }
            if (stopsWithin(delay(deaths.size()))) {
                return;
            }
        }
    }

    private boolean tooMany(Deque<Long> deaths) {
        while (deaths.size() > pace.deaths()) {
            deaths.removeFirst();
        }
        return deaths.size() == pace.deaths()
                && deaths.getLast() - deaths.getFirst() < pace.window().toNanos();
    }

    private Duration delay(int deaths) {
        var delay = pace.firstDelay().multipliedBy(1L << Math.min(deaths - 1, 16));
        return delay.compareTo(pace.longestDelay()) < 0 ? delay : pace.longestDelay();
    }

    private boolean stopsWithin(Duration delay) {
        try {
            return stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private Life live() {
        boolean ready = false;
        try {
            var started = begin();
            if (started == null) {
                return new Life(false, 0);
            }
            try (var said = started.inputReader(StandardCharsets.UTF_8)) {
                for (var line = said.readLine(); line != null; line = said.readLine()) {
                    if (line.startsWith("ready ")) {
                        ready = true;
                        LOG.info("side ready side={} pid={}", name, started.pid());
                        firstReady.complete(line.substring("ready ".length()));
                    } else {
                        err.println(line);
                    }
                }
            }
            return new Life(ready, SideEnd.understood(started.waitFor(), name, err));
        } catch (UsageFault e) {
            err.println(e.getMessage());
            return new Life(ready, ExitCode.USAGE);
        } catch (IOException e) {
            LOG.error("side not started side={}", name, e);
            err.println("The " + name + " cannot be started: " + Obstacle.words(e));
            return new Life(ready, ExitCode.INTERNAL);
        } catch (UncheckedIOException e) {
            LOG.error("what the side says cannot be read side={}", name, e);
            return new Life(ready, ExitCode.INTERNAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Life(ready, ExitCode.INTERNAL);
        }
    }

    private synchronized @Nullable Process begin() throws IOException {
        if (isStopping()) {
            return null;
        }
        process = starter.start(name);
        return process;
    }

    /** The process that runs now, if one was started. */
    synchronized Optional<Process> running() {
        return Optional.ofNullable(process).filter(Process::isAlive);
    }

    /** Asks the process to stop by ending its input, and kills it if it has not by the limit. Starts no other. */
    void stop(Duration limit) {
        stopping.countDown();
        Process running;
        synchronized (this) {
            running = process;
        }
        if (running == null) {
            return;
        }
        try {
            running.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("input of a side not closed cleanly side={}", name);
        }
        try {
            if (!running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("side killed side={} reason=did-not-stop", name);
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** How a side's process is started. */
    @FunctionalInterface
    interface Starter {
        /**
         * A new process of this side.
         *
         * @throws UsageFault if it cannot be started before somebody mends what was asked for
         */
        Process start(String side) throws IOException;
    }

    private record Life(boolean ready, int exitCode) {}
}
