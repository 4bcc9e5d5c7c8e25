package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.record.HandedKeyRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.Optional;

/**
 * Signing keys that staff hands over with an enrolment code.
 *
 * <p>They lie here under a secret that only the code holds ({@link dev.natsuin.protocol.crypto.KeyHandover}); what can
 * be told from their certificates is looked at before anybody is invited.
 *
 * @param imports whether keys from elsewhere are taken in, and which
 * @param authority the certificate of our own certification authority
 */
record HandingOver(Imports imports, Bytes authority) {
    /** The first reason why this key cannot be handed over: it could not be imported now. */
    Optional<ProblemCode> refusal(Rows rows, Statement.Handing handing, KeyAlgorithm algorithm, Instant now) {
        var refused = imports.refusal(algorithm);
        if (refused.isPresent()) {
            return refused;
        }
        var key = new ForeignKey(algorithm, handing.certificates(), authority);
        return key.problem(now)
                .or(() -> rows.keysWith(key.publicKey()).isEmpty()
                        ? Optional.empty()
                        : Optional.of(ProblemCode.KEY_ALREADY_HELD));
    }

    /** Keeps it for whoever is invited. */
    static void keep(Rows rows, Statement.Invite order, Bytes sealed, String user, String invitation, Instant expires) {
        HandedKeyRow.of(order, user, invitation, expires, sealed).ifPresent(rows::put);
    }
}
