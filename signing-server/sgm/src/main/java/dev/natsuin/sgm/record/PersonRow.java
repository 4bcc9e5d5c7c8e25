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
 * @param amended the log's index of the newest order that gave them another name, if there was one
 */
public record PersonRow(
        String user,
        Role role,
        State state,
        Optional<String> subject,
        Optional<KeyAlgorithm> algorithm,
        int level,
        String admittedBy,
        Instant admitted,
        Optional<Long> amended) {
    /** Under the name they were admitted by. */
    public PersonRow(
            String user,
            Role role,
            State state,
            Optional<String> subject,
            Optional<KeyAlgorithm> algorithm,
            int level,
            String admittedBy,
            Instant admitted) {
        this(user, role, state, subject, algorithm, level, admittedBy, admitted, Optional.empty());
    }

    /** Whether a person may act. */
    public enum State {
        /** Has a code and no device. */
        INVITED("invited"),
        /** May act. */
        ACTIVE("active"),
        /** May ask about their own things and nothing else, until staff resumes. */
        SUSPENDED("suspended"),
        /** Nothing is left of them here, for ever. */
        GONE("gone");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        /** The name on the wire. */
        public String wireName() {
            return wireName;
        }
    }

    /** The same person, active. */
    public PersonRow activated() {
        return in(State.ACTIVE);
    }

    /** The same person in that state. */
    public PersonRow in(State now) {
        return new PersonRow(user, role, now, subject, algorithm, level, admittedBy, admitted, amended);
    }

    /** The same signer under another name, by the order of which the log tells there. */
    public PersonRow named(String newSubject, long entry) {
        return new PersonRow(
                user, role, state, Optional.of(newSubject), algorithm, level, admittedBy, admitted, Optional.of(entry));
    }
}
