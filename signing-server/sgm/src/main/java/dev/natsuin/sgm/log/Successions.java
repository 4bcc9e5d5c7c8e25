package dev.natsuin.sgm.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.LoggedSuccession;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The identity keys that this SGM has and had, by the entries of its log (decision 0050). */
public final class Successions {
    private static final Logger LOG = LoggerFactory.getLogger(Successions.class);

    private final List<Identity> identities;
    private final List<Entry> entries;

    /** Where and when the log has one. */
    private record Entry(long index, Instant time) {}

    private Successions(List<Identity> identities, List<Entry> entries) {
        this.identities = List.copyOf(identities);
        this.entries = List.copyOf(entries);
    }

    /** Those of an SGM that has its first key. */
    public static Successions none(VerifyingKey key) {
        return new Successions(List.of(Identity.founding(key)), List.of());
    }

    /**
     * Those that the log has, leading to this key.
     *
     * @throws RowTampered if they do not, or an entry is not there or not as it must be
     */
    public static Successions of(Rows rows, VerifyingKey key) {
        var entries = new ArrayList<LoggedSuccession>();
        for (var index : rows.successions()) {
            var row = rows.logRow(index);
            try {
                entries.add(LoggedSuccession.of(index, SignatureLog.leafOf(row), row.record()));
            } catch (Malformed e) {
                throw new RowTampered("log entry", Long.toString(index));
            }
        }
        if (entries.isEmpty()) {
            requireNotReplaced(rows, key);
            return none(key);
        }
        try {
            var chain = entries.stream().map(LoggedSuccession::succession).toList();
            var identities =
                    new ArrayList<>(List.of(Identity.founding(chain.get(0).previousKey())));
            Identity.of(identities.get(0).sgm(), chain, key);
            for (var next : chain) {
                identities.add(identities.get(identities.size() - 1).then(next));
            }
            var places = entries.stream()
                    .map(entry -> new Entry(entry.index(), entry.succession().time()))
                    .toList();
            return new Successions(identities, places);
        } catch (Malformed e) {
            throw new RowTampered("succession");
        }
    }

    /** The log began with this key, as far as its beginning can be read; whether it can, the log's check tells. */
    private static void requireNotReplaced(Rows rows, VerifyingKey key) {
        try {
            var row = rows.logRow(0);
            var isWhole = Leaf.read(row.leaf()).recordHash().equals(Leaf.recordHash(row.salt(), row.record()));
            if (isWhole
                    && !JsonObject.strict(row.record())
                            .reader()
                            .bytes("identityKey")
                            .equals(key.encoded())) {
                throw new RowTampered("succession");
            }
        } catch (Malformed e) {
            LOG.debug("the log's beginning cannot be read");
        }
    }

    /** The identity of now. */
    public Identity current() {
        return identities.get(identities.size() - 1);
    }

    /** Those before it, oldest first. */
    public List<Identity> earlier() {
        return identities.subList(0, identities.size() - 1);
    }

    /** When the key of now took the place of the one before; nothing for the first. */
    public Optional<Instant> renewed() {
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.get(entries.size() - 1).time());
    }

    /** With one more, which the log has at this index. */
    public Successions followedBy(Succession next, long index) {
        try {
            var all = new ArrayList<>(identities);
            all.add(current().then(next));
            var places = new ArrayList<>(entries);
            places.add(new Entry(index, next.time()));
            return new Successions(all, places);
        } catch (Malformed e) {
            throw new IllegalArgumentException("not what follows", e);
        }
    }
}
