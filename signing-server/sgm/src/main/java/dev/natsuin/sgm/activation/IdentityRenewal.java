package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.vault.Vault;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes a new identity key and puts it in the place of the one before (decision 0050).
 *
 * @param keys the SGM's lasting keys
 * @param vault what wraps them
 * @param random for the new key
 */
record IdentityRenewal(ServiceKeys keys, Vault vault, SecureRandom random) {
    /** An administrator → the key to be replaced is the one of now → not too many by now. */
    Optional<ProblemCode> refusal(Rows rows, PersonRow orderer, Statement.RenewIdentity order) {
        if (orderer.role() != Role.ADMINISTRATOR) {
            return Optional.of(ProblemCode.NOT_PERMITTED);
        }
        var now = keys.identity();
        // Another renewal may be kept, and not taken yet.
        if (!now.keyHash().equals(order.identity()) || rows.successions().size() != now.number()) {
            return Optional.of(ProblemCode.CONTENT_DIFFERS);
        }
        return now.number() < Identity.MOST_SUCCESSIONS ? Optional.empty() : Optional.of(ProblemCode.NOT_PERMITTED);
    }

    /**
     * Puts a new key in the place of the present one, in the releasing transaction; {@link Begun#settled} comes behind
     * it.
     *
     * @param request SHA-256 of the statement of who asked
     * @param approval SHA-256 of the statement of who approved
     */
    Begun begin(Rows rows, Bytes request, Bytes approval, Instant now) {
        var next = SigningSeed.random(random);
        var before = keys.identity();
        var succession = new Succession(
                before.sgm(), before.number() + 1, before.key(), next.publicKey(), now, request, approval);
        var index = rows.logSize();
        return new Begun(keys, succession, index, next, keys.succeed(rows, vault, succession, next));
    }

    /**
     * A renewal of which the transaction is not over.
     *
     * @param signed what both keys signed
     */
    record Begun(ServiceKeys keys, Succession succession, long index, SigningSeed next, JsonObject signed) {
        /** Signs with the new key from now on, if the transaction was kept; else nothing of it is left. */
        void settled(Records records) {
            if (records.<Boolean>read(rows -> keys.take(rows, succession, index, next))) {
                records.forgetErased();
            }
        }
    }
}
