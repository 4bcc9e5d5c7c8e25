package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.Optional;

/**
 * When a key has last signed, from its chain in the log.
 *
 * <p>Read from the newest entry backwards: what stands behind the last signature are renewals and the key's
 * destruction, so that it costs nothing how often it has signed before.
 */
final class LastUse {
    private LastUse() {}

    static Results.KeyInfo.Use of(Rows rows, KeyRow key) {
        return new Results.KeyInfo.Use(
                key.created(), rows.chain(key.keyId()).flatMap(chain -> lastSigned(rows, chain)));
    }

    private static Optional<Instant> lastSigned(Rows rows, ChainRow chain) {
        var index = chain.lastIndex();
        for (var number = chain.number(); number > 0; number--) {
            var leaf = SignatureLog.leafOf(rows.logRow(index));
            if (!leaf.chain().equals(chain.chain()) || leaf.number() != number) {
                throw new RowTampered("log entry", Long.toString(index));
            }
            if (leaf.type() == Leaf.Type.SIGN) {
                return Optional.of(leaf.time());
            }
            index = leaf.previous();
        }
        return Optional.empty();
    }
}
