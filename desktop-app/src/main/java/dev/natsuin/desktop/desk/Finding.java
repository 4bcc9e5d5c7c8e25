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

    /** Copies the list. */
    public Finding {
        args = List.copyOf(args);
    }
}
