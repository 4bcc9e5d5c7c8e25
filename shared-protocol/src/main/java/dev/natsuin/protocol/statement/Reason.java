package dev.natsuin.protocol.statement;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.text.Seen;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Why staff ordered something: one of a closed list, so that it can be counted and read in any language, and a note in
 * the orderer's own words where that does not say it.
 *
 * <p>It is part of the signed statement and stays in the log for ever, where auditors and the person concerned read it.
 *
 * @param code one of the list
 * @param note in the orderer's words, see {@link #isNote}; needed with {@link Code#OTHER}
 */
public record Reason(Code code, Optional<String> note) {
    /** The most characters of a note. */
    public static final int LONGEST_NOTE = 200;

    /** The reasons there are. */
    public enum Code {
        /** They work here no more. */
        LEFT("left"),
        /** They are away for a time. */
        ABSENT("absent"),
        /** A computer is lost, stolen or broken. */
        DEVICE_LOST("device-lost"),
        /** The PIN is forgotten, or locked by wrong ones. */
        PIN_FORGOTTEN("pin-forgotten"),
        /** Somebody else may have used a key, or may know the PIN. */
        KEY_COMPROMISED("key-compromised"),
        /** The name in the certificate is theirs no more. */
        NAME_CHANGED("name-changed"),
        /** Something is not as it should be, and is looked into. */
        DOUBT("doubt"),
        /** What led to the suspension is over. */
        SETTLED("settled"),
        /** What was asked for is needed no more. */
        NOT_NEEDED("not-needed"),
        /** The person wants it so. */
        ASKED_BY_PERSON("asked-by-person"),
        /** What was done before should not have been. */
        MISTAKE("mistake"),
        /** What the note says. */
        OTHER("other");

        private final String wireName;

        Code(String wireName) {
            this.wireName = wireName;
        }

        /** The reason of this name, if it is one of ours. */
        public static Optional<Code> byName(String name) {
            return Arrays.stream(values())
                    .filter(code -> code.wireName.equals(name))
                    .findFirst();
        }

        /** Those that can be given for orders of this type, as they are offered; none if it takes no reason. */
        public static List<Code> of(String type) {
            return switch (type) {
                case "suspend" ->
                    List.of(LEFT, ABSENT, DEVICE_LOST, KEY_COMPROMISED, DOUBT, ASKED_BY_PERSON, MISTAKE, OTHER);
                case "resume" -> List.of(SETTLED, ASKED_BY_PERSON, MISTAKE, OTHER);
                case "revoke" ->
                    List.of(LEFT, DEVICE_LOST, KEY_COMPROMISED, NAME_CHANGED, ASKED_BY_PERSON, MISTAKE, OTHER);
                case "re-enrol" ->
                    List.of(PIN_FORGOTTEN, DEVICE_LOST, KEY_COMPROMISED, ASKED_BY_PERSON, MISTAKE, OTHER);
                case "amend" -> List.of(NAME_CHANGED, MISTAKE, ASKED_BY_PERSON, OTHER);
                case "withdraw" -> List.of(NOT_NEEDED, DOUBT, ASKED_BY_PERSON, MISTAKE, OTHER);
                default -> List.of();
            };
        }

        /** The name on the wire and the command line. */
        public String wireName() {
            return wireName;
        }
    }

    /** Without a note. */
    public Reason(Code code) {
        this(code, Optional.empty());
    }

    /**
     * True of what can be a note: 1 to {@value #LONGEST_NOTE} characters, each seen by itself, in normalization form C,
     * and no space at either end.
     */
    public static boolean isNote(String text) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= LONGEST_NOTE
                && text.codePoints().allMatch(Seen::isSeen)
                && !isSpace(text.codePointAt(0))
                && !isSpace(text.codePointBefore(text.length()))
                && Normalizer.isNormalized(text, Normalizer.Form.NFC);
    }

    private static boolean isSpace(int character) {
        return Character.getType(character) == Character.SPACE_SEPARATOR;
    }

    /** True if such an order can be given for this reason. */
    public boolean fits(String type) {
        return Code.of(type).contains(code) && note.map(Reason::isNote).orElse(code != Code.OTHER);
    }

    /** Refuses what {@link #fits} an order of this type not. */
    Reason fitting(String type) throws Malformed {
        if (!fits(type)) {
            throw new Malformed("a reason that is none for such an order, or a note that cannot be one");
        }
        return this;
    }
}
