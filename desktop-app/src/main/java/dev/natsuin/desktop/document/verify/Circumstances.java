package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.revocation.RevocationStates;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Under which circumstances a file is verified.
 *
 * @param anchors whom to believe
 * @param now as of when
 * @param detached the signed content of a signature that lies beside its file
 * @param password of an encrypted document; stays the caller's
 * @param states whom to ask for the states of certificates; without it nobody is asked, and only what the file holds
 *     counts
 * @param etsi true if a report for machines by ETSI TS 119 102-2 is wanted, which takes a second more at first
 */
public record Circumstances(
        TrustAnchors anchors,
        Instant now,
        Optional<Path> detached,
        Optional<Secret> password,
        Optional<RevocationStates> states,
        boolean etsi) {
    /** Nobody is asked, and there is nothing but the file. */
    public static Circumstances offline(TrustAnchors anchors, Instant now) {
        return new Circumstances(anchors, now, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** The same with the content that was signed. */
    public Circumstances with(Optional<Path> content) {
        return new Circumstances(anchors, now, content, password, states, etsi);
    }
}
