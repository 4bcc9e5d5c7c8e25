package dev.natsuin.sgm.level;

import java.util.Set;
import java.util.TreeSet;

/**
 * DESIGN §4's table of levels as code: one constant a row, its demand at levels 1, 2 and 3, and the highest level that
 * what a server has fulfils.
 *
 * <p>A server may declare a level if it reaches it in every row.
 */
public enum Demand {
    ACTIVATION("how keys are activated", "TOTP, passkey or device", "passkey or device", "device only"),
    KEY_STORE("the key store", "any", "any", "pkcs11, its self-test without exceptions, no imported keys"),
    MACHINES("machines", "one is enough", "one is enough", "SAP and SGM on two machines"),
    STAFF_ADMITTED_BY("who admits staff", "one administrator", "one administrator", "two administrators"),
    FINGERPRINT("a new device's fingerprint read out to the officer", "not needed", "needed", "needed"),
    RE_ENROLMENT("who enrols a person anew", "one officer", "one officer", "two officers");

    /** The highest level there is. */
    public static final int HIGHEST = 3;

    /** From this level on a device changes nothing before its fingerprint was confirmed: the row of that name. */
    public static final int FINGERPRINT_NEEDED_FROM = 2;

    private final String subject;
    private final String first;
    private final String second;
    private final String third;

    Demand(String subject, String first, String second, String third) {
        this.subject = subject;
        this.first = first;
        this.second = second;
        this.third = third;
    }

    /** The highest level this row allows with that equipment. */
    public int reachedWith(Equipment has) {
        return switch (this) {
            case ACTIVATION ->
                has.methods().contains("totp") ? 1 : has.methods().contains("passkey") ? 2 : HIGHEST;
            case KEY_STORE ->
                has.importRule() == ImportRule.ALLOWED
                        ? Math.min(has.store().level(), ImportRule.HIGHEST_LEVEL)
                        : has.store().level();
            case MACHINES -> has.sidesApart() ? HIGHEST : 2;
            case STAFF_ADMITTED_BY -> has.administratorsToAdmitStaff() >= 2 ? HIGHEST : 2;
            case FINGERPRINT -> has.fingerprintsConfirmed() ? HIGHEST : 1;
            case RE_ENROLMENT -> has.officersToEnrolAnew() == 1 ? 2 : HIGHEST; // what nobody can do, no one alone can
        };
    }

    /** What of it is there, in a few words. */
    public String foundIn(Equipment has) {
        return switch (this) {
            case ACTIVATION -> String.join(", ", new TreeSet<>(has.methods()));
            case KEY_STORE ->
                has.store().words() + (has.importRule() == ImportRule.ALLOWED ? "; keys may be imported" : "");
            case MACHINES -> has.sidesApart() ? "SAP and SGM on two machines" : "SAP and SGM on one machine";
            case STAFF_ADMITTED_BY -> counted(has.administratorsToAdmitStaff(), "administrator");
            case FINGERPRINT -> has.fingerprintsConfirmed() ? "needed from level 2 on" : "not needed";
            case RE_ENROLMENT -> counted(has.officersToEnrolAnew(), "officer");
        };
    }

    private static String counted(int people, String role) {
        return switch (people) {
            case 0 -> "nobody can yet";
            case 1 -> "one " + role;
            case 2 -> "two " + role + "s";
            default -> people + " " + role + "s";
        };
    }

    /**
     * The kinds of key store, and the highest level of an act with a key in one.
     *
     * <p>A software store opens keys in the memory of a process; that an HSM guards them is what level 3 means.
     */
    public enum Store {
        SOFTWARE(2, "a software store"),
        TOKEN_WITH_EXCEPTIONS(2, "pkcs11, with a token that cannot refuse every attack of the self-test"),
        TOKEN(3, "pkcs11, its self-test without exceptions");

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
     * @param importRule whether keys that were made elsewhere are taken in
     */
    public record Equipment(
            Set<String> methods,
            Store store,
            boolean sidesApart,
            int administratorsToAdmitStaff,
            boolean fingerprintsConfirmed,
            int officersToEnrolAnew,
            ImportRule importRule) {
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
        return switch (level) {
            case 1 -> first;
            case 2 -> second;
            case HIGHEST -> third;
            default -> throw new IllegalArgumentException("no such level");
        };
    }
}
