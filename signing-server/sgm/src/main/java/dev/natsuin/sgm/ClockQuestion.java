package dev.natsuin.sgm;

import dev.natsuin.link.side.SideContext;
import dev.natsuin.link.side.SideContext.Typing;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.check.RowChecks;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.storage.DatabaseView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Whether the clock is right, asked of whoever is at the console before something is logged by it.
 *
 * <p>One that is behind is refused by the log. One that is ahead looks like a server that long had nothing to do, and
 * what is logged by it keeps the server from starting once it is right: so a person says that it is.
 */
final class ClockQuestion {
    private final SideContext context;
    private final Sgm.Settings settings;

    ClockQuestion(SideContext context, Sgm.Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    /**
     * Asks, if the newest entry of the log is of long ago.
     *
     * @throws SgmFault if nobody says that the clock is right
     */
    void ask() {
        var now = settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        var newest = newest();
        if (!RowChecks.isLongSilence(newest, now)) {
            return;
        }
        context.err()
                .println("The newest log entry is of " + newest + ", and this clock says " + now
                        + ". If it is ahead, what is logged now keeps the server from starting once it is right.");
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
        var typed = context.secretLine("If it is right, type its date (YYYY-MM-DD): ", Typing.SHOWN)
                .map(ClockQuestion::text)
                .orElse("");
        if (!typed.strip().equals(today)) {
            throw new SgmFault("Nothing was changed. Set the clock right, and give the command again.");
        }
    }

    private static String text(Secret line) {
        try (line) {
            return line.use(octets -> new String(octets, StandardCharsets.UTF_8));
        }
    }

    private Instant newest() {
        try (var view = DatabaseView.open(settings.folder().resolve(Sgm.DATABASE), Sgm.migrations())) {
            return Sgm.unguarded(view, settings.random()).read(SignatureLog::newest);
        }
    }
}
