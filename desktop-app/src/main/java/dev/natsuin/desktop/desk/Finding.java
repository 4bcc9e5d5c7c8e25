package dev.natsuin.desktop.desk;

import java.util.List;

/**
 * Something about a document that whoever signs it should know and cannot see on its pages.
 *
 * @param code which kind; stable, with a sentence in the {@code findings} bundle
 * @param severity how much it matters
 * @param page from 1; 0 if it concerns the whole document
 * @param args what fills the sentence; text from outside
 */
public record Finding(String code, Severity severity, int page, List<String> args) {
    /** How much a finding matters. */
    public enum Severity {
        /** Such a document is not signed. */
        BLOCK,
        /** To be looked at before signing. */
        WARN,
        /** Good to know. */
        NOTE
    }

    /**
     * The visible signature that is ordered lies over what an earlier signer saw; not of the document itself, but of
     * what is to be done with it.
     */
    public static final Finding OVER_SIGNED = new Finding("signature-over-signed", Severity.WARN, 0, List.of());

    private static final String WITHOUT_ROOM = "signature-without-room";

    /** Copies the list. */
    public Finding {
        args = List.copyOf(args);
    }

    /**
     * The visible signature that is ordered does not show these parts of its text, or not all of them, as its place is
     * too small; not of the document itself, either.
     *
     * @param parts {@code name}, {@code time}, {@code reason}, {@code location}, {@code code}, {@code note}
     */
    public static Finding withoutRoom(List<String> parts) {
        return new Finding(WITHOUT_ROOM, Severity.WARN, 0, parts);
    }

    /**
     * The visible signature that is ordered does not show these characters, as no font here has them.
     *
     * @param characters with blanks between
     */
    public static Finding withoutFont(String characters) {
        return new Finding("signature-without-font", Severity.WARN, 0, List.of(characters));
    }

    /** The parts of a visible signature that have no room; none if this is something else. */
    public List<String> withoutRoom() {
        return code.equals(WITHOUT_ROOM) ? args : List.of();
    }
}
