package dev.natsuin.sgm.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.List;

/**
 * The later keys of the certification authority that a log tells of, in order: one for each renewal at the console
 * (decision 0080). The first key is that of {@code init}, of which the log says nothing.
 */
public final class AuthorityRenewals {
    /** Member of the entry's record: the new key's self-signed certificate, as it was made with the key. */
    public static final String CERTIFICATE = "certificate";

    /** Member of the entry's record: the new key, certified by the one before. */
    public static final String LINK = "link";

    private AuthorityRenewals() {}

    /**
     * One.
     *
     * @param index where the log has it
     * @param time when
     * @param certificate self-signed, DER
     * @param link by the key before, DER
     */
    public record Renewal(long index, Instant time, Bytes certificate, Bytes link) {}

    /**
     * Those that the log has.
     *
     * @throws RowTampered if the entries are not there or not as they must be
     */
    public static List<Renewal> of(Rows rows) {
        return ConsoleEntries.of(rows).stream()
                .filter(entry -> entry.leaf().type() == Leaf.Type.RENEW_CA)
                .map(AuthorityRenewals::renewal)
                .toList();
    }

    private static Renewal renewal(ConsoleEntries.Entry entry) {
        try {
            var record = entry.record();
            return new Renewal(entry.row().index(), entry.leaf().time(), record.bytes(CERTIFICATE), record.bytes(LINK));
        } catch (Malformed e) {
            throw entry.altered();
        }
    }
}
