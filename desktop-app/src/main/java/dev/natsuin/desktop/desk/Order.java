package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.nio.file.Path;
import java.util.List;

/** An order ready to be confirmed: these hashes, this key. Holds working files until closed. */
public interface Order extends AutoCloseable {
    /**
     * One document of an order.
     *
     * @param document which
     * @param hash the hash that will be signed, or why it cannot be
     * @param coversSigned whether its visible signature would make an earlier signer's changed
     */
    record Item(DocumentFacts document, Answer<Bytes> hash, boolean coversSigned) {
        /** One that covers nothing of anybody's. */
        public Item(DocumentFacts document, Answer<Bytes> hash) {
            this(document, hash, false);
        }
    }

    /**
     * One thing that leaves this computer when the order is carried out.
     *
     * @param file the document it was computed from; the name itself does not leave
     * @param algorithm how it was computed
     * @param hash the very bytes
     */
    record Leaving(Path file, HashAlgorithm algorithm, Bytes hash) {}

    /** All documents, in the order asked for. */
    List<Item> items();

    /** The key it is for. */
    KeyRow key();

    /** Short code over the ordered list of hashes, as people compare it, for example {@code 7K2M-9QXP}. */
    String comparisonCode();

    /** Exactly what leaves about the documents, in order: one hash for each document that is ready. */
    List<Leaving> leaving();

    @Override
    void close();
}
