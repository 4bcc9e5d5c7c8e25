package dev.natsuin.desktop.document.appearance;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.jspecify.annotations.Nullable;

/** Streams of a PDF that belong to no document yet. */
final class Streams {
    private static final int AROUND_STREAM = 80;
    private static final int LONGEST_NUMBER = 8;

    private Streams() {}

    static COSStream deflated(byte[] octets) throws IOException {
        var stream = new COSStream();
        try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(octets);
        }
        return stream;
    }

    /** What a graph of objects costs in a file, about: its streams, and what stands around them. */
    static long bytes(COSBase object) {
        Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return bytes(object, seen);
    }

    private static long bytes(@Nullable COSBase object, Set<COSBase> seen) {
        if (object instanceof COSObject wrapped) {
            return AROUND_STREAM + bytes(wrapped.getObject(), seen);
        }
        if (object instanceof COSDictionary dictionary && seen.add(dictionary)) {
            long own = dictionary instanceof COSStream stream ? stream.getLength() + AROUND_STREAM : 0;
            for (var entry : dictionary.entrySet()) {
                own += entry.getKey().getName().length() + 2 + bytes(entry.getValue(), seen);
            }
            return own;
        }
        if (object instanceof COSArray array) {
            long own = 2;
            for (int i = 0; i < array.size(); i++) {
                own += bytes(array.get(i), seen);
            }
            return own;
        }
        return LONGEST_NUMBER;
    }
}
