package dev.natsuin.desktop.desk;

import java.util.Optional;
import java.util.Set;

/** What staff did to a person between the moment they were shown to somebody and that one's order (decision 0081). */
public final class Meanwhile {
    private static final Set<String> ORDERS = Set.of("suspend", "resume", "revoke", "re-enrol", "approve", "amend");

    private Meanwhile() {}

    /** The newest order of staff about this person, as they are told now. */
    public static Optional<StaffDesk.Act> newest(StaffDesk.Person now) {
        return now.acts().stream().filter(act -> ORDERS.contains(act.type())).findFirst();
    }
}
