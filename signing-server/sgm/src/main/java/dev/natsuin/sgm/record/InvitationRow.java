package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import java.time.Instant;

/**
 * An enrolment code that was given out.
 *
 * @param invitation id
 * @param user whom it enrols
 * @param secretHash hash of its secret
 * @param expires the first second at which it is dead
 * @param wrongSecrets how often a wrong secret was offered for it
 * @param state whether it can still be used
 */
public record InvitationRow(
        String invitation, String user, Bytes secretHash, Instant expires, int wrongSecrets, State state) {
    /** The number of wrong secrets that kills a code. */
    public static final int MOST_WRONG_SECRETS = 10;

    /** Whether a code can be used. */
    public enum State {
        OPEN,
        USED,
        DEAD
    }

    /** The same code, used. */
    public InvitationRow used() {
        return new InvitationRow(invitation, user, secretHash, expires, wrongSecrets, State.USED);
    }

    /** The same code, dead. */
    public InvitationRow killed() {
        return new InvitationRow(invitation, user, secretHash, expires, wrongSecrets, State.DEAD);
    }

    /** The same code after one more wrong secret. */
    public InvitationRow afterWrongSecret() {
        var count = wrongSecrets + 1;
        return new InvitationRow(
                invitation, user, secretHash, expires, count, count >= MOST_WRONG_SECRETS ? State.DEAD : state);
    }
}
