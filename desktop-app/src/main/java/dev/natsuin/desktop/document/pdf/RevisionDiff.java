package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.jspecify.annotations.Nullable;

/**
 * What became different in a document between a signed revision and its end, beyond what adding further signatures and
 * their validation data explains, and, where the signer certified the document for it, filling in its form.
 *
 * <p>Goes by octets first ({@link Increments}), then by objects, not by paths: every object of the signed revision that
 * a later one replaces or removes must be of a kind that a signature touches, and only touched the way a signature
 * does; and nothing that the signed revision referred to without having it may have been supplied later. So what cannot
 * be reached by a chosen path cannot be hidden behind one either. A new object that nothing refers to is nowhere shown.
 *
 * <p>An annotation is never explained, also where a certification allows it (ISO 32000-1 table 254, 3): it can show
 * anything anywhere. A later signature with a picture is explained where it lies on a blank place of the page as
 * signed, or in a field that was there when it was signed.
 */
public final class RevisionDiff {
    private static final COSName DSS = COSName.getPDFName("DSS");
    private static final COSName EXTENSIONS = COSName.getPDFName("Extensions");
    private static final COSName SIG_FLAGS = COSName.getPDFName("SigFlags");
    private static final Set<COSName> OF_A_CATALOG = Set.of(DSS, EXTENSIONS, COSName.VERSION, COSName.METADATA);
    private static final Set<COSName> OF_A_SIGNED_FIELD =
            Set.of(COSName.V, COSName.AP, COSName.F, COSName.M, COSName.DA, COSName.MK);
    private static final Set<String> OF_VALIDATION_DATA =
            Set.of("Type", "Certs", "CRLs", "OCSPs", "VRI", "Cert", "CRL", "OCSP", "TU", "TS");
    private static final Set<String> ACTIONS = Set.of("OpenAction", "AA", "A", "Names", "URI", "JS", "Next");
    private static final Set<String> VISIBLE = Set.of("OCProperties", "Contents", "Resources", "MediaBox", "CropBox");
    private static final Set<COSName> OF_A_PICTURE = Set.of(COSName.AP, COSName.F, COSName.DA, COSName.MK);
    private static final int HIDDEN = 1 << 1;
    private static final int NO_ZOOM = 1 << 3;
    private static final int NO_ROTATE = 1 << 4;
    private static final int NO_VIEW = 1 << 5;
    private static final int NO_CHANGES = 1;
    private static final int MOST_CHANGES = 100;

    /** A kind of change. */
    public enum Kind {
        /** Something a page is made of, or what cannot be told from it. */
        CONTENT,
        /** A font, or how its characters look. */
        FONTS,
        /** A script or action came, went or changed. */
        ACTIONS,
        /** What belongs to the document as a whole: outlines, structure, names. */
        STRUCTURE,
        /** Pages came, went or moved. */
        PAGES,
        /** An annotation came, went or changed. */
        ANNOTATIONS,
        /** A form field came, went or changed. */
        FORM_FIELDS,
        /** The picture of a later signature lies over something. */
        SIGNATURE_OVER_CONTENT,
        /** The signer allowed no further signature, or locked its field. */
        NOT_ALLOWED,
        /** Octets that belong to no update. */
        OCTETS
    }

    /**
     * One change without an explanation.
     *
     * @param kind what
     * @param pages where, from 1, as they are numbered in the signed revision; none if on no page or not known
     * @param object which: number and generation, the name of a field, or why octets are no update; may be empty
     */
    public record Change(Kind kind, List<Integer> pages, String object) {
        /** Copies the pages. */
        public Change {
            pages = List.copyOf(pages);
        }
    }

    private final PdfFile file;
    private final SignedRevision signature;
    private final PDDocument before;
    private final PDDocument after;
    private final Map<COSObjectKey, Long> xrefBefore;
    private final Map<COSObjectKey, Long> xrefAfter;
    private final References references;
    private final Roles roles;
    private final Set<COSDictionary> newlySigned = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<COSDictionary> brought = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Change> found = new ArrayList<>();
    private Set<COSObjectKey> filledIn = Set.of();
    private Set<COSObjectKey> replaced = Set.of();
    private boolean fontsAdded;

    private RevisionDiff(PdfFile file, SignedRevision signature, PDDocument before) throws IOException {
        this.file = file;
        this.signature = signature;
        this.before = before;
        this.after = file.document();
        this.xrefBefore = before.getDocument().getXrefTable();
        this.xrefAfter = after.getDocument().getXrefTable();
        this.references = References.of(before);
        this.roles = new Roles(before);
    }

    /**
     * Compares a signed revision with the whole file.
     *
     * @param all the signatures of the file: the sound ones among them explain their own addition
     * @param before the revision, opened by itself
     * @throws IOException if either cannot be read without repair, so that nothing can be said
     */
    public static List<Change> between(
            PdfFile file, SignedRevision signature, List<SignedRevision> all, PDDocument before) throws IOException {
        return HostileInput.read(() -> {
            if (file.repaired()) {
                throw new IOException("the file needs repair");
            }
            var diff = new RevisionDiff(file, signature, before);
            diff.compare(all);
            return List.copyOf(diff.found);
        });
    }

    private void note(Kind kind, @Nullable COSBase where, String object) {
        add(new Change(kind, where == null ? List.of() : roles.pagesOf(where, references), object));
    }

    private void note(Kind kind, COSObjectKey key) {
        note(kind, object(before, key), key.getNumber() + " " + key.getGeneration());
    }

    private void compare(List<SignedRevision> all) throws IOException {
        var root = key(before.getDocument().getTrailer().getItem(COSName.ROOT));
        if (root == null || !root.equals(key(after.getDocument().getTrailer().getItem(COSName.ROOT)))) {
            note(Kind.STRUCTURE, null, "Root");
            return;
        }
        if (!same(
                before.getDocument().getTrailer().getItem(COSName.ENCRYPT),
                after.getDocument().getTrailer().getItem(COSName.ENCRYPT))) {
            note(Kind.STRUCTURE, null, "Encrypt");
        }
        if (permission() > NO_CHANGES) {
            var fields = FormFields.read(before);
            var fillIn = new FillIn(before, after, references);
            filledIn = fillIn.explained(name -> SigningObstacles.locked(fields, name));
            replaced = fillIn.replaced();
            fontsAdded = fillIn.onlyFontsAdded();
        }
        octets();
        laterSignatures(all);
        for (var dangling : references.dangling()) {
            if (object(after, dangling) != null) {
                note(Kind.CONTENT, dangling);
            }
        }
        for (var entry : xrefBefore.entrySet()) {
            // The same place in the same octets is the same object.
            if (!entry.getValue().equals(xrefAfter.get(entry.getKey()))) {
                compare(entry.getKey());
            }
        }
        // Written inside the catalog, or moved: compared here in any case.
        var old = FormFields.form(before);
        var now = FormFields.form(after);
        if (old != null && now != null) {
            form(old, now);
        }
    }

    /** What the certifying signature in the signed revision allows; nothing is filled in without one. */
    private int permission() {
        return SigningObstacles.certification(before, FormFields.read(before)).orElse(0);
    }

    private void octets() throws IOException {
        try (var source = file.firstBytes(file.sizeBytes())) {
            long start = Increments.startOf(source, signature.endBytes())
                    .orElseThrow(() -> new IOException("the signed revision has no end"));
            boolean encrypted = before.getDocument().getTrailer().containsKey(COSName.ENCRYPT);
            var increments = Increments.read(source, signature.endBytes(), start, encrypted, key -> object(after, key));
            var numbers = new HashMap<Long, COSObjectKey>();
            xrefBefore.keySet().forEach(key -> numbers.put(key.getNumber(), key));
            for (var freed : increments.freed()) {
                var key = numbers.get(freed);
                // A picture that another took the place of may go.
                if (key != null && !replaced.contains(key)) {
                    note(Kind.CONTENT, key);
                }
            }
            for (var key : increments.written()) {
                var old = numbers.get(key.getNumber());
                if (old != null && old.getGeneration() != key.getGeneration()) {
                    note(Kind.CONTENT, old);
                }
            }
        } catch (IOException e) {
            note(Kind.OCTETS, null, String.valueOf(e.getMessage()));
        }
    }

    private void laterSignatures(List<SignedRevision> all) throws IOException {
        var fields = FormFields.read(before);
        for (var field : FormFields.read(after).fields()) {
            var later = field.signed()
                    .flatMap(value -> all.stream()
                            .filter(each -> each.sound()
                                    && each.dictionary() == value
                                    && each.endBytes() > signature.endBytes()
                                    && isNew(field.dictionary().getItem(COSName.V)))
                            .findFirst());
            if (later.isEmpty()) {
                continue;
            }
            newlySigned.add(field.dictionary());
            newlySigned.add(field.widget());
            if (!later.get().timestamp()
                    && (permission() == NO_CHANGES || SigningObstacles.locked(fields, field.name()))) {
                note(Kind.NOT_ALLOWED, null, field.name());
            }
            if (isNew(field.dictionary())) {
                brought(field, later.get().timestamp());
            } else if (later.get().timestamp()) {
                same(field);
            } else {
                filled(field);
            }
        }
    }

    private boolean isNew(COSDictionary field) {
        return field.getKey() == null || !xrefBefore.containsKey(field.getKey());
    }

    private boolean isNew(@Nullable COSBase item) {
        var key = key(item);
        return key != null && !xrefBefore.containsKey(key);
    }

    /** A new field brings widgets and no actions; their picture must lie where nothing was. */
    private void brought(FormFields.Field field, boolean timestamp) throws IOException {
        brought.add(field.dictionary());
        var kids = field.dictionary().getCOSArray(COSName.KIDS);
        for (int i = 0; kids != null && i < kids.size(); i++) {
            if (kids.getObject(i) instanceof COSDictionary kid) {
                brought.add(kid);
                part(field, kid, timestamp);
            }
        }
        part(field, field.dictionary(), timestamp);
    }

    private void part(FormFields.Field field, COSDictionary part, boolean timestamp) throws IOException {
        if (part.containsKey(COSName.A) || part.containsKey(COSName.AA)) {
            add(new Change(Kind.ACTIONS, List.of(), field.name()));
        }
        if (part.containsKey(COSName.SUBTYPE) && !COSName.WIDGET.equals(part.getCOSName(COSName.SUBTYPE))) {
            add(new Change(Kind.ANNOTATIONS, List.of(), field.name()));
        }
        var place = place(part);
        var leaves = file.pages().leaves();
        for (int page = 0; place.isPresent() && page < leaves.size(); page++) {
            if (isOn(leaves.get(page), part)) {
                if (timestamp && BlankPicture.of(part)) {
                    continue;
                }
                if (timestamp) {
                    // Nobody answers for what it would show: its authority saw nothing but a hash.
                    add(new Change(Kind.SIGNATURE_OVER_CONTENT, List.of(page + 1), field.name()));
                } else {
                    isBlank(page, part, place.get(), field.name());
                }
            }
        }
    }

    /** A timestamp in a field that was there shows what the field did. */
    private void same(FormFields.Field field) {
        var key = field.widget().getKey();
        if (key != null
                && object(before, key) instanceof COSDictionary was
                && place(was).isPresent()
                && !OF_A_PICTURE.stream()
                        .allMatch(name -> same(was.getItem(name), field.widget().getItem(name)))) {
            note(Kind.SIGNATURE_OVER_CONTENT, was, field.name());
        }
    }

    /** A field that was there shows its signature in its place; one that nobody saw is as good as a new one. */
    private void filled(FormFields.Field field) throws IOException {
        var key = field.widget().getKey();
        if (key == null || !(object(before, key) instanceof COSDictionary was)) {
            return;
        }
        int flags = was.getInt(COSName.F, 0);
        if ((flags & (HIDDEN | NO_VIEW)) != 0) {
            part(field, field.widget(), false);
        } else if (((field.widget().getInt(COSName.F, 0) & ~flags) & (NO_ROTATE | NO_ZOOM)) != 0) {
            note(Kind.SIGNATURE_OVER_CONTENT, was, field.name());
        }
    }

    private static Optional<PDRectangle> place(COSDictionary widget) {
        var rectangle = widget.getCOSArray(COSName.RECT);
        return Optional.ofNullable(rectangle)
                .map(PDRectangle::new)
                .filter(place -> place.getWidth() > 0 && place.getHeight() > 0);
    }

    private void add(Change change) {
        if (found.size() < MOST_CHANGES && !found.contains(change)) {
            found.add(change);
        }
    }

    private void isBlank(int page, COSDictionary widget, PDRectangle place, String name) {
        var turned = (widget.getInt(COSName.F, 0) & (NO_ROTATE | NO_ZOOM)) != 0;
        var same = page < roles.leaves().size()
                && roles.leaves().get(page).getKey() != null
                && roles.leaves()
                        .get(page)
                        .getKey()
                        .equals(file.pages().leaves().get(page).getKey());
        if (turned || !same || !BlankPlace.isBlank(before, page, place)) {
            add(new Change(Kind.SIGNATURE_OVER_CONTENT, List.of(page + 1), name));
        }
    }

    private static boolean isOn(COSDictionary page, COSDictionary widget) {
        var annotations = page.getCOSArray(COSName.ANNOTS);
        for (int i = 0; annotations != null && i < annotations.size(); i++) {
            if (annotations.getObject(i) == widget) {
                return true;
            }
        }
        return false;
    }

    private void compare(COSObjectKey key) throws IOException {
        var old = object(before, key);
        var now = object(after, key);
        if (old == null) {
            if (now != null && isReferredTo(key)) {
                note(Kind.CONTENT, key);
            }
            return;
        }
        if (same(old, now) || filledIn.contains(key) || (isCrossReference(old, now) && !isReferredTo(key))) {
            return;
        }
        if (old instanceof COSDictionary was && now instanceof COSDictionary is && !(old instanceof COSStream)) {
            compare(key, was, is);
        } else if (old instanceof COSArray was && now instanceof COSArray is) {
            compare(key, was, is);
        } else if (!(old instanceof COSStream && now instanceof COSStream && roles.isMetadata(key, references))) {
            note(kindOf(old), key);
        }
    }

    /** Whoever lays out a document may have a page show any stream, also one of cross-references. */
    private boolean isReferredTo(COSObjectKey key) {
        return references.referrers().containsKey(key);
    }

    private static boolean isCrossReference(COSBase old, @Nullable COSBase now) {
        var type = COSName.getPDFName("XRef");
        return old instanceof COSStream was
                && now instanceof COSStream is
                && type.equals(was.getCOSName(COSName.TYPE))
                && type.equals(is.getCOSName(COSName.TYPE));
    }

    private void compare(COSObjectKey key, COSDictionary was, COSDictionary is) {
        if (key.equals(roles.catalog())) {
            others(was, is, Kind.STRUCTURE, OF_A_CATALOG, COSName.ACRO_FORM);
            if (was.containsKey(COSName.ACRO_FORM) && !is.containsKey(COSName.ACRO_FORM)) {
                note(Kind.FORM_FIELDS, key);
            }
        } else if (key.equals(roles.form()) || isInformation(key)) {
            // The form is compared in any case; the information dictionary is shown nowhere on a page.
            return;
        } else if (roles.pages().contains(key)) {
            others(was, is, Kind.CONTENT, Set.of(), COSName.ANNOTS);
            list(was, was.getCOSArray(COSName.ANNOTS), is.getCOSArray(COSName.ANNOTS), Kind.ANNOTATIONS);
        } else if (roles.unsigned().contains(key) && newlySigned.contains(is)) {
            others(was, is, Kind.FORM_FIELDS, OF_A_SIGNED_FIELD, null);
        } else if (!(validationData(was) && validationData(is) && references.onlyFromValidationData(key))) {
            note(kindOf(was), key);
        }
    }

    private boolean isInformation(COSObjectKey key) {
        return key.equals(roles.info()) && !isReferredTo(key);
    }

    private void compare(COSObjectKey key, COSArray was, COSArray is) {
        if (key.equals(roles.fields())) {
            list(was, was, is, Kind.FORM_FIELDS);
        } else if (roles.annotations().contains(key)) {
            list(was, was, is, Kind.ANNOTATIONS);
        } else if (!references.onlyFromValidationData(key)) {
            note(Kind.CONTENT, key);
        }
    }

    private void form(COSDictionary was, COSDictionary is) {
        var excepted = fontsAdded ? Set.of(SIG_FLAGS, COSName.DR) : Set.of(SIG_FLAGS);
        others(was, is, Kind.FORM_FIELDS, excepted, COSName.FIELDS);
        list(was, was.getCOSArray(COSName.FIELDS), is.getCOSArray(COSName.FIELDS), Kind.FORM_FIELDS);
    }

    /** Every entry but the excepted ones must be the same. */
    private void others(
            COSDictionary was, COSDictionary is, Kind kind, Set<COSName> excepted, @Nullable COSName alsoExcepted) {
        var names = new HashSet<>(was.keySet());
        names.addAll(is.keySet());
        for (var name : names) {
            if (!excepted.contains(name) && !name.equals(alsoExcepted) && !same(was.getItem(name), is.getItem(name))) {
                note(kindOf(name.getName(), kind), was, name.getName());
            }
        }
    }

    private static Kind kindOf(String name, Kind otherwise) {
        if (ACTIONS.contains(name)) {
            return Kind.ACTIONS;
        }
        if (name.equals("Pages") || name.equals("Kids") || name.equals("Count")) {
            return Kind.PAGES;
        }
        return VISIBLE.contains(name) ? Kind.CONTENT : otherwise;
    }

    /** The later list must begin with the earlier one; what follows must be new fields that are signed. */
    private void list(COSBase owner, @Nullable COSArray was, @Nullable COSArray is, Kind kind) {
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
            note(kind, owner, "");
        }
    }

    private boolean isNewSignatureField(COSBase item) {
        var key = key(item);
        return key != null
                && !xrefBefore.containsKey(key)
                && object(after, key) instanceof COSDictionary part
                && brought.contains(part);
    }

    private static boolean validationData(COSDictionary dictionary) {
        return dictionary.keySet().stream()
                .map(COSName::getName)
                .allMatch(name -> OF_VALIDATION_DATA.contains(name) || name.matches("[0-9A-Fa-f]{40}"));
    }

    private static Kind kindOf(COSBase object) {
        if (object instanceof COSDictionary dictionary) {
            var type = dictionary.getNameAsString(COSName.TYPE, "");
            if (type.equals("Pages")) {
                return Kind.PAGES;
            }
            if (type.startsWith("Font") || type.equals("Encoding") || dictionary.containsKey(COSName.DIFFERENCES)) {
                return Kind.FONTS;
            }
            if (type.equals("Action") || dictionary.containsKey(COSName.JS)) {
                return Kind.ACTIONS;
            }
            if (type.equals("Outlines") || type.startsWith("Struct")) {
                return Kind.STRUCTURE;
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

    static @Nullable COSBase object(PDDocument document, COSObjectKey key) {
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
    record References(Map<COSObjectKey, List<COSBase>> referrers, Set<COSObjectKey> dangling) {
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

        /** True if nothing but validation data, and the catalog where it names that, lead there. */
        boolean onlyFromValidationData(COSObjectKey key) {
            return referrers.getOrDefault(key, List.of()).stream().allMatch(owner -> holdsValidationData(owner, key));
        }

        private static boolean holdsValidationData(COSBase owner, COSObjectKey key) {
            return owner instanceof COSDictionary dictionary
                    && !(dictionary instanceof COSStream)
                    && (validationData(dictionary) || holdsOnlyAsValidationData(dictionary, key));
        }

        private static boolean holdsOnlyAsValidationData(COSDictionary catalog, COSObjectKey key) {
            return COSName.CATALOG.equals(catalog.getCOSName(COSName.TYPE))
                    && catalog.keySet().stream()
                            .filter(name -> !name.equals(DSS))
                            .noneMatch(name -> holds(catalog.getItem(name), key));
        }

        private static boolean holds(@Nullable COSBase item, COSObjectKey wanted) {
            var found = new HashMap<COSObjectKey, List<COSBase>>();
            if (item != null) {
                collect(item, item, found);
            }
            return found.containsKey(wanted);
        }
    }

    /** What the objects of the signed revision that a signature may touch are for. */
    private record Roles(
            @Nullable COSObjectKey catalog,
            @Nullable COSObjectKey form,
            @Nullable COSObjectKey info,
            @Nullable COSObjectKey fields,
            @Nullable COSObjectKey metadata,
            List<COSDictionary> leaves,
            Set<COSObjectKey> pages,
            Set<COSObjectKey> annotations,
            Set<COSObjectKey> unsigned) {
        private static final int MOST_PAGES = 20;

        Roles(PDDocument document) throws IOException {
            this(
                    key(document.getDocument().getTrailer().getItem(COSName.ROOT)),
                    key(item(FormFields.catalog(document), COSName.ACRO_FORM)),
                    key(document.getDocument().getTrailer().getItem(COSName.INFO)),
                    key(item(FormFields.form(document), COSName.FIELDS)),
                    key(item(FormFields.catalog(document), COSName.METADATA)),
                    PageTree.read(document).leaves(),
                    new HashSet<>(),
                    new HashSet<>(),
                    new HashSet<>());
            for (var page : leaves) {
                Optional.ofNullable(page.getKey()).ifPresent(pages::add);
                Optional.ofNullable(key(page.getItem(COSName.ANNOTS))).ifPresent(annotations::add);
            }
            for (var field : FormFields.read(document).fields()) {
                if (field.signature()
                        && field.signed().isEmpty()
                        && field.dictionary().getKey() != null) {
                    unsigned.add(field.dictionary().getKey());
                    Optional.ofNullable(field.widget().getKey()).ifPresent(unsigned::add);
                }
            }
        }

        private static @Nullable COSBase item(@Nullable COSDictionary dictionary, COSName name) {
            return dictionary == null ? null : dictionary.getItem(name);
        }

        /** The pages from which something of the signed revision can be reached, the first of them. */
        List<Integer> pagesOf(COSBase object, References references) {
            var numbers = new IdentityHashMap<COSBase, Integer>();
            for (int i = 0; i < leaves.size(); i++) {
                numbers.put(leaves.get(i), i + 1);
            }
            var pages = new TreeSet<Integer>();
            Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            var open = new ArrayDeque<COSBase>(List.of(object));
            while (!open.isEmpty()) {
                var next = open.pop();
                if (!seen.add(next)) {
                    continue;
                }
                var page = numbers.get(next);
                if (page != null) {
                    pages.add(page);
                } else if (!isAboveAllPages(next) && next.getKey() != null) {
                    references
                            .referrers()
                            .getOrDefault(next.getKey(), List.of())
                            .forEach(open::push);
                }
            }
            return pages.stream().limit(MOST_PAGES).toList();
        }

        private static boolean isAboveAllPages(COSBase object) {
            return object instanceof COSDictionary dictionary
                    && List.of("Catalog", "Pages", "StructElem", "StructTreeRoot")
                            .contains(dictionary.getNameAsString(COSName.TYPE, ""));
        }

        boolean isMetadata(COSObjectKey key, References references) {
            return key.equals(metadata)
                    && references.referrers().getOrDefault(key, List.of()).size() == 1;
        }
    }
}
