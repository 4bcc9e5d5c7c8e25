package dev.natsuin.desktop.document.verify;

/** How a document was changed after a signature. */
public enum DocumentChange {
    CONTENT("content"),
    PAGES("pages"),
    ANNOTATIONS("annotations"),
    FORM_FIELDS("form-fields"),
    /** A page looks different, whatever did it. */
    APPEARANCE("appearance"),
    /** There are octets that no signature covers and that are no validation data. */
    UNEXPLAINED_OCTETS("unexplained-octets"),
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
