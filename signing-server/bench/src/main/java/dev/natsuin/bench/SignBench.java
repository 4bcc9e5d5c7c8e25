package dev.natsuin.bench;

import dev.natsuin.link.side.SideContext;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Enrols signers on a private server, loads it with their orders, and tells what it could do and what it cost. */
final class SignBench {
    private static final int WARM_ORDERS = 3_000;
    private static final int WARM_SIGNATURES = 30_000;
    private static final int LONGEST_WARM_UP = 6;

    private final SignOptions options;
    private final SideContext context;
    private final WatchedProcess sgm;
    private final WatchedProcess sap;

    SignBench(SignOptions options, SideContext context) {
        this.options = options;
        this.context = context;
        this.sgm = WatchedProcess.of("sgm", options.sgm(), options.watch().resolve("gc-sgm.log"));
        this.sap = WatchedProcess.of("sap", options.sap(), options.watch().resolve("gc-sap.log"));
    }

    /** The whole of it. */
    SignReport run() throws IOException, Malformed {
        try (var text = Secret.taking(Files.readAllBytes(options.codeFile()));
                var code = EnrolmentCode.read(text)) {
            var server = Server.met(code.url(), code.identityHash(), context.random());
            var staff = new Staff(server, code, context.clock());
            var signers = new ArrayList<Staff.Signer>();
            for (var i = 1; i <= options.clients(); i++) {
                signers.add(staff.signer(i, options.algorithm()));
                context.err().println("enrolled " + i + " of " + options.clients() + " signers");
            }
            return loaded(server, signers);
        }
    }

    private SignReport loaded(Server server, List<Staff.Signer> signers) throws IOException, Malformed {
        var stop = new AtomicBoolean();
        var done = new AtomicLong();
        var threads = Executors.newFixedThreadPool(signers.size());
        try {
            var running = signers.stream()
                    .map(signer -> threads.submit(new Client(signer, options, server, stop, done)))
                    .toList();
            var warmUp = warmedUp(running, done);
            context.err().println("measuring for " + options.seconds().toSeconds() + " s");
            var memory = new MemoryCurve(sgm, sap, context.err());
            var begin = Meter.read(sgm, sap);
            memory.during(options.seconds(), () -> requireRunning(running));
            var end = Meter.read(sgm, sap);
            stop.set(true);
            var exchanges = new ArrayList<Client.Exchange>();
            for (var client : running) {
                exchanges.addAll(ended(client));
            }
            var window = new Window(begin.nanos(), end.nanos(), exchanges);
            return new SignReport(options, rawAgain(), warmUp, window, begin, end, memory.samples());
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    /**
     * Goes on beyond the asked time while there were too few orders to tell, or while Java's compilers still work on
     * the two sides; at most six times as long.
     */
    private Duration warmedUp(List<Future<List<Client.Exchange>>> running, AtomicLong done) {
        context.err().println("warming up for " + options.warmUp().toSeconds() + " s or more");
        var settling = new Settling(() -> Meter.compilers(sgm, sap));
        var begin = System.nanoTime();
        while (true) {
            requireRunning(running);
            Pauses.of(Duration.ofMillis(100));
            var passed = Duration.ofNanos(System.nanoTime() - begin);
            var settled = settling.settled(passed);
            var enough = done.get() >= WARM_ORDERS || done.get() * options.hashes() >= WARM_SIGNATURES;
            var late = passed.compareTo(options.warmUp().multipliedBy(LONGEST_WARM_UP)) > 0;
            if (passed.compareTo(options.warmUp()) >= 0 && ((enough && settled) || late)) {
                return passed;
            }
        }
    }

    /** Lets the launcher measure the key store once more, now that the server has nothing to do. */
    private double rawAgain() throws IOException {
        context.out().println("measured");
        context.out().flush();
        while (!Files.exists(options.rawAgain())) {
            Pauses.of(Duration.ofMillis(100));
        }
        return Double.parseDouble(Files.readString(options.rawAgain()));
    }

    private static void requireRunning(List<Future<List<Client.Exchange>>> running) {
        for (var client : running) {
            if (client.isDone()) {
                ended(client);
                throw new BenchFault("a client stopped by itself");
            }
        }
    }

    private static List<Client.Exchange> ended(Future<List<Client.Exchange>> client) {
        try {
            return client.get();
        } catch (ExecutionException e) {
            throw new BenchFault("a client failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFault("interrupted", e);
        }
    }
}
