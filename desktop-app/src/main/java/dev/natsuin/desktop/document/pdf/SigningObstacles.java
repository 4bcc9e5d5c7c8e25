package dev.natsuin.desktop.document.pdf;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.jspecify.annotations.Nullable;

/**
 * What in a document forbids adding a signature to it: its condition, what its author permits and demands, and what
 * earlier signers locked.
 */
public final class SigningObstacles {
    private static final COSName REFERENCE = COSName.getPDFName("Reference");
    private static final COSName TRANSFORM_METHOD = COSName.getPDFName("TransformMethod");
    private static final COSName TRANSFORM_PARAMS = COSName.getPDFName("TransformParams");
    private static final COSName DOC_MDP = COSName.getPDFName("DocMDP");
    private static final COSName FIELD_MDP = COSName.getPDFName("FieldMDP");
    private static final COSName ACTION = COSName.getPDFName("Action");
    private static final COSName LOCK = COSName.getPDFName("Lock");
    private static final COSName SEED_VALUE = COSName.getPDFName("SV");
    private static final COSName XFA = COSName.getPDFName("XFA");
    private static final int NO_CHANGES = 1;
    private static final int FORM_FILLING = 2;
    private static final int ANNOTATING = 3;

    private SigningObstacles() {}

    /** The first reason not to add a signature to this document, in a field that is made for it. */
    public static Optional<ProblemCode> in(PdfFile pdf) {
        return read(() -> ofDocument(pdf, FormFields.read(pdf.document()), Optional.empty()));
    }

    /** The first reason not to add this signature to this document. */
    public static Optional<ProblemCode> in(PdfFile pdf, Increment.Entries entries, HashAlgorithm algorithm) {
        return read(() -> {
            var fields = FormFields.read(pdf.document());
            return ofDocument(pdf, fields, entries.field())
                    .or(() -> ofCertification(pdf, fields, entries))
                    .or(() -> ofField(fields, entries, algorithm));
        });
    }

    private static Optional<ProblemCode> read(HostileInput.Reading<Optional<ProblemCode>> reading) {
        try {
            return HostileInput.read(reading);
        } catch (IOException e) {
            return Optional.of(NoRoom.isCauseOf(e) ? ProblemCode.NO_ROOM_TO_WORK : ProblemCode.DOCUMENT_DAMAGED);
        }
    }

    private static Optional<ProblemCode> ofDocument(PdfFile pdf, FormFields fields, Optional<String> field) {
        if (!pdf.extensible()) {
            return Optional.of(ProblemCode.DOCUMENT_ENCRYPTION_UNKNOWN);
        }
        if (pdf.repaired()) {
            return Optional.of(ProblemCode.DOCUMENT_DAMAGED);
        }
        var form = FormFields.form(pdf.document());
        if (form != null && form.containsKey(XFA)) {
            return Optional.of(ProblemCode.DOCUMENT_XFA);
        }
        if (!permits(pdf.permissions(), field.isPresent())) {
            return Optional.of(ProblemCode.DOCUMENT_PROTECTED);
        }
        if (certification(pdf.document(), fields).orElse(FORM_FILLING) == NO_CHANGES
                || locked(fields, field.orElseGet(fields::freeName))) {
            return Optional.of(ProblemCode.DOCUMENT_LOCKED);
        }
        return Optional.empty();
    }

    /** The bits of {@code /P} (ISO 32000-2 table 22): a new field takes 4 and 6, an existing one 6 or 9. */
    private static boolean permits(AccessPermission author, boolean existingField) {
        return existingField
                ? author.canModifyAnnotations() || author.canFillInForm()
                : author.canModify() && author.canModifyAnnotations();
    }

    /** A certification is the first signature of a document (ISO 32000-2 §12.8.2.2.1). */
    private static Optional<ProblemCode> ofCertification(PdfFile pdf, FormFields fields, Increment.Entries entries) {
        boolean first = certification(pdf.document(), fields).isEmpty()
                && fields.fields().stream().allMatch(field -> field.signed().isEmpty());
        return entries.certify().isPresent() && !first
                ? Optional.of(ProblemCode.DOCUMENT_NOT_CERTIFIABLE)
                : Optional.empty();
    }

    private static Optional<ProblemCode> ofField(
            FormFields fields, Increment.Entries entries, HashAlgorithm algorithm) {
        if (entries.field().isEmpty()) {
            return Optional.empty();
        }
        var field = fields.named(entries.field().get());
        if (field.isEmpty() || !field.get().signature() || field.get().taken()) {
            return Optional.of(ProblemCode.SIGNATURE_FIELD_UNUSABLE);
        }
        var seed = field.get().dictionary().getCOSDictionary(SEED_VALUE);
        return seed == null || new SeedValue(seed).allows(entries.reason(), entries.certify(), name(algorithm))
                ? Optional.empty()
                : Optional.of(ProblemCode.SIGNATURE_FIELD_DEMANDS);
    }

    private static String name(HashAlgorithm algorithm) {
        return algorithm.jcaName().replace("-", "");
    }

    /** What a certifying signature allows (ISO 32000-1 table 254: 1, 2 or 3), if the document is certified. */
    public static Optional<Integer> certification(PdfFile pdf) {
        try {
            return HostileInput.read(() -> certification(pdf.document(), FormFields.read(pdf.document())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<Integer> certification(PDDocument document, FormFields fields) {
        var certifying = new ArrayList<COSDictionary>();
        var catalog = FormFields.catalog(document);
        var permissions = catalog == null ? null : catalog.getCOSDictionary(COSName.getPDFName("Perms"));
        if (permissions != null && permissions.getCOSDictionary(DOC_MDP) != null) {
            certifying.add(permissions.getCOSDictionary(DOC_MDP));
        }
        fields.fields().forEach(f -> f.signed().ifPresent(certifying::add));
        return certifying.stream()
                .flatMap(signature -> transforms(signature, DOC_MDP).stream())
                .map(SigningObstacles::allowed)
                .min(Integer::compare);
    }

    /** Two where nothing is said, as the standard has it; what it does not know allows nothing. */
    private static int allowed(COSDictionary params) {
        if (!params.containsKey(COSName.P)) {
            return FORM_FILLING;
        }
        int said = params.getDictionaryObject(COSName.P) instanceof COSInteger number ? number.intValue() : NO_CHANGES;
        return said == FORM_FILLING || said == ANNOTATING ? said : NO_CHANGES;
    }

    static boolean locked(FormFields fields, String name) {
        for (var field : fields.fields()) {
            var signature = field.signed();
            if (signature.isPresent()) {
                var locks = new ArrayList<>(transforms(signature.get(), FIELD_MDP));
                var own = field.dictionary().getCOSDictionary(LOCK);
                if (own != null) {
                    locks.add(own);
                }
                if (locks.stream().anyMatch(lock -> covers(lock, name))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean covers(COSDictionary lock, String name) {
        if (lock.getInt(COSName.P, FORM_FILLING) == NO_CHANGES) {
            return true;
        }
        var action = lock.getNameAsString(ACTION, "All");
        boolean listed = contains(lock.getCOSArray(COSName.FIELDS), name);
        return switch (action) {
            case "Include" -> listed;
            case "Exclude" -> !listed;
            default -> true;
        };
    }

    private static boolean contains(@Nullable COSArray names, String name) {
        if (names == null) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.getObject(i) instanceof COSString each
                    && (name.equals(each.getString()) || name.startsWith(each.getString() + "."))) {
                return true;
            }
        }
        return false;
    }

    private static List<COSDictionary> transforms(COSDictionary signature, COSName method) {
        var found = new ArrayList<COSDictionary>();
        var references = signature.getCOSArray(REFERENCE);
        for (int i = 0; references != null && i < references.size(); i++) {
            if (references.getObject(i) instanceof COSDictionary reference
                    && method.equals(reference.getCOSName(TRANSFORM_METHOD))) {
                var params = reference.getCOSDictionary(TRANSFORM_PARAMS);
                found.add(params == null ? new COSDictionary() : params);
            }
        }
        return found;
    }
}
