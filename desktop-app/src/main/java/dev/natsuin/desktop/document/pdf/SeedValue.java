package dev.natsuin.desktop.document.pdf;

import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.jspecify.annotations.Nullable;

/**
 * What the author of a form demands of a signature in one of its fields (ISO 32000-2 §12.7.5.5, tables 237 and 238).
 *
 * <p>Wishes are not demands: an entry counts if its bit in {@code /Ff} is set. Whatever we cannot fulfil or do not know
 * makes a demand unfulfilled; none is passed over.
 */
final class SeedValue {
    private static final int FILTER = 1;
    private static final int SUB_FILTER = 1 << 1;
    private static final int VERSION = 1 << 2;
    private static final int REASONS = 1 << 3;
    private static final int LEGAL_ATTESTATION = 1 << 4;
    private static final int ADD_REVOCATION_INFO = 1 << 5;
    private static final int DIGEST_METHOD = 1 << 6;
    private static final int LOCK_DOCUMENT = 1 << 7;
    private static final int APPEARANCE_FILTER = 1 << 8;
    private static final int CANNOT = LEGAL_ATTESTATION | LOCK_DOCUMENT | APPEARANCE_FILTER;
    private static final int KNOWN =
            FILTER | SUB_FILTER | VERSION | REASONS | ADD_REVOCATION_INFO | DIGEST_METHOD | CANNOT;

    /** ISO 32000-2 defines versions up to 3. */
    private static final int NEWEST_VERSION = 3;

    private final COSDictionary entries;

    SeedValue(COSDictionary entries) {
        this.entries = entries;
    }

    /**
     * True if this signature is what is demanded.
     *
     * @param digestMethod as PDF calls it, for example {@code SHA256}
     */
    boolean allows(Optional<String> reason, Optional<Integer> certify, String digestMethod) {
        int demanded = entries.getInt(COSName.FF, 0);
        return (demanded & ~KNOWN) == 0
                && (demanded & CANNOT) == 0
                && (isWish(demanded, FILTER) || "Adobe.PPKLite".equals(entries.getNameAsString(COSName.FILTER)))
                && (isWish(demanded, SUB_FILTER) || texts("SubFilter").contains("ETSI.CAdES.detached"))
                && (isWish(demanded, VERSION) || version() <= NEWEST_VERSION)
                && (isWish(demanded, REASONS) || allowsReason(reason))
                && (isWish(demanded, ADD_REVOCATION_INFO) || !entries.getBoolean("AddRevInfo", false))
                && (isWish(demanded, DIGEST_METHOD) || texts("DigestMethod").contains(digestMethod))
                && allowsKind(certify)
                && demandsNothing("Cert")
                && demandsNothing("TimeStamp");
    }

    private static boolean isWish(int demanded, int bit) {
        return (demanded & bit) == 0;
    }

    /** An empty list, or one that holds a full stop alone, forbids giving any. */
    private boolean allowsReason(Optional<String> reason) {
        var allowed = texts("Reasons");
        boolean none = allowed.isEmpty() || allowed.equals(List.of("."));
        return none ? reason.isEmpty() : reason.filter(allowed::contains).isPresent();
    }

    /** {@code /MDP} always counts: 0 asks for an approval, 1 to 3 for a certification that allows as much. */
    private boolean allowsKind(Optional<Integer> certify) {
        var kind = entries.getCOSDictionary(COSName.getPDFName("MDP"));
        return kind == null || !kind.containsKey(COSName.P) || (kind.getInt(COSName.P) == certify.orElse(0));
    }

    private float version() {
        return entries.getFloat(COSName.V, 1);
    }

    private boolean demandsNothing(String name) {
        var constraint = entries.getCOSDictionary(COSName.getPDFName(name));
        return constraint == null || (constraint.getInt(COSName.FF, 0) == 0);
    }

    private List<String> texts(String name) {
        var array = entries.getCOSArray(COSName.getPDFName(name));
        return array == null ? List.of() : textsOf(array);
    }

    private static List<String> textsOf(COSArray array) {
        return array.toList().stream().map(SeedValue::text).toList();
    }

    private static String text(@Nullable COSBase item) {
        return item instanceof COSName name
                ? name.getName()
                : item instanceof COSString string ? string.getString() : "";
    }
}
