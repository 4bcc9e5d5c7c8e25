package dev.natsuin.link;

import java.util.Arrays;
import java.util.Optional;

/** What a request asks for. Codes are never reused; 15 to 63 are free for later, 64 and above are refused for ever. */
public enum LinkOperation {
    /** Answered by the link itself with the same body. */
    PING(1),
    /** Who the other side is, and its keys as they are now. */
    HELLO(2),
    /** A sealed statement, carried and not understood. */
    STATEMENT(3),
    /** What relying parties fetch: CA certificate, CRL. */
    PKI(4),
    /** Proof that the log only grew, to be cosigned. */
    CONSISTENCY(5),
    /** The signed descriptor of the server's address and TLS keys. */
    DESCRIPTOR(6),
    /** Health and figures for the operator. */
    STATUS(7),
    /** What became of a sealed statement, by its hash. */
    OUTCOME(8),
    /** An OCSPRequest (RFC 6960), answered by an OCSPResponse. */
    OCSP(9),
    /** A TimeStampReq (RFC 3161), answered by a TimeStampResp. */
    TIMESTAMP(10),
    /** The log entries that begin its later epochs, proven in the log of a size. */
    EPOCHS(11),
    /** The log entries of new identity keys, proven in the log of a size. */
    SUCCESSIONS(12),
    /** Whether a device may be told of other people. */
    SEES_PEOPLE(13),
    /** Who ended before a moment, so that what is kept of them elsewhere can be erased. */
    PEOPLE_LEFT(14);

    private final int code;

    LinkOperation(int code) {
        this.code = code;
    }

    /** The octet that stands for it. */
    public int code() {
        return code;
    }

    /** The operation with this octet, if there is one. */
    public static Optional<LinkOperation> byCode(int code) {
        return Arrays.stream(values()).filter(o -> o.code == code).findFirst();
    }
}
