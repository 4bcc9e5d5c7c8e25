package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.pdf.PlainStream;
import eu.europa.esig.dss.pades.validation.PdfObjectKey;
import eu.europa.esig.dss.pdf.PdfArray;
import eu.europa.esig.dss.pdf.PdfDict;
import eu.europa.esig.dss.pdf.PdfObject;
import eu.europa.esig.dss.pdf.PdfSimpleObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.jspecify.annotations.Nullable;

/** A dictionary of a document that we opened, as EU DSS wants to see it; for reading only. */
final class DictionaryView implements PdfDict {
    /** Validation data is a certificate, an answer or a list; larger ones are cut and then not understood. */
    private static final int MOST_BYTES = 1 << 24;

    /** All of it that is read for one file and revision. */
    private static final int MOST_BYTES_OF_ALL = 1 << 27;

    private final AtomicLong left;

    private final COSDictionary dictionary;
    private final @Nullable PdfObject parent;

    DictionaryView(COSDictionary dictionary) {
        this(dictionary, null, new AtomicLong(MOST_BYTES_OF_ALL));
    }

    private DictionaryView(COSDictionary dictionary, @Nullable PdfObject parent, AtomicLong left) {
        this.dictionary = dictionary;
        this.parent = parent;
        this.left = left;
    }

    /** Which object: the same number in two revisions is the same key. */
    private record Key(COSObjectKey value) implements PdfObjectKey {
        @Override
        public COSObjectKey getValue() {
            return value;
        }

        @Override
        public long getNumber() {
            return value.getNumber();
        }

        @Override
        public int getGeneration() {
            return value.getGeneration();
        }
    }

    @Override
    public Object getValue() {
        return dictionary;
    }

    @Override
    public @Nullable PdfObject getParent() {
        return parent;
    }

    @Override
    public @Nullable PdfDict getAsDict(String name) {
        return dictionary.getDictionaryObject(name) instanceof COSDictionary found
                ? new DictionaryView(found, this, left)
                : null;
    }

    @Override
    public @Nullable PdfArray getAsArray(String name) {
        return dictionary.getDictionaryObject(name) instanceof COSArray found ? new ArrayView(found, this, left) : null;
    }

    @Override
    public byte[] getBinariesValue(String name) throws IOException {
        if (dictionary.getDictionaryObject(name) instanceof COSString string) {
            return string.getBytes();
        }
        throw new IOException("no string");
    }

    @Override
    public String[] list() {
        return dictionary.keySet().stream().map(COSName::getName).toArray(String[]::new);
    }

    @Override
    public @Nullable String getStringValue(String name) {
        return dictionary.getString(name);
    }

    @Override
    public @Nullable String getNameValue(String name) {
        return dictionary.getNameAsString(name);
    }

    @Override
    public @Nullable Date getDateValue(String name) {
        var date = dictionary.getDate(name);
        return date == null ? null : date.getTime();
    }

    @Override
    public @Nullable Number getNumberValue(String name) {
        return number(dictionary.getDictionaryObject(name));
    }

    @Override
    public @Nullable PdfObject getObject(String name) {
        return object(dictionary.getDictionaryObject(name), this, left);
    }

    @Override
    public @Nullable PdfObjectKey getObjectKey(String name) {
        return key(dictionary.getItem(name));
    }

    @Override
    public byte @Nullable [] getStreamBytes() throws IOException {
        return octets(dictionary, left);
    }

    @Override
    public @Nullable InputStream createRawInputStream() throws IOException {
        return dictionary instanceof COSStream stream ? stream.createRawInputStream() : null;
    }

    @Override
    public long getRawStreamSize() {
        return dictionary instanceof COSStream stream ? stream.getLength() : -1;
    }

    @Override
    public void setPdfObjectValue(String key, PdfObject value) {
        throw new UnsupportedOperationException("for reading only");
    }

    @Override
    public void setNameValue(String key, String value) {
        throw new UnsupportedOperationException("for reading only");
    }

    @Override
    public void setStringValue(String key, String value) {
        throw new UnsupportedOperationException("for reading only");
    }

    @Override
    public void setIntegerValue(String key, Integer value) {
        throw new UnsupportedOperationException("for reading only");
    }

    @Override
    public void setDirect(boolean direct) {
        throw new UnsupportedOperationException("for reading only");
    }

    @Override
    public boolean match(PdfDict other) {
        return other instanceof DictionaryView view
                && view.dictionary.keySet().stream()
                        .allMatch(name -> Objects.equals(
                                view.dictionary.getDictionaryObject(name), dictionary.getDictionaryObject(name)));
    }

    private static @Nullable Number number(@Nullable COSBase base) {
        return base instanceof COSNumber number ? (Number) number.longValue() : null;
    }

    private static @Nullable PdfObjectKey key(@Nullable COSBase item) {
        return item instanceof COSObject reference ? new Key(reference.getKey()) : null;
    }

    private static byte @Nullable [] octets(@Nullable COSBase base, AtomicLong left) throws IOException {
        var plain = base instanceof COSStream stream && left.get() > 0
                ? PlainStream.of(stream)
                : Optional.<InputStream>empty();
        if (plain.isPresent()) {
            try (var in = plain.get()) {
                var octets = in.readNBytes(MOST_BYTES);
                left.addAndGet(-octets.length);
                return octets;
            }
        }
        return null;
    }

    private static @Nullable PdfObject object(@Nullable COSBase base, PdfObject parent, AtomicLong left) {
        if (base instanceof COSDictionary dictionary) {
            return new DictionaryView(dictionary, parent, left);
        }
        if (base instanceof COSArray array) {
            return new ArrayView(array, parent, left);
        }
        if (base instanceof COSString string) {
            return new PdfSimpleObject(string.getString(), parent);
        }
        if (base instanceof COSName name) {
            return new PdfSimpleObject(name.getName(), parent);
        }
        if (base instanceof COSNumber number) {
            return new PdfSimpleObject(number.longValue(), parent);
        }
        return base instanceof COSBoolean truth ? new PdfSimpleObject(truth.getValue(), parent) : null;
    }

    /** An array. */
    private static final class ArrayView implements PdfArray {
        private final COSArray array;
        private final PdfObject parent;
        private final AtomicLong left;

        ArrayView(COSArray array, PdfObject parent, AtomicLong left) {
            this.array = array;
            this.parent = parent;
            this.left = left;
        }

        @Override
        public Object getValue() {
            return array;
        }

        @Override
        public PdfObject getParent() {
            return parent;
        }

        @Override
        public int size() {
            return array.size();
        }

        @Override
        public byte @Nullable [] getStreamBytes(int index) throws IOException {
            return octets(array.getObject(index), left);
        }

        @Override
        public @Nullable PdfObjectKey getObjectKey(int index) {
            return key(array.get(index));
        }

        @Override
        public @Nullable Number getNumber(int index) {
            return number(array.getObject(index));
        }

        @Override
        public @Nullable String getString(int index) {
            return array.getString(index);
        }

        @Override
        public @Nullable PdfDict getAsDict(int index) {
            return array.getObject(index) instanceof COSDictionary found ? new DictionaryView(found, this, left) : null;
        }

        @Override
        public @Nullable PdfObject getObject(int index) {
            return object(array.getObject(index), this, left);
        }

        @Override
        public void addObject(PdfObject object) {
            throw new UnsupportedOperationException("for reading only");
        }

        @Override
        public void setDirect(boolean direct) {
            throw new UnsupportedOperationException("for reading only");
        }
    }
}
