package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyHandover;
import dev.natsuin.protocol.statement.Statement;
import java.time.Instant;
import java.util.Optional;

/**
 * A signing key that staff hands over with an enrolment code: encrypted under a secret that only the code holds, kept
 * until the person has taken it in, or nobody may any more. What is left then says whose it was.
 *
 * @param invitation whose code opens it
 * @param user for whom
 * @param device the device that enrolled with the code; empty before
 * @param by who handed it over
 * @param expires the first second at which nobody may take it in any more
 * @param keySha256 SHA-256 of what lies here
 * @param certificateSha256 SHA-256 of the key's certificate
 * @param keyId the key that came of it; empty before
 * @param sealed what lies here; empty once it is erased
 */
public record HandedKeyRow(
        String invitation,
        String user,
        String device,
        String by,
        Instant expires,
        Bytes keySha256,
        Bytes certificateSha256,
        String keyId,
        Bytes sealed) {
    /** What this order hands over, with these octets or erased; nothing if it hands over nothing. */
    public static Optional<HandedKeyRow> of(
            Statement.Invite order, String user, String invitation, Instant expires, Bytes sealed) {
        return order.handing()
                .map(handing -> new HandedKeyRow(
                        invitation,
                        user,
                        "",
                        order.head().user(),
                        expires,
                        handing.keySha256(),
                        handing.certificates().get(0).sha256(),
                        "",
                        sealed));
    }

    /** The same, with another end. */
    public HandedKeyRow until(Instant end) {
        return new HandedKeyRow(invitation, user, device, by, end, keySha256, certificateSha256, keyId, sealed);
    }

    /** The same, for this device, which enrolled at that time. */
    public HandedKeyRow given(String to, Instant enrolled) {
        return new HandedKeyRow(
                invitation,
                user,
                to,
                by,
                enrolled.plus(KeyHandover.LIFE_AFTER_ENROLMENT),
                keySha256,
                certificateSha256,
                keyId,
                sealed);
    }

    /** The same, taken in as this key, and erased. */
    public HandedKeyRow taken(String as) {
        return new HandedKeyRow(invitation, user, device, by, expires, keySha256, certificateSha256, as, Bytes.EMPTY);
    }

    /** The same, erased. */
    public HandedKeyRow erased() {
        return new HandedKeyRow(
                invitation, user, device, by, expires, keySha256, certificateSha256, keyId, Bytes.EMPTY);
    }

    /** True while something lies here. */
    public boolean lies() {
        return !sealed.isEmpty();
    }

    /** True if this device may take it in now. */
    public boolean isFor(String asking, Instant now) {
        return lies() && device.equals(asking) && now.isBefore(expires);
    }
}
