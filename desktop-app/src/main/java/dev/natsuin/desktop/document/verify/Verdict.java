package dev.natsuin.desktop.document.verify;

import java.util.Collection;
import java.util.List;

/** One word for a whole file. */
public enum Verdict {
    /** Every signature is sound and trusted, and nothing changed after it but what further signatures explain. */
    VALID("valid"),
    /** The signed octets are sound, but the document was changed after a signature. */
    CHANGED("changed"),
    /** Nothing speaks against it, but something could not be established, usually who issued the certificate. */
    INDETERMINATE("indeterminate"),
    /** At least one signature does not hold. */
    INVALID("invalid"),
    /** There is no signature. */
    UNSIGNED("unsigned");

    private final String code;

    Verdict(String code) {
        this.code = code;
    }

    /** The word of the command line, for example {@code valid}. */
    public String code() {
        return code;
    }

    /** The worst of the signatures' verdicts; {@code VALID} if there is none. */
    static Verdict worst(Collection<Verdict> verdicts) {
        for (var verdict : List.of(INVALID, CHANGED, INDETERMINATE)) {
            if (verdicts.contains(verdict)) {
                return verdict;
            }
        }
        return VALID;
    }
}
