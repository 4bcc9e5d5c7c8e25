package dev.natsuin.desktop.document.verify;

/** How a document was changed after a signature. */
public enum DocumentChange {
    CONTENT("content"),
    FONTS("fonts"),
    /** A script or an action came, went or changed. */
    ACTIONS("actions"),
    /** Outlines, structure, names: what belongs to the document as a whole. */
    STRUCTURE("structure"),
    PAGES("pages"),
    ANNOTATIONS("annotations"),
    FORM_FIELDS("form-fields"),
    /** The picture of a later signature lies over something that was there when this one was made. */
    SIGNATURE_OVER_CONTENT("signature-over-content"),
    /** The signer allowed no further signature, or locked the field that was signed later. */
    NOT_ALLOWED("not-allowed"),
    /** There are octets that no signature covers and that belong to no update, or hide in the place of the CMS. */
    UNEXPLAINED_OCTETS("unexplained-octets"),
    /** The signature does not stand in the file the way a signature must. */
    SIGNATURE_STRUCTURE("signature-structure"),
    /** What changed could not be found out. */
    UNDETERMINED("undetermined");

    private final String code;

    DocumentChange(String code) {
        this.code = code;
    }

    /** The stable code, for example {@code form-fields}. */
    public String code() {
        return code;
    }
}
