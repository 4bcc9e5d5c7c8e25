package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Ids;
import java.time.Duration;
import java.time.Instant;

/**
 * An order that has, or had, to wait for a second person.
 *
 * @param request id of the statement that waits
 * @param user who asked
 * @param device with which device
 * @param person whom it is about: the id that whoever is admitted will have, or who begins anew; else {@link #NOBODY}
 * @param invitation the id that the enrolment code will have; {@link #NOBODY} where there is none
 * @param expires the first second at which it waits no more
 * @param index log index of the entry that holds the statement
 * @param statementSha256 of the statement's octets
 * @param state what became of it
 */
public record RequestRow(
        String request,
        String user,
        String device,
        String person,
        String invitation,
        Instant expires,
        long index,
        Bytes statementSha256,
        State state) {
    /** How long something waits for a second person, unless its enrolment code dies before. */
    public static final Duration LIFE = Duration.ofDays(7);

    /** In the place of a person and of an enrolment code: of an order that is about nobody. */
    public static final String NOBODY = "0".repeat(2 * Ids.PERSON_SIZE_BYTES);

    /** What can become of it. */
    public enum State {
        WAITING,
        /** A second person wanted it too, and it was done. */
        APPROVED,
        /** Whoever asked took it back, or a second person did not want it. */
        WITHDRAWN,
        /** Whoever asked, or whom it is about, was stopped meanwhile. */
        VOID
    }

    /** The first second at which what was asked at that time waits no more. */
    public static Instant end(Instant asked, Instant codeExpires) {
        var end = asked.plus(LIFE);
        return codeExpires.isBefore(end) ? codeExpires : end;
    }

    /** The same, with another end. */
    public RequestRow in(State other) {
        return new RequestRow(request, user, device, person, invitation, expires, index, statementSha256, other);
    }

    /** True if it is about a person. */
    public boolean isAboutPerson() {
        return !person.equals(NOBODY);
    }

    /** True while a second person may approve it. */
    public boolean waitsAt(Instant now) {
        return state == State.WAITING && now.isBefore(expires);
    }
}
