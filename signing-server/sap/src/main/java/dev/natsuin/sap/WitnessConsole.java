package dev.natsuin.sap;

import dev.natsuin.link.LinkFault;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.SideContext;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.courier.SgmNotBelieved;
import dev.natsuin.sap.link.LinkGateway;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.sap.store.SqlSeenIdentity;
import dev.natsuin.sap.store.SqlSeenLog;
import dev.natsuin.sap.store.SqlWitnessMemory;
import dev.natsuin.sap.tls.TlsIdentity;
import dev.natsuin.sap.witness.SeenLog;
import dev.natsuin.sap.witness.Shown;
import dev.natsuin.sap.witness.TakingUp;
import dev.natsuin.storage.StorageFault;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The administrator at the SAP's console: what was seen of the SGM, and what it shows now. */
final class WitnessConsole {
    private static final String READ_OUT =
            " Nothing was changed. Have it read out once more; if it differs again, another"
                    + " SGM answers: find out which.";

    private final SideContext context;

    WitnessConsole(SideContext context) {
        this.context = context;
    }

    /** Changes nothing, also while the SAP serves. */
    int show() {
        try {
            var sgm = SapSide.identityHash(context.linkFolder());
            try (var view = SapDatabase.view(database())) {
                say("Seen at the SAP:", sgm, SqlSeenLog.in(view), SqlSeenIdentity.in(view));
            }
            return showSgm(sgm);
        } catch (StorageFault | LinkFault | UncheckedIOException e) {
            return SapSide.failed(context, e, ExitCode.REFUSED);
        }
    }

    private int showSgm(Bytes sgm) {
        try (var link = SapSide.link(context)) {
            var shown = shown(new LinkGateway(link), sgm);
            var hello = shown.hello();
            say(
                    "Shown by the SGM now:",
                    sgm,
                    Optional.of(new SeenLog.Seen(hello.logKey(), hello.checkpoint())),
                    shown.successions());
            return ExitCode.DONE;
        } catch (SgmAway e) {
            context.out().println("The SGM does not answer now.");
            return ExitCode.DONE;
        } catch (SgmNotBelieved e) {
            context.err().println("What the SGM shows now can be taken up by nobody: " + e.getMessage());
            return ExitCode.REFUSED;
        }
    }

    private void say(String head, Bytes sgm, Optional<SeenLog.Seen> log, List<JsonObject> successions) {
        var out = context.out();
        out.println(head);
        try {
            out.println("Fingerprint of the identity key: " + TakingUp.identityFingerprint(sgm, successions)
                    + " (number " + (successions.size() + 1) + ")");
        } catch (Malformed e) {
            throw new IllegalStateException("successions that nobody wrote", e);
        }
        out.println("Fingerprint of the log's key: "
                + log.map(seen -> Fingerprint.ofLog(sgm, seen.logKey())).orElse("none was seen yet"));
        log.map(SeenLog.Seen::note).ifPresent(out::print);
    }

    /**
     * The SGM's log and identity of now are believed from now on, if their keys have these fingerprints; the SAP stands
     * still meanwhile.
     */
    int accept(List<String> typed) {
        if (typed.isEmpty() || typed.size() > 2) {
            return ExitCode.USAGE;
        }
        try (var database = SapDatabase.open(database());
                var link = SapSide.link(context)) {
            var log = Fingerprint.read(typed.get(0));
            var identity = typed.size() == 2 ? Optional.of(Fingerprint.read(typed.get(1))) : Optional.<String>empty();
            var sgm = SapSide.identityHash(context.linkFolder());
            var gateway = new LinkGateway(link);
            var takingUp = new TakingUp(new SqlWitnessMemory(database), gateway, sgm);
            return said(takingUp.takeUp(shown(gateway, sgm), log, identity));
        } catch (Malformed e) {
            context.err().println("A fingerprint has 16 letters and digits in four groups: XXXX-XXXX-XXXX-XXXX.");
            return ExitCode.USAGE;
        } catch (SgmNotBelieved e) {
            return refused("The SGM shows no restored log that this server could take up. Nothing was changed: "
                    + e.getMessage());
        } catch (SgmAway e) {
            return refused("The SGM does not answer. Nothing was changed.");
        } catch (StorageFault e) {
            return refused(
                    e.kind() == StorageFault.Kind.BUSY
                            ? "The SAP is running. Nothing was changed. Stop it, accept, and start it again."
                            : String.valueOf(e.getMessage()));
        } catch (LinkFault | UncheckedIOException e) {
            return SapSide.failed(context, e, ExitCode.REFUSED);
        }
    }

    private int said(TakingUp.Outcome outcome) {
        return switch (outcome) {
            case DONE -> {
                context.out()
                        .println(
                                "The SGM's log and identity key of now are believed from the next start on. Desks are told of"
                                        + " a restore and how many entries that they had seen are lost; those that knew a"
                                        + " newer identity key refuse this one. The SAP's log has an alarm.");
                yield ExitCode.DONE;
            }
            case FOLLOWED_ANYWAY -> {
                context.out()
                        .println(
                                "This goes on behind what was seen before: the SAP follows without this command. Nothing"
                                        + " was changed.");
                yield ExitCode.DONE;
            }
            case OTHER_LOG -> refused("The log of the SGM that answers here has another fingerprint." + READ_OUT);
            case OTHER_IDENTITY ->
                refused("The identity key of the SGM that answers here has another fingerprint." + READ_OUT);
            case IDENTITY_NOT_GIVEN ->
                refused("The SGM's identity key does not follow the one that was seen here. Nothing was changed. Know"
                        + " why: see 'A backup from before a new identity key' in docs/operations.md. Then give its"
                        + " fingerprint, too, as it is read out: --identity F.");
        };
    }

    private int refused(String why) {
        context.err().println(why);
        return ExitCode.REFUSED;
    }

    private Shown shown(LinkGateway gateway, Bytes sgm) {
        var tls = TlsIdentity.read(SapSide.folder(context));
        var call = new DescriptorCall(context.config().url().toString(), tls.named(SapSide.folder(context)));
        return Shown.asked(gateway, sgm, call, context.random());
    }

    private Path database() {
        return SapSide.folder(context).resolve(Sap.DATABASE_FILE);
    }
}
