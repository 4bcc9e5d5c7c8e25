package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.KeyHandover;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import java.util.List;
import java.util.Optional;

/**
 * Takes in a signing key that staff handed over with the enrolment code.
 *
 * <p>Who handed over what is read out of their own statement, which the SGM's signed answer holds with its proof; the
 * key opens with the code alone, which no server has seen. So the code is needed: nothing that opens the key is kept on
 * this computer, where a thief could take it without knowing the PIN.
 */
final class HandedKeys {
    private final Seat seat;
    private final SigningKeys signingKeys;

    HandedKeys(Seat seat, SigningKeys signingKeys) {
        this.seat = seat;
        this.signingKeys = signingKeys;
    }

    /** What lies at the SGM for this device, and the statement that handed it over. */
    record Offered(Results.Handed told, Statement.Invite order, Statement.Handing handing) {}

    /** What was handed over to this device and can be taken in now. */
    Optional<Offered> offered(Seat.Present present) throws Refusal {
        try {
            var told = present.conversation().ask(Statement.HandedKey::new);
            var handed = Results.Handed.read(told.content());
            var checkpoint = seat.server(present.owner()).checkpoint(handed.checkpoint(), told.time());
            return Optional.of(proven(present, handed, checkpoint));
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        } catch (Refusal e) {
            if (e.why().code() == ProblemCode.HANDED_KEY_UNKNOWN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Offered proven(Seat.Present present, Results.Handed handed, Checkpoint checkpoint) throws Malformed {
        var owner = present.owner();
        handed.entry().proven(checkpoint);
        var leaf = Leaf.read(handed.entry().leaf());
        var record = JsonObject.strict(handed.entry().record()).reader();
        var waited = leaf.type() == Leaf.Type.REQUEST;
        var statement = StatementText.read(record.bytes("statement"));
        if (statement instanceof Statement.Invite order && order.handing().isPresent()) {
            var agrees = (waited || leaf.type() == Leaf.Type.INVITE)
                    && handed.user().equals(owner.user())
                    && handed.device().equals(owner.device())
                    && leaf.device().equals(order.head().device())
                    && record.text("user").equals(order.head().user())
                    && record.text(waited ? "person" : "invitedUser").equals(owner.user())
                    && record.text("invitation").equals(owner.invitation())
                    && handed.key().sha256().equals(order.handing().get().keySha256());
            if (agrees) {
                return new Offered(handed, order, order.handing().get());
            }
        }
        throw new Malformed("not what staff handed over to this device");
    }

    /**
     * Takes it in under the PIN.
     *
     * @throws Refusal with {@code handed-key-not-opened} if it was not encrypted under this code
     */
    Enrolling.HandedOver take(
            Seat.Present present, Offered offered, EnrolmentCode code, DeviceKeys.Activation activation)
            throws Refusal {
        var secret = code.keySecret().orElseThrow(() -> new Refusal(ProblemCode.HANDED_KEY_NOT_OPENED));
        var binding = new KeyHandover.Binding(
                code.identityHash(),
                EnrolmentSecretHash.of(code.secret()),
                offered.handing().certificates());
        var opened = offered.order().secretHash().equals(binding.secretHash())
                ? KeyHandover.open(secret, binding, offered.told().key())
                : Optional.<KeyHandover.Content>empty();
        try (var content = opened.orElseThrow(() -> new Refusal(ProblemCode.HANDED_KEY_NOT_OPENED))) {
            return take(present, offered, content, activation);
        }
    }

    private Enrolling.HandedOver take(
            Seat.Present present, Offered offered, KeyHandover.Content content, DeviceKeys.Activation activation)
            throws Refusal {
        try (var file = held(content.pkcs8(), offered.handing())) {
            var candidate = file.choose(Optional.empty());
            if (!candidate.certificates().equals(offered.handing().certificates())) {
                throw new Refusal(ProblemCode.CERTIFICATE_MALFORMED);
            }
            var by = offered.order().head().user();
            var handover = new SigningKeys.Handover(offered.handing().keySha256(), by);
            var key = signingKeys.importKey(present, candidate, Optional.of(handover), activation);
            return new Enrolling.HandedOver(
                    by,
                    content.name(),
                    candidate.subject(),
                    candidate.issuer(),
                    key.info().certificateSha256());
        }
    }

    private static KeyFileContent held(Secret pkcs8, Statement.Handing handing) {
        return new KeyFileContent(
                List.of(new KeyFile.Entry("", pkcs8.copy(), handing.certificates())), Optional.empty());
    }
}
