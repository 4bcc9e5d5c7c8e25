package dev.natsuin.sgm.level;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * DESIGN §4's table of levels as code: one constant a row, its demand at levels 1, 2 and 3, and the highest level that
 * what a server has fulfils.
 *
 * <p>A server may declare a level if it reaches it in every row.
 */
public enum Demand {
    ACTIVATION(
            "how keys are activated",
            "TOTP, passkey or device",
            "passkey or device",
            "device only",
            has -> has.methods().contains("totp") ? 1 : has.methods().contains("passkey") ? 2 : 3,
            has -> String.join(", ", new TreeSet<>(has.methods()))),
    KEY_STORE(
            "the key store",
            "any",
            "any",
            "pkcs11, its self-test without exceptions, no imported keys",
            has -> has.store().level(),
            has -> has.store().words()),
    MACHINES(
            "machines",
            "one is enough",
            "one is enough",
            "SAP and SGM on two machines",
            has -> has.sidesApart() ? 3 : 2,
            has -> has.sidesApart() ? "SAP and SGM on two machines" : "SAP and SGM on one machine"),
    STAFF_ADMITTED_BY(
            "who admits staff",
            "one administrator",
            "one administrator",
            "two administrators",
            has -> has.administratorsToAdmitStaff() >= 2 ? 3 : 2,
            has -> counted(has.administratorsToAdmitStaff(), "administrator")),
    FINGERPRINT(
            "a new device's fingerprint read out to the officer",
            "not needed",
            "needed",
            "needed",
            has -> has.fingerprintsConfirmed() ? 3 : 1,
            has -> has.fingerprintsConfirmed() ? "needed from level 2 on" : "not needed"),
    RE_ENROLMENT(
            "who enrols a person anew",
            "one officer",
            "one officer",
            "two officers",
            has -> has.officersToEnrolAnew() == 1 ? 2 : 3,
            has -> counted(has.officersToEnrolAnew(), "officer"));

    /** The highest level there is. */
    public static final int HIGHEST = 3;

    /** From this level on a device changes nothing before its fingerprint was confirmed: the row of that name. */
    public static final int FINGERPRINT_NEEDED_FROM = 2;

    private final String subject;
    private final String[] wanted;
    private final ToIntFunction<Equipment> reached;
    private final Function<Equipment, String> found;

    Demand(
            String subject,
            String first,
            String second,
            String third,
            ToIntFunction<Equipment> reached,
            Function<Equipment, String> found) {
        this.subject = subject;
        this.wanted = new String[] {first, second, third};
        this.reached = reached;
        this.found = found;
    }

    private static String counted(int people, String role) {
        return switch (people) {
            case 0 -> "nobody can yet";
            case 1 -> "one " + role;
            default -> people + " " + role + "s";
        };
    }

    /**
     * The kinds of key store, and the highest level of an act with a key in one.
     *
     * <p>A software store opens keys in the memory of a process; that an HSM guards them is what level 3 means.
     */
    public enum Store {
        SOFTWARE(2, "a software store");

        private final int level;
        private final String words;

        Store(int level, String words) {
            this.level = level;
            this.words = words;
        }

        String words() {
            return words;
        }

        /** The highest level of a key in it. */
        public int level() {
            return level;
        }
    }

    /**
     * What a server has.
     *
     * @param methods what keys may be activated by
     * @param store where keys are
     * @param sidesApart whether SAP and SGM are on two machines
     * @param administratorsToAdmitStaff whose statements it takes to admit staff
     * @param fingerprintsConfirmed whether a new device can do nothing before its fingerprint was confirmed
     * @param officersToEnrolAnew whose statements it takes to enrol a person anew; 0: nobody can
     */
    public record Equipment(
            Set<String> methods,
            Store store,
            boolean sidesApart,
            int administratorsToAdmitStaff,
            boolean fingerprintsConfirmed,
            int officersToEnrolAnew) {
        /** Copies the set. */
        public Equipment {
            methods = Set.copyOf(methods);
        }
    }

    /** What the row is about. */
    public String subject() {
        return subject;
    }

    /** What a level wants. */
    public String wantedAt(int level) {
        return wanted[level - 1];
    }

    /** What of it is there, in a few words. */
    public String foundIn(Equipment has) {
        return found.apply(has);
    }

    /** The highest level this row allows with that equipment. */
    public int reachedWith(Equipment has) {
        return reached.applyAsInt(has);
    }
}
