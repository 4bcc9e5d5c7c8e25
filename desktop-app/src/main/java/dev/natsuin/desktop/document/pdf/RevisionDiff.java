package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/**
 * What became different in a document between a signed revision and its end, beyond what adding further signatures and
 * their validation data explains.
 *
 * <p>Goes by objects, not by paths: every object of the signed revision that a later one replaces or removes must be of
 * a kind that a signature touches, and only touched the way a signature does; and nothing that the signed revision
 * referred to without having it may have been supplied later. So what cannot be reached by a chosen path cannot be
 * hidden behind one either.
 */
public final class RevisionDiff {
    private static final COSName DSS = COSName.getPDFName("DSS");
    private static final COSName EXTENSIONS = COSName.getPDFName("Extensions");
    private static final COSName SIG_FLAGS = COSName.getPDFName("SigFlags");
    private static final COSName XREF_STREAM = COSName.getPDFName("XRef");
    private static final Set<COSName> OF_A_CATALOG = Set.of(DSS, EXTENSIONS, COSName.VERSION, COSName.METADATA);
    private static final Set<COSName> OF_A_SIGNED_FIELD =
            Set.of(COSName.V, COSName.AP, COSName.F, COSName.M, COSName.DA, COSName.MK);
    private static final Set<String> OF_VALIDATION_DATA =
            Set.of("Type", "Certs", "CRLs", "OCSPs", "VRI", "Cert", "CRL", "OCSP", "TU", "TS");

    /** A kind of change. */
    public enum Kind {
        /** Something a page is made of, or what cannot be told from it. */
        CONTENT,
        /** Pages came, went or moved. */
        PAGES,
        /** An annotation came, went or changed. */
        ANNOTATIONS,
        /** A form field came, went or changed. */
        FORM_FIELDS
    }

    /**
     * The answer.
     *
     * @param kinds what changed without an explanation
     * @param validationData true if validation data (a DSS dictionary) came
     */
    public record Changes(Set<Kind> kinds, boolean validationData) {
        /** Copies the kinds. */
        public Changes {
            kinds = Set.copyOf(kinds);
        }
    }

    private final PDDocument before;
    private final PDDocument after;
    private final Map<COSObjectKey, Long> xrefBefore;
    private final Map<COSObjectKey, Long> xrefAfter;
    private final References references;
    private final Set<COSDictionary> newlySigned;
    private final EnumSet<Kind> found = EnumSet.noneOf(Kind.class);

    private RevisionDiff(PDDocument before, PdfFile file, long revisionBytes, Set<String> signatureFields) {
        this.before = before;
        this.after = file.document();
        this.xrefBefore = before.getDocument().getXrefTable();
        this.xrefAfter = after.getDocument().getXrefTable();
        this.references = References.of(before);
        this.newlySigned = newlySigned(file, xrefBefore, revisionBytes, signatureFields);
    }

    /**
     * Compares the first {@code revisionBytes} of a file with all of it.
     *
     * @param signatureFields the full names of the fields whose signatures were looked at: their addition is explained
     * @throws IOException if either cannot be read without repair, so that nothing can be said
     */
    public static Changes between(PdfFile file, long revisionBytes, Set<String> signatureFields) throws IOException {
        return HostileInput.read(() -> {
            if (file.repaired()) {
                throw new IOException("the file needs repair");
            }
            try (var view = file.firstBytes(revisionBytes)) {
                var parser = new CheckedParser(view);
                try (var before = parser.parse(true)) {
                    if (parser.repaired()) {
                        throw new IOException("the signed revision needs repair");
                    }
                    var diff = new RevisionDiff(before, file, revisionBytes, signatureFields);
                    diff.compare();
                    return new Changes(diff.found, diff.validationDataCame());
                }
            }
        });
    }

    private boolean validationDataCame() {
        var old = FormFields.catalog(before);
        var now = FormFields.catalog(after);
        return old != null && now != null && now.containsKey(DSS) && !same(old.getItem(DSS), now.getItem(DSS));
    }

    private void compare() throws IOException {
        var root = key(before.getDocument().getTrailer().getItem(COSName.ROOT));
        if (root == null || !root.equals(key(after.getDocument().getTrailer().getItem(COSName.ROOT)))) {
            found.add(Kind.CONTENT);
            return;
        }
        for (var dangling : references.dangling()) {
            if (object(after, dangling) != null) {
                found.add(Kind.CONTENT);
            }
        }
        var roles = new Roles(before);
        for (var entry : xrefBefore.entrySet()) {
            // The same place in the same octets is the same object.
            if (!entry.getValue().equals(xrefAfter.get(entry.getKey()))) {
                compare(entry.getKey(), roles);
            }
        }
        // Written inside the catalog, or moved: compared here in any case.
        var old = FormFields.form(before);
        var now = FormFields.form(after);
        if (old != null && now != null) {
            form(old, now);
        }
    }

    private void compare(COSObjectKey key, Roles roles) throws IOException {
        var old = object(before, key);
        var now = object(after, key);
        if (old == null) {
            if (now != null && references.referrers().containsKey(key)) {
                found.add(Kind.CONTENT);
            }
            return;
        }
        if (same(old, now) || bookkeeping(old, now)) {
            return;
        }
        if (old instanceof COSDictionary was && now instanceof COSDictionary is && !(old instanceof COSStream)) {
            compare(key, was, is, roles);
        } else if (old instanceof COSArray was && now instanceof COSArray is) {
            compare(key, was, is, roles);
        } else if (!(old instanceof COSStream && now instanceof COSStream && roles.isMetadata(key, references))) {
            found.add(kindOf(old));
        }
    }

    private static boolean bookkeeping(COSBase old, @Nullable COSBase now) {
        return old instanceof COSStream was
                && now instanceof COSStream is
                && XREF_STREAM.equals(was.getCOSName(COSName.TYPE))
                && XREF_STREAM.equals(is.getCOSName(COSName.TYPE));
    }

    private void compare(COSObjectKey key, COSDictionary was, COSDictionary is, Roles roles) {
        if (key.equals(roles.catalog())) {
            others(was, is, Kind.CONTENT, OF_A_CATALOG, COSName.ACRO_FORM);
            if (was.containsKey(COSName.ACRO_FORM) && !is.containsKey(COSName.ACRO_FORM)) {
                found.add(Kind.FORM_FIELDS);
            }
        } else if (key.equals(roles.form()) || isInformation(key, roles)) {
            // The form is compared in any case; the information dictionary is shown nowhere on a page.
            return;
        } else if (roles.pages().contains(key)) {
            others(was, is, Kind.CONTENT, Set.of(), COSName.ANNOTS);
            list(was.getCOSArray(COSName.ANNOTS), is.getCOSArray(COSName.ANNOTS), Kind.ANNOTATIONS);
        } else if (roles.unsigned().contains(key) && newlySigned.contains(is)) {
            others(was, is, Kind.FORM_FIELDS, OF_A_SIGNED_FIELD, null);
        } else if (!(validationData(was) && validationData(is) && references.onlyFromValidationData(key))) {
            found.add(kindOf(was));
        }
    }

    private boolean isInformation(COSObjectKey key, Roles roles) {
        return key.equals(roles.info()) && !references.referrers().containsKey(key);
    }

    private void compare(COSObjectKey key, COSArray was, COSArray is, Roles roles) {
        if (key.equals(roles.fields())) {
            list(was, is, Kind.FORM_FIELDS);
        } else if (roles.annotations().contains(key)) {
            list(was, is, Kind.ANNOTATIONS);
        } else if (!references.onlyFromValidationData(key)) {
            found.add(Kind.CONTENT);
        }
    }

    private void form(COSDictionary was, COSDictionary is) {
        others(was, is, Kind.FORM_FIELDS, Set.of(SIG_FLAGS), COSName.FIELDS);
        list(was.getCOSArray(COSName.FIELDS), is.getCOSArray(COSName.FIELDS), Kind.FORM_FIELDS);
    }

    /** Every entry but the excepted ones must be the same. */
    private void others(
            COSDictionary was, COSDictionary is, Kind kind, Set<COSName> excepted, @Nullable COSName alsoExcepted) {
        var names = new HashSet<>(was.keySet());
        names.addAll(is.keySet());
        for (var name : names) {
            if (!excepted.contains(name) && !name.equals(alsoExcepted) && !same(was.getItem(name), is.getItem(name))) {
                found.add(kind);
            }
        }
    }

    /** The later list must begin with the earlier one; what follows must be new fields that are signed. */
    private void list(@Nullable COSArray was, @Nullable COSArray is, Kind kind) {
        int old = was == null ? 0 : was.size();
        int now = is == null ? 0 : is.size();
        boolean explained = now >= old;
        for (int i = 0; explained && i < now; i++) {
            if (was != null && i < old) {
                explained = same(was.get(i), is == null ? null : is.get(i));
            } else {
                explained = is != null && isNewSignatureField(is.get(i));
            }
        }
        if (!explained) {
            found.add(kind);
        }
    }

    private boolean isNewSignatureField(COSBase item) {
        var key = key(item);
        if (key == null
                || xrefBefore.containsKey(key)
                || !(object(after, key) instanceof COSDictionary field)
                || field instanceof COSStream) {
            return false;
        }
        var parent = field.getCOSDictionary(COSName.PARENT);
        return newlySigned.contains(field) || (parent != null && newlySigned.contains(parent));
    }

    /**
     * The fields that carry a signature which is new, is among those that were verified, and reaches beyond the signed
     * revision: another field that points to an old signature explains nothing.
     */
    private static Set<COSDictionary> newlySigned(
            PdfFile file, Map<COSObjectKey, Long> xrefBefore, long revisionBytes, Set<String> verified) {
        Set<COSDictionary> fields = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var field : FormFields.read(file.document()).fields()) {
            var signature = key(field.dictionary().getItem(COSName.V));
            if (verified.contains(field.name())
                    && signature != null
                    && !xrefBefore.containsKey(signature)
                    && field.signed().map(SignatureOutline::end).orElse(0L) > revisionBytes) {
                fields.add(field.dictionary());
            }
        }
        return fields;
    }

    private static boolean validationData(COSDictionary dictionary) {
        return dictionary.keySet().stream()
                .map(COSName::getName)
                .allMatch(name -> OF_VALIDATION_DATA.contains(name) || name.matches("[0-9A-Fa-f]{40}"));
    }

    private static Kind kindOf(COSBase object) {
        if (object instanceof COSDictionary dictionary) {
            if (COSName.PAGES.equals(dictionary.getCOSName(COSName.TYPE))) {
                return Kind.PAGES;
            }
            if (dictionary.containsKey(COSName.FT) || COSName.WIDGET.equals(dictionary.getCOSName(COSName.SUBTYPE))) {
                return Kind.FORM_FIELDS;
            }
            if (dictionary.containsKey(COSName.RECT)) {
                return Kind.ANNOTATIONS;
            }
        }
        return Kind.CONTENT;
    }

    private static @Nullable COSObjectKey key(@Nullable COSBase item) {
        return item instanceof COSObject reference ? reference.getKey() : null;
    }

    private static @Nullable COSBase object(PDDocument document, COSObjectKey key) {
        return document.getDocument().getXrefTable().containsKey(key)
                ? document.getDocument().getObjectFromPool(key).getObject()
                : null;
    }

    /** Equal in the file's own terms: references by number, not by what they lead to. */
    static boolean same(@Nullable COSBase one, @Nullable COSBase other) {
        if (one == null || other == null) {
            return one == other;
        }
        if (one instanceof COSObject || other instanceof COSObject) {
            var key = key(one);
            return key != null && key.equals(key(other));
        }
        if (one instanceof COSArray a && other instanceof COSArray b) {
            boolean equal = a.size() == b.size();
            for (int i = 0; equal && i < a.size(); i++) {
                equal = same(a.get(i), b.get(i));
            }
            return equal;
        }
        if (one instanceof COSDictionary a && other instanceof COSDictionary b) {
            return a.keySet().equals(b.keySet())
                    && a.keySet().stream().allMatch(name -> same(a.getItem(name), b.getItem(name)))
                    && sameOctets(a, b);
        }
        return one.equals(other);
    }

    private static boolean sameOctets(COSDictionary one, COSDictionary other) {
        if (!(one instanceof COSStream a) || !(other instanceof COSStream b)) {
            return one instanceof COSStream == other instanceof COSStream;
        }
        try (var left = a.createRawInputStream();
                var right = b.createRawInputStream()) {
            while (true) {
                var mine = left.readNBytes(1 << 16);
                if (!Arrays.equals(mine, right.readNBytes(1 << 16))) {
                    return false;
                }
                if (mine.length == 0) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** Who refers to whom in the signed revision. */
    private record References(Map<COSObjectKey, List<COSBase>> referrers, Set<COSObjectKey> dangling) {
        static References of(PDDocument document) {
            var referrers = new HashMap<COSObjectKey, List<COSBase>>();
            var xref = document.getDocument().getXrefTable();
            for (var key : List.copyOf(xref.keySet())) {
                var object = document.getDocument().getObjectFromPool(key).getObject();
                if (object != null) {
                    collect(object, object, referrers);
                }
            }
            var dangling = new HashSet<>(referrers.keySet());
            dangling.removeAll(xref.keySet());
            return new References(referrers, dangling);
        }

        private static void collect(COSBase item, COSBase owner, Map<COSObjectKey, List<COSBase>> referrers) {
            var key = key(item);
            if (key != null) {
                referrers.computeIfAbsent(key, k -> new ArrayList<>(1)).add(owner);
            } else if (item instanceof COSArray array) {
                for (int i = 0; i < array.size(); i++) {
                    collect(array.get(i), owner, referrers);
                }
            } else if (item instanceof COSDictionary dictionary) {
                dictionary.getValues().forEach(value -> collect(value, owner, referrers));
            }
        }

        /** True if nothing but validation data and the catalog lead there. */
        boolean onlyFromValidationData(COSObjectKey key) {
            return referrers.getOrDefault(key, List.of()).stream().allMatch(References::holdsValidationData);
        }

        private static boolean holdsValidationData(COSBase owner) {
            return owner instanceof COSDictionary dictionary
                    && !(dictionary instanceof COSStream)
                    && (validationData(dictionary) || COSName.CATALOG.equals(dictionary.getCOSName(COSName.TYPE)));
        }
    }

    /** What the objects of the signed revision that a signature may touch are for. */
    private record Roles(
            @Nullable COSObjectKey catalog,
            @Nullable COSObjectKey form,
            @Nullable COSObjectKey info,
            @Nullable COSObjectKey fields,
            @Nullable COSObjectKey metadata,
            Set<COSObjectKey> pages,
            Set<COSObjectKey> annotations,
            Set<COSObjectKey> unsigned) {
        Roles(PDDocument document) throws IOException {
            this(
                    key(document.getDocument().getTrailer().getItem(COSName.ROOT)),
                    key(item(FormFields.catalog(document), COSName.ACRO_FORM)),
                    key(document.getDocument().getTrailer().getItem(COSName.INFO)),
                    key(item(FormFields.form(document), COSName.FIELDS)),
                    key(item(FormFields.catalog(document), COSName.METADATA)),
                    new HashSet<>(),
                    new HashSet<>(),
                    new HashSet<>());
            for (var page : PageTree.read(document).leaves()) {
                Optional.ofNullable(page.getKey()).ifPresent(pages::add);
                Optional.ofNullable(key(page.getItem(COSName.ANNOTS))).ifPresent(annotations::add);
            }
            for (var field : FormFields.read(document).fields()) {
                if (field.signature()
                        && field.signed().isEmpty()
                        && field.dictionary().getKey() != null) {
                    unsigned.add(field.dictionary().getKey());
                }
            }
        }

        private static @Nullable COSBase item(@Nullable COSDictionary dictionary, COSName name) {
            return dictionary == null ? null : dictionary.getItem(name);
        }

        boolean isMetadata(COSObjectKey key, References references) {
            return key.equals(metadata)
                    && references.referrers().getOrDefault(key, List.of()).size() == 1;
        }
    }
}
