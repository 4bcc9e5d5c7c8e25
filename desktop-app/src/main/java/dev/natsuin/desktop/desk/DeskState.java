package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.problem.Problem;
import java.util.Optional;

/** Whether this desk belongs to somebody, as its own files say; no server is asked. */
public sealed interface DeskState {
    /** Nobody has enrolled here yet: the window shows the enrolment. */
    record NotEnrolled() implements DeskState {}

    /**
     * Somebody enrolled here and cannot sign yet: the device waits to be confirmed, or the first key is to be made.
     *
     * @param name the name to show, if the server has one: staff have none
     * @param server the server's address
     * @param fingerprint this device's fingerprint: 16 base32 characters, no separators
     */
    record Unfinished(Optional<String> name, String server, String fingerprint) implements DeskState {}

    /**
     * Somebody signs here.
     *
     * @param user the name to show, as the officer wrote it
     * @param server the server's address as it was when this was asked, without path
     * @param fingerprint this device's fingerprint: 16 base32 characters, no separators (the window groups them)
     */
    record Enrolled(String user, String server, String fingerprint) implements DeskState {}

    /**
     * There is a profile, but it cannot be used.
     *
     * @param why usually {@code profile-unreadable}
     */
    record Unusable(Problem why) implements DeskState {}
}
