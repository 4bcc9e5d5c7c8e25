package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;

/**
 * The place of a new signature field in the structure of a tagged document: a {@code Form} element at the end of all
 * there is, which refers to the widget (ISO 32000-2 §14.7.5.3, ISO 14289-1 §7.18.4). So whoever has the document read
 * aloud hears of the signature, and what conforms to PDF/UA goes on doing so.
 *
 * <p>Only while nobody has signed: readers that look for changes after a signature know of no such addition to the
 * structure, which the first signer saw as it was. What is not laid out as it should be stays as it is, too.
 */
final class StructureTag {
    private static final COSName MARK_INFO = COSName.getPDFName("MarkInfo");
    private static final COSName MARKED = COSName.getPDFName("Marked");
    private static final COSName NEXT_KEY = COSName.getPDFName("ParentTreeNextKey");
    private static final COSName ELEMENT = COSName.getPDFName("StructElem");
    private static final COSName OBJECT = COSName.getPDFName("OBJR");
    private static final COSName TABS = COSName.getPDFName("Tabs");
    private static final Set<String> HOLDS_ALL = Set.of("Document", "Part", "Art", "Sect", "Div");
    private static final int DEEPEST = 32;

    /** What is longer is not copied for one entry more: a signature takes 40 KB at most. */
    private static final int MOST_COPIED = 2_000;

    /** More would be a number that some readers do not count to. */
    private static final int LARGEST_KEY = 1_000_000_000;

    private final Update update;
    private final COSDictionary root;
    private final COSDictionary holder;
    private final COSDictionary numbers;
    private final int key;

    private StructureTag(Update update, COSDictionary root, COSDictionary holder, COSDictionary numbers, int key) {
        this.update = update;
        this.root = root;
        this.holder = holder;
        this.numbers = numbers;
        this.key = key;
    }

    /** Puts a new field, the only widget of it, into the structure, if there is one that takes it. */
    static void put(PdfFile pdf, Update update, COSDictionary field, COSDictionary page) throws IOException {
        var found = of(pdf, update);
        if (found.isPresent()) {
            found.get().put(field, page);
        }
    }

    private static Optional<StructureTag> of(PdfFile pdf, Update update) throws IOException {
        var catalog = FormFields.catalog(pdf.document());
        var marks = catalog == null ? null : catalog.getCOSDictionary(MARK_INFO);
        var root = catalog == null ? null : catalog.getCOSDictionary(COSName.STRUCT_TREE_ROOT);
        if (catalog == null
                || marks == null
                || root == null
                || !marks.getBoolean(MARKED, false)
                || !isOurs(pdf, root, COSName.STRUCT_TREE_ROOT)) {
            return Optional.empty();
        }
        var numbers = root.getCOSDictionary(COSName.PARENT_TREE);
        if (numbers == null || !SignatureOutline.of(pdf).isEmpty() || catalog.getCOSDictionary(COSName.PERMS) != null) {
            return Optional.empty();
        }
        var holder = holder(pdf, root);
        int largest = largest(numbers, DEEPEST);
        int key = Math.max(root.getInt(NEXT_KEY, 0), largest + 1);
        return largest < -1
                        || key < 0
                        || key > LARGEST_KEY
                        || isLong(holder, COSName.K)
                        || isLong(numbers, COSName.NUMS)
                        || isLong(numbers, COSName.KIDS)
                ? Optional.empty()
                : Optional.of(new StructureTag(update, root, holder, numbers, key));
    }

    /** A dictionary that calls itself so, and so is nothing else for anybody, and that can be written anew. */
    private static boolean isOurs(PdfFile pdf, COSDictionary dictionary, COSName type) {
        return pdf.has(dictionary) && type.equals(dictionary.getCOSName(COSName.TYPE));
    }

    private static boolean isLong(COSDictionary dictionary, COSName name) {
        return dictionary.getDictionaryObject(name) instanceof COSArray array && array.size() > MOST_COPIED;
    }

    /** The largest key of a number tree (ISO 32000-2 §7.9.7); -1 if it has none, less if it is no such tree. */
    private static int largest(COSDictionary node, int deepest) {
        var entries = node.getCOSArray(COSName.NUMS);
        var kids = node.getCOSArray(COSName.KIDS);
        if (entries != null) {
            if (kids != null || entries.size() % 2 != 0) {
                return Integer.MIN_VALUE;
            }
            return entries.size() == 0
                    ? -1
                    : entries.getObject(entries.size() - 2) instanceof COSNumber last
                            ? last.intValue()
                            : Integer.MIN_VALUE;
        }
        if (kids == null || deepest == 0) {
            return kids == null ? -1 : Integer.MIN_VALUE;
        }
        return kids.size() == 0
                ? -1
                : kids.getObject(kids.size() - 1) instanceof COSDictionary last
                        ? largest(last, deepest - 1)
                        : Integer.MIN_VALUE;
    }

    private void put(COSDictionary field, COSDictionary page) throws IOException {
        var widget = new COSDictionary();
        widget.setItem(COSName.TYPE, OBJECT);
        widget.setItem(COSName.OBJ, field);
        widget.setItem(COSName.PG, page);
        var element = new COSDictionary();
        element.setItem(COSName.TYPE, ELEMENT);
        element.setItem(COSName.S, COSName.FORM);
        element.setItem(COSName.P, holder);
        element.setItem(COSName.PG, page);
        element.setItem(COSName.K, widget);
        update.add(element);
        append(element);
        root.setItem(COSName.PARENT_TREE, numbered(element));
        root.setInt(NEXT_KEY, key + 1);
        update.replace(root);
        field.setInt(COSName.STRUCT_PARENT, key);
        if (!page.containsKey(TABS)) {
            page.setItem(TABS, COSName.S); // In the order of the structure; the page is written anew anyhow.
        }
    }

    /** The one element that holds all others, if it is one of those that hold any; else the root. */
    private static COSDictionary holder(PdfFile pdf, COSDictionary root) {
        var kids = root.getDictionaryObject(COSName.K);
        var only = kids instanceof COSArray array && array.size() == 1 ? array.getObject(0) : kids;
        return only instanceof COSDictionary element
                        && isOurs(pdf, element, ELEMENT)
                        && HOLDS_ALL.contains(element.getNameAsString(COSName.S, ""))
                ? element
                : root;
    }

    private void append(COSDictionary element) throws IOException {
        var all = new COSArray();
        var before = holder.getItem(COSName.K);
        if (holder.getDictionaryObject(COSName.K) instanceof COSArray array) {
            all = copy(array);
        } else if (before != null) {
            all.add(before);
        }
        all.add(element);
        holder.setItem(COSName.K, all);
        update.replace(holder);
    }

    /** Written anew inside what is ours to change: an array of a hostile file may be the list of its pages as well. */
    private static COSArray copy(COSArray array) {
        var copy = new COSArray();
        for (int i = 0; i < array.size(); i++) {
            copy.add(array.get(i));
        }
        return copy;
    }

    /** The number tree with one more, in a dictionary of its own for the same reason. */
    private COSDictionary numbered(COSDictionary element) {
        var all = new COSDictionary();
        var kids = numbers.getCOSArray(COSName.KIDS);
        var entries = numbers.getCOSArray(COSName.NUMS);
        if (kids == null) {
            all.setItem(COSName.NUMS, entry(entries == null ? new COSArray() : copy(entries), element));
            return all;
        }
        var leaf = new COSDictionary();
        var limits = new COSArray();
        limits.add(COSInteger.get(key));
        limits.add(COSInteger.get(key));
        leaf.setItem(COSName.LIMITS, limits);
        leaf.setItem(COSName.NUMS, entry(new COSArray(), element));
        update.add(leaf);
        var more = copy(kids);
        more.add(leaf);
        all.setItem(COSName.KIDS, more);
        return all;
    }

    private COSArray entry(COSArray entries, COSDictionary element) {
        entries.add(COSInteger.get(key));
        entries.add(element);
        return entries;
    }
}
