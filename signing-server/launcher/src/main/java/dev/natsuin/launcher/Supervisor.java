package dev.natsuin.launcher;

import dev.natsuin.link.side.ExitCode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the sides up: starts each when the one before it answers, starts a dead one again, and stops them in the
 * reverse order.
 */
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final List<WatchedSide> sides;
    private final Pace pace;
    private final PrintStream out;
    private final PrintStream err;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final CompletableFuture<String> stopped = new CompletableFuture<>();

    /** The sides in the order they are started; the last one's address is what {@code ready} tells. */
    Supervisor(List<String> names, WatchedSide.Starter starter, Pace pace, PrintStream out, PrintStream err) {
        this.sides = names.stream()
                .map(name -> new WatchedSide(name, starter, pace, err))
                .toList();
        this.pace = pace;
        this.out = out;
        this.err = err;
    }

    /** Serves until a signal or until a side does not stay up; ends this process itself on a signal. */
    int serveUntilSignal() {
        var code = new AtomicInteger(ExitCode.DONE);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop();
            // A signal is how a server is stopped: its exit code says so only if it did not stop well.
            Runtime.getRuntime().halt(code.get());
        }));
        code.set(serve() ? ExitCode.DONE : sideRefused() ? ExitCode.REFUSED : ExitCode.INTERNAL);
        return code.get();
    }

    /** A side that looked at itself and said no: starting it again changes nothing before somebody acts. */
    private boolean sideRefused() {
        return sides.stream().anyMatch(WatchedSide::refused);
    }

    /** Done with the address once every side answers. */
    CompletableFuture<String> ready() {
        return ready;
    }

    /** The process that a side runs in now, if it runs. */
    Optional<Process> process(String name) {
        return sides.stream()
                .filter(side -> side.name().equals(name))
                .findFirst()
                .flatMap(WatchedSide::running);
    }

    /** Serves until {@link #stop}, true, or until a side does not stay up, false, with the reason told. */
    boolean serve() {
        var address = "";
        for (var side : sides) {
            side.start();
            CompletableFuture.anyOf(side.firstReady(), anyEnd()).join();
            if (anyEnd().isDone()) {
                return ended();
            }
            address = side.firstReady().join();
        }
        out.println("ready " + address);
        out.flush();
        ready.complete(address);
        anyEnd().join();
        return ended();
    }

    private CompletableFuture<Object> anyEnd() {
        var ends = new ArrayList<CompletableFuture<?>>();
        ends.add(stopped);
        sides.forEach(side -> ends.add(side.givenUp()));
        return CompletableFuture.anyOf(ends.toArray(CompletableFuture<?>[]::new));
    }

    private boolean ended() {
        if (stopped.isDone()) {
            return true;
        }
        sides.stream()
                .map(side -> side.givenUp().getNow(""))
                .filter(reason -> !reason.isEmpty())
                .forEach(err::println);
        stop();
        return false;
    }

    /** Stops every side, the last started first, within {@link Pace#stop} all together. */
    void stop() {
        if (!stopped.complete("stopped")) {
            return;
        }
        LOG.info("stopping");
        long end = System.nanoTime() + pace.stop().toNanos();
        for (int i = sides.size() - 1; i >= 0; i--) {
            // What is left is shared evenly among those still to stop.
            var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            sides.get(i).stop(left.dividedBy(i + 1L));
        }
    }
}
