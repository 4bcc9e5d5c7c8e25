package dev.natsuin.sgm.record;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.statement.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * A person as the SGM knows them: what they may do, and for whom keys may be certified.
 *
 * @param user id
 * @param role what they may do
 * @param state whether they may do it now
 * @param subject name for certificates, RFC 4514; signers only
 * @param algorithm the key to make first; signers only
 * @param level the highest level of their acts, 1 to 3
 * @param admittedBy the device whose statement admitted them, or the console
 * @param admitted when
 */
public record PersonRow(
        String user,
        Role role,
        State state,
        Optional<String> subject,
        Optional<KeyAlgorithm> algorithm,
        int level,
        String admittedBy,
        Instant admitted) {
    /** Whether a person may act. */
    public enum State {
        INVITED,
        ACTIVE
    }

    /** The same person, active. */
    public PersonRow activated() {
        return new PersonRow(user, role, State.ACTIVE, subject, algorithm, level, admittedBy, admitted);
    }
}
