package dev.natsuin.desktop.desk;

import java.util.Arrays;
import java.util.Optional;

/** A format of signatures and where in it the signed content is: every pair there is, and no other. */
public enum SignatureForm {
    /** Inside the PDF (EN 319 142-1). */
    PADES("pades", "enveloped"),
    /** A CMS beside the file (EN 319 122-1). */
    CADES_DETACHED("cades", "detached"),
    /** A CMS around the file. */
    CADES_ENVELOPING("cades", "enveloping"),
    /** Inside the XML document (EN 319 132-1). */
    XADES_ENVELOPED("xades", "enveloped"),
    /** XML around the file. */
    XADES_ENVELOPING("xades", "enveloping"),
    /** XML beside the file. */
    XADES_DETACHED("xades", "detached"),
    /** JSON around the file (TS 119 182-1). */
    JADES_ENVELOPING("jades", "enveloping"),
    /** JSON beside the file. */
    JADES_DETACHED("jades", "detached"),
    /** A ZIP of the file and its signature (EN 319 162-1), for one file. */
    ASIC_S("asic-s", "detached"),
    /** A ZIP of files, a list of them, and the list's signature. */
    ASIC_E("asic-e", "detached");

    private final String format;
    private final String packaging;

    SignatureForm(String format, String packaging) {
        this.format = format;
        this.packaging = packaging;
    }

    /**
     * The form of these names on the command line; the first of its format if no packaging is named; empty if there is
     * no such pair.
     */
    public static Optional<SignatureForm> byName(String format, Optional<String> packaging) {
        return Arrays.stream(values())
                .filter(form -> form.format.equals(format))
                .filter(form -> packaging.isEmpty() || form.packaging.equals(packaging.get()))
                .findFirst();
    }

    /** True if the signature lies beside its file, so that whoever looks at it needs both. */
    public boolean isBeside() {
        return switch (this) {
            case CADES_DETACHED, XADES_DETACHED, JADES_DETACHED -> true;
            case PADES, CADES_ENVELOPING, XADES_ENVELOPED, XADES_ENVELOPING, JADES_ENVELOPING, ASIC_S, ASIC_E -> false;
        };
    }

    /** The format's name on the command line. */
    public String format() {
        return format;
    }

    /** The packaging's name on the command line. */
    public String packaging() {
        return packaging;
    }
}
