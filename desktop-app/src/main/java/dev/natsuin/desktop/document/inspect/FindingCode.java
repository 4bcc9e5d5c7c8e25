package dev.natsuin.desktop.document.inspect;

import java.util.Locale;

/** Every kind of finding. Codes are never renamed or reused; each has a sentence in English and Japanese. */
public enum FindingCode {
    /** A stream or form whose content lies in another file. */
    EXTERNAL_CONTENT(Severity.BLOCK),
    /** Two objects with one number in one revision, of which the cross-references show only one. */
    TWIN_OBJECT(Severity.BLOCK),
    /** An object of which programs read different versions, each of them now. */
    AMBIGUOUS_OBJECT(Severity.BLOCK),
    /** XFA: pages are made by a program from a template. */
    DYNAMIC_FORM(Severity.BLOCK),
    /** Cross-references had to be guessed: every viewer may show something else. */
    DAMAGED(Severity.BLOCK),
    /** Starts a program. */
    LAUNCH(Severity.BLOCK),

    /** Characters under something that was painted over them, or drawn so that they do not show. */
    TEXT_COVERED(Severity.WARN),
    /** A picture wholly under something painted over it. */
    IMAGE_COVERED(Severity.WARN),
    /** Characters in the colour of what is behind them, or nearly transparent. */
    TEXT_FAINT(Severity.WARN),
    /** Characters in an invisible mode that do not lie on a scan. */
    TEXT_INVISIBLE(Severity.WARN),
    /** Characters too small to be read. */
    TEXT_TINY(Severity.WARN),
    /** Characters cut away by a clipping path. */
    TEXT_CLIPPED(Severity.WARN),
    /** Characters beside the part of the page that is shown, and not the rest of a line that is. */
    TEXT_OUTSIDE_PAGE(Severity.WARN),
    /** An embedded font shows other characters than the text behind them says. */
    TEXT_DIFFERS(Severity.WARN),
    /** A font is not in the file and its codes do not say which characters are meant. */
    FONT_UNKNOWN(Severity.WARN),
    /** Characters of a font that is not in the file, which no font here has, so that nothing is drawn for them. */
    TEXT_WITHOUT_FONT(Severity.WARN),
    /** A picture that cannot be decoded here. */
    IMAGE_UNDECODABLE(Severity.WARN),
    /** A picture with another version of itself for printing. */
    IMAGE_ALTERNATE(Severity.WARN),
    /** A field that can still be filled in and looks like the text around it. */
    FIELD_AS_TEXT(Severity.WARN),
    /** An empty signature field lies over text, which the picture of a later signature may cover. */
    FIELD_OVER_TEXT(Severity.WARN),
    /** A field shows another text than its value. */
    FIELD_VALUE_DIFFERS(Severity.WARN),
    /** Layers that show one thing on the screen and another on paper, in an export or at another size. */
    LAYERS_TWO_STATES(Severity.WARN),
    /** Content in a layer that is switched off. */
    LAYER_HIDDEN(Severity.WARN),
    /** An annotation that is not shown. */
    ANNOTATION_HIDDEN(Severity.WARN),
    /** An annotation that is only printed. */
    ANNOTATION_PRINT_ONLY(Severity.WARN),
    /** An annotation that shows more while it is pointed at or pressed. */
    ANNOTATION_ON_HOVER(Severity.WARN),
    /** A box or button whose other state shows more than a mark. */
    FIELD_OTHER_STATE(Severity.WARN),
    /** JavaScript. */
    SCRIPT(Severity.WARN),
    /** Something leaves the document or changes it by itself. */
    ACTION_AUTOMATIC(Severity.WARN),
    /** Sends what was filled in, or brings data in. */
    ACTION_DATA(Severity.WARN),
    /** Shows or hides parts of the document on a click. */
    ACTION_CHANGES(Severity.WARN),
    /** Sound, film, three dimensions. */
    MULTIMEDIA(Severity.WARN),
    /** A file inside the file. */
    ATTACHMENT(Severity.WARN),
    /** A page or document that the file holds and nothing leads to. */
    UNUSED_PAGE(Severity.WARN),
    /** Objects that no cross-references list. */
    UNLISTED_OBJECT(Severity.WARN),
    /** The visible signature that is ordered would lie over what an earlier signer saw. */
    SIGNATURE_OVER_SIGNED(Severity.WARN),
    /** The visible signature that is ordered has no room for all of its text. */
    SIGNATURE_WITHOUT_ROOM(Severity.WARN),
    /** The visible signature that is ordered has characters that no font here has. */
    SIGNATURE_WITHOUT_FONT(Severity.WARN),
    /** Time or memory did not suffice, or a page could not be read. */
    NOT_INSPECTED(Severity.WARN),

    /** Invisible characters over a scan: recognised text. */
    TEXT_OF_SCAN(Severity.NOTE),
    /** Characters beyond the edge of the page, of a line that begins on it. */
    TEXT_CUT_AT_EDGE(Severity.NOTE),
    /** A font is not in the file; another stands in. */
    FONT_MISSING(Severity.NOTE),
    /** Fields that can be filled in after signing. */
    FORM_FIELDS(Severity.NOTE),
    /** An empty signature field lies over a few letters, as of what is to be done there. */
    FIELD_OVER_LABEL(Severity.NOTE),
    /** Fields format what is typed in. */
    SCRIPT_FORMAT(Severity.NOTE),
    /** Layers, all of them shown. */
    LAYERS(Severity.NOTE),
    /** An annotation that is shown and not printed. */
    ANNOTATION_NOT_PRINTED(Severity.NOTE),
    /** Links to addresses or other files. */
    LINKS(Severity.NOTE),
    /** Earlier states of the document. */
    REVISIONS(Severity.NOTE);

    private final Severity severity;

    FindingCode(Severity severity) {
        this.severity = severity;
    }

    /** How much it matters. */
    public Severity severity() {
        return severity;
    }

    /** The stable code, for example {@code text-covered}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
