package dev.natsuin.desktop.document.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.jspecify.annotations.Nullable;

/**
 * What an incremental update (ISO 32000-2 §7.5.6) appends to a file: the objects that are replaced or added, and the
 * cross-references to them.
 *
 * <p>Objects of the file that are not replaced are only referred to, never read. New objects need no numbers: whatever
 * a replaced or added object reaches is written with it, in its place if it is met once, as an object of its own if it
 * is a stream, wrapped in a {@code COSObject}, or met more than once (so cycles end).
 *
 * <p>One use; not thread-safe. Memory grows with what is appended, not with the file.
 */
final class Update {
    private final PdfFile pdf;
    private final List<COSBase> objects = new ArrayList<>();
    private final IdentityHashMap<COSBase, COSObjectKey> keys = new IdentityHashMap<>();
    private final Set<COSBase> met = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<COSBase, byte[]> verbatim = new IdentityHashMap<>();
    private final IdentityHashMap<COSBase, Integer> positions = new IdentityHashMap<>();
    private long nextNumber;

    Update(PdfFile pdf) throws IOException {
        this.pdf = pdf;
        this.nextNumber = pdf.firstFreeNumber();
    }

    /**
     * Writes an object of the file anew.
     *
     * @throws IOException if the file has no such indirect object
     */
    void replace(COSBase object) throws IOException {
        if (!pdf.has(object)) {
            throw new IOException("only an object with a number can be replaced");
        }
        if (keys.put(object, object.getKey()) == null) {
            objects.add(object);
        }
    }

    /** Writes a new object under a number of its own. */
    void add(COSBase object) {
        if (!keys.containsKey(object)) {
            keys.put(object, new COSObjectKey(nextNumber++, 0));
            objects.add(object);
        }
    }

    /** Writes these octets wherever {@code item}, this very one, stands; never encrypted. Asked before writing. */
    void standIn(COSBase item, byte[] octets) {
        verbatim.put(item, octets);
    }

    /** Where in the update, from its first octet, the octets for {@code item} stand. */
    int positionOf(COSBase item) {
        var position = positions.get(item);
        if (position == null) {
            throw new IllegalStateException("nothing stands in for this item");
        }
        return position;
    }

    /**
     * The update.
     *
     * @param fileIdentifier the second half of {@code /ID}; the first is kept
     */
    byte[] octets(byte[] fileIdentifier) throws IOException {
        numberWhatIsReached();
        var out = new ByteArrayOutputStream();
        // The file may end without a line's end.
        out.write('\n');
        var placing = new Placing();
        var syntax = new ObjectSyntax(out, placing, pdf.cipher());
        var offsets = new TreeMap<COSObjectKey, Long>();
        for (var object : objects) {
            var key = keyOf(object);
            offsets.put(key, pdf.sizeBytes() + out.size());
            syntax.object(key, object);
        }
        new CrossReferences(pdf, placing, offsets, nextNumber, fileIdentifier).writeTo(out);
        return out.toByteArray();
    }

    private COSObjectKey keyOf(COSBase object) {
        var key = keys.get(object);
        if (key == null) {
            throw new IllegalStateException("every object here got its number");
        }
        return key;
    }

    private void numberWhatIsReached() {
        var open = new ArrayDeque<COSBase>(objects);
        met.addAll(objects);
        while (!open.isEmpty()) {
            for (var item : itemsOf(open.remove())) {
                if (item == null || verbatim.containsKey(item) || pdf.has(item)) {
                    continue;
                }
                var target = behind(item);
                if (!(target instanceof COSDictionary || target instanceof COSArray) || pdf.has(target)) {
                    continue;
                }
                boolean again = !met.add(target);
                if (again || item instanceof COSObject || target instanceof COSStream) {
                    add(target);
                }
                if (!again) {
                    open.add(target);
                }
            }
        }
    }

    private static Iterable<? extends @Nullable COSBase> itemsOf(COSBase container) {
        if (container instanceof COSDictionary dictionary) {
            return dictionary.getValues();
        }
        return container instanceof COSArray array ? array : List.of();
    }

    private static COSBase behind(COSBase item) {
        if (item instanceof COSObject wrapped) {
            var object = wrapped.getObject();
            return object == null ? COSNull.NULL : object;
        }
        return item;
    }

    private final class Placing implements ObjectSyntax.Resolver {
        @Override
        public @Nullable COSObjectKey reference(COSBase item) {
            if (pdf.has(item)) {
                return item.getKey();
            }
            var target = behind(item);
            return pdf.has(target) ? target.getKey() : keys.get(target);
        }

        @Override
        public COSBase value(COSBase item) {
            return behind(item);
        }

        @Override
        public byte @Nullable [] verbatim(COSBase item, int position) {
            var octets = verbatim.get(item);
            if (octets != null) {
                positions.put(item, position);
            }
            return octets;
        }
    }
}
