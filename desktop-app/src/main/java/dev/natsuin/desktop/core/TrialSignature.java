package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Trial;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.document.sheet.TrialSheet;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Signs a page of our own making on the way that every document goes, then has the written file judged by the second
 * library.
 *
 * <p>Page and signed copy lie in a folder of their own within the profile and are deleted afterwards; only of an order
 * that was not confirmed they stay, for whoever finishes it.
 */
final class TrialSignature {
    private static final String FOLDER = "trial";
    private static final String PAGE = "trial.pdf";
    private static final String SIGNED = "trial-signed.pdf";

    private final Seat seat;
    private final SigningErrand errand;
    private final Verifier verifier;

    TrialSignature(Seat seat, SigningErrand errand, Verifier verifier) {
        this.seat = seat;
        this.errand = errand;
        this.verifier = verifier;
    }

    /**
     * Tries a key.
     *
     * @param keyId which; unless told, the only one that can sign
     * @param pin stays the caller's
     */
    Trial run(Optional<String> keyId, Secret pin, Locale language, ZoneId zone) throws Refusal {
        var all = seat.profile().folder().resolve(FOLDER);
        var folder = made(all);
        var kept = false;
        try {
            return tried(written(folder, language, zone), keyId, pin);
        } catch (Refusal e) {
            kept = e.why().code() == ProblemCode.NOT_CONFIRMED;
            throw e;
        } finally {
            if (!kept) {
                clear(all, folder);
            }
        }
    }

    /** One of its own: a page that was not confirmed may lie beside it. */
    private static Path made(Path all) throws Refusal {
        try {
            return Files.createTempDirectory(Files.createDirectories(all), "page-");
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }

    private Path written(Path folder, Locale language, ZoneId zone) throws Refusal {
        var owner = seat.owner();
        var when = PaperTime.of(seat.server(owner).greet().time(), language, zone);
        try {
            return Files.write(folder.resolve(PAGE), TrialSheet.pdf(Names.of(owner), when, language));
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }

    private static void clear(Path all, Path folder) {
        for (var name : List.of(folder.resolve(SIGNED), folder.resolve(PAGE), folder, all)) {
            try {
                Files.deleteIfExists(name);
            } catch (IOException e) {
                return; // another page lies there still, or this one cannot be deleted: it binds nobody
            }
        }
    }

    private Trial tried(Path page, Optional<String> keyId, Secret pin) throws Refusal {
        var options = new SignOptions(SignatureLevel.B, page.getParent(), "-signed");
        try (var order = errand.prepare(List.of(page), keyId, options, (step, done, all) -> {}, new Cancellation());
                var unlocking = errand.unlocking(pin)) {
            for (var item : order.items()) {
                Refusal.orThrow(item.hash());
            }
            var results = errand.signed(order, unlocking, (step, done, all) -> {}, new Cancellation())
                    .results();
            var signed = Refusal.orThrow(results.get(0).outcome());
            return judged(order, signed);
        }
    }

    private Trial judged(SigningErrand.PreparedOrder order, SignResult.Signed signed) throws Refusal {
        var found = Refusal.orThrow(verifier.verify(signed.output()));
        var certificate = order.key().certificate();
        var told = certificate == null ? Bytes.EMPTY : certificate.sha256();
        var only = found.signatures().size() == 1;
        var signature = only ? found.signatures().get(0) : null;
        var path = signature == null
                ? List.<Verification.Certificate>of()
                : signature.evidence().path();
        return new Trial(
                order.key().keyId(),
                signed.logIndex(),
                true,
                found.verdict(),
                signature == null ? Verification.Indication.TOTAL_FAILED : signature.indication(),
                signature == null ? "" : signature.subIndication(),
                !path.isEmpty() && path.get(0).sha256().equals(told.toHex()));
    }
}
