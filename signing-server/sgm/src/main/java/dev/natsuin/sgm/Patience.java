package dev.natsuin.sgm;

import dev.natsuin.link.side.SideContext;
import dev.natsuin.sgm.token.TokenAbsent;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Waits for a token that is not there when the SGM starts: it looks again every two seconds until it is, or the process
 * is told to stop. Meanwhile the SAP answers that the SGM is away.
 */
final class Patience {
    private static final int SECONDS = 2;

    private final SideContext context;

    Patience(SideContext context) {
        this.context = context;
    }

    /** What was opened; nothing if the process was told to stop first. */
    Optional<Sgm> opened(Supplier<Sgm> opening) {
        var first = tried(opening, true);
        if (first.isPresent()) {
            return first;
        }
        var stopped = stopped();
        while (!over(stopped)) {
            var opened = tried(opening, false);
            if (opened.isPresent()) {
                return opened;
            }
        }
        return Optional.empty();
    }

    private Optional<Sgm> tried(Supplier<Sgm> opening, boolean told) {
        try {
            return Optional.of(opening.get());
        } catch (TokenAbsent e) {
            if (told) {
                context.err()
                        .println(e.getMessage() + " Nothing is served until it is there; it is looked for every "
                                + SECONDS + " seconds.");
            }
            return Optional.empty();
        }
    }

    private CountDownLatch stopped() {
        var stopped = new CountDownLatch(1);
        var thread = new Thread(
                () -> {
                    context.awaitStop();
                    stopped.countDown();
                },
                "sgm-stop");
        thread.setDaemon(true);
        thread.start();
        return stopped;
    }

    private static boolean over(CountDownLatch stopped) {
        try {
            return stopped.await(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
