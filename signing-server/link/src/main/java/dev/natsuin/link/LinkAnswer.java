package dev.natsuin.link;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a handler says to one request.
 *
 * @param status whether it was done
 * @param body for the other side; at most {@link LinkLimits#maxBodyBytes} octets
 */
public record LinkAnswer(Status status, Bytes body) {
    /** Done. */
    public static LinkAnswer ok(Bytes body) {
        return new LinkAnswer(Status.OK, body);
    }

    /** Understood and refused; the body says why, in a form the two sides agree on. */
    public static LinkAnswer refused(Bytes body) {
        return new LinkAnswer(Status.REFUSED, body);
    }

    /** Accepted, and not done yet; it goes on whether anybody asks or not. */
    public static LinkAnswer working() {
        return new LinkAnswer(Status.WORKING, Bytes.EMPTY);
    }

    /** Not begun, for want of room; nothing was changed by asking, and the same may be asked again. */
    public static LinkAnswer busy() {
        return new LinkAnswer(Status.BUSY, Bytes.EMPTY);
    }

    /** Not begun, as this side's clock is wrong and somebody must set it right; nothing was changed by asking. */
    public static LinkAnswer clockBehind() {
        return new LinkAnswer(Status.CLOCK_BEHIND, Bytes.EMPTY);
    }

    /** Nothing is known of what was asked for. */
    public static LinkAnswer unknown() {
        return new LinkAnswer(Status.UNKNOWN, Bytes.EMPTY);
    }

    static LinkAnswer fault() {
        return new LinkAnswer(Status.FAULT, Bytes.EMPTY);
    }

    /** The second octet of an answer. */
    public enum Status {
        /** Done. */
        OK(0),
        /** Refused by the handler. */
        REFUSED(1),
        /** The handler failed; it tells nothing more, its own log does. */
        FAULT(2),
        /** Accepted and not done yet. */
        WORKING(3),
        /** Not begun for want of room. */
        BUSY(4),
        /** Nothing is known of it. */
        UNKNOWN(5),
        /** Not begun, as the clock of this side is behind what it wrote last. */
        CLOCK_BEHIND(6);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Optional<Status> byCode(int code) {
            return Arrays.stream(values()).filter(s -> s.code == code).findFirst();
        }
    }
}
