package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.device.OrderBook;
import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a signing order remembers in its book, from before anything leaves until its last file stands: so it can be
 * finished whatever happens to this process, and memory holds no documents.
 *
 * <p>In this order: the terms; each document with what was prepared for it; that this is all; each file when it stands.
 * Beside the book, whoever receives them keeps the signature values, before the order itself is forgotten. Nothing of
 * it is secret: no PIN, no share, no password, and the SAD stays where every order is kept. Thread-safe where said.
 */
final class OrderJournal {
    private static final int SHA256_BYTES = 32;

    private final OrderBook book;
    private final Terms terms;
    private final List<Item> items = new ArrayList<>();
    private final Map<Integer, Standing> standing = new TreeMap<>();
    private boolean complete;
    private boolean finished;
    private @Nullable Signed signed;

    private OrderJournal(OrderBook book, Terms terms) {
        this.book = book;
        this.terms = terms;
    }

    /**
     * What holds for all documents of an order.
     *
     * @param keyId which key signs
     * @param certificate its certificates, and how it signs
     * @param time the claimed time of signing
     * @param level the level wished for
     * @param folder where outputs go; null: beside each original
     * @param suffix of their names
     * @param timestampUrls authorities, as told
     */
    record Terms(
            String keyId,
            SigningCertificate certificate,
            Instant time,
            SignatureLevel level,
            @Nullable Path folder,
            String suffix,
            List<String> timestampUrls) {
        static Terms of(String keyId, SigningCertificate certificate, Instant time, SignOptions options) {
            var folder = options.folder() == null ? null : options.folder().toAbsolutePath();
            return new Terms(
                    keyId, certificate, time, options.level(), folder, options.suffix(), options.timestampUrls());
        }

        Bytes certificateSha256() {
            return der(certificate.leaf()).sha256();
        }

        private static Bytes der(X509Certificate certificate) {
            try {
                return Bytes.of(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that was read from its encoding", e);
            }
        }

        private JsonObject toJson() {
            var json = JsonObject.with("type", "order")
                    .and("v", 1)
                    .and("keyId", keyId)
                    .andBytes(
                            "certificates",
                            certificate.all().stream().map(Terms::der).toList())
                    .and("signAlgo", certificate.algorithm().oid())
                    .and("hashAlgorithmOID", certificate.algorithm().hash().oid())
                    .and("time", time)
                    .and("level", level.name())
                    .and("suffix", suffix)
                    .andTexts("tsas", timestampUrls);
            if (folder != null) {
                json.and("folder", folder.toString());
            }
            return json.build();
        }

        private static Terms read(JsonObject line) throws Malformed {
            var json = line.reader();
            json.exactly("type", "order");
            json.exactly("v", 1);
            var keyId = json.hexText("keyId", Ids.SIZE_BYTES);
            var chain = Certificates.read(json.bytesList("certificates"));
            var oid = json.text("signAlgo");
            var hash = HashAlgorithm.byOid(json.text("hashAlgorithmOID"))
                    .orElseThrow(() -> new Malformed("a hash that is not known"));
            var algorithm =
                    SignAlgorithm.byOid(oid, hash).orElseThrow(() -> new Malformed("an algorithm that is not known"));
            var folder = json.optionalText("folder");
            var terms = new Terms(
                    keyId,
                    new SigningCertificate(chain.get(0), chain.subList(1, chain.size()), algorithm),
                    json.moment("time"),
                    level(json.text("level")),
                    folder.isEmpty() ? null : path(folder.get()),
                    json.text("suffix"),
                    json.texts("tsas"));
            json.end();
            return terms;
        }

        static SignatureLevel level(String name) throws Malformed {
            try {
                return SignatureLevel.valueOf(name);
            } catch (IllegalArgumentException e) {
                throw new Malformed("a level that is not known", e);
            }
        }
    }

    /**
     * One document.
     *
     * @param line where its preparation stands in the book
     * @param file where it lies, absolute
     * @param hash what is signed
     */
    record Item(int line, Path file, Bytes hash) {}

    /**
     * That the SGM signed.
     *
     * @param logIndex where the log has it
     * @param number the key's running number
     * @param time as the log has it
     * @param values the signature values, in order
     */
    record Signed(long logIndex, long number, Instant time, List<Bytes> values) {
        JsonObject toJson() {
            return JsonObject.with("type", "signed")
                    .and("v", 1)
                    .and("logIndex", logIndex)
                    .and("number", number)
                    .and("time", time)
                    .andBytes("values", values)
                    .build();
        }

        static Signed read(JsonObject text) throws Malformed {
            var json = text.reader();
            json.exactly("type", "signed");
            json.exactly("v", 1);
            var signed = new Signed(
                    json.index("logIndex"), json.index("number"), json.moment("time"), json.bytesList("values"));
            json.end();
            return signed;
        }
    }

    /** What became of one document after it was signed. */
    sealed interface Standing {
        /**
         * The output stands.
         *
         * @param output where
         * @param sizeBytes how long it was when it was written; 0 unless its level is to be raised
         * @param sha256 of it then; nothing unless its level is to be raised
         * @param level what it had reached then
         */
        record Done(Path output, long sizeBytes, Optional<Bytes> sha256, SignatureLevel level) implements Standing {}

        /** It will never be, for this reason. */
        record Failed(ProblemCode why) implements Standing {}
    }

    /** Begins one in an empty book. */
    static OrderJournal begin(OrderBook book, Terms terms) throws Refusal {
        var journal = new OrderJournal(book, terms);
        journal.write(terms.toJson());
        return journal;
    }

    OrderBook book() {
        return book;
    }

    Terms terms() {
        return terms;
    }

    List<Item> items() {
        return items;
    }

    List<Bytes> hashes() {
        return items.stream().map(Item::hash).toList();
    }

    /** What came, if it is known here already. */
    synchronized Optional<Signed> signed() {
        return Optional.ofNullable(signed);
    }

    /** Adds a document with what was prepared for it; gives its place in the order. */
    int add(Path file, Bytes hash, JsonObject kept) throws Refusal {
        var absolute = file.toAbsolutePath();
        var line = write(JsonObject.with("type", "file")
                .and("file", absolute.toString())
                .and("hash", hash)
                .and("kept", kept)
                .build());
        items.add(new Item(line, absolute, hash));
        return items.size() - 1;
    }

    /** These are all; durable when this returns. */
    void complete() throws Refusal {
        write(JsonObject.with("type", "complete").and("files", items.size()).build());
        force();
        complete = true;
    }

    /** True if this statement orders exactly this. */
    boolean isOrderedBy(Statement.Sign sign) {
        return complete
                && sign.keyId().equals(terms.keyId())
                && sign.certificateSha256().equals(terms.certificateSha256())
                && sign.hashes().equals(hashes());
    }

    /** The signatures came. */
    synchronized void signed(Signed what) {
        signed = what;
    }

    /** What was prepared for a document, from the book. Thread-safe. */
    JsonObject kept(int index) throws IOException, Malformed {
        var json = book.line(items.get(index).line()).reader();
        json.exactly("type", "file");
        return json.object("kept");
    }

    /** What became of a document, if it is over with. */
    synchronized Optional<Standing> standing(int index) {
        return Optional.ofNullable(standing.get(index));
    }

    /** Notes what became of a document. Thread-safe. */
    synchronized void note(int index, Standing how) throws Refusal {
        var line = JsonObject.with("type", how instanceof Standing.Done ? "done" : "failed")
                .and("file", index);
        if (how instanceof Standing.Done done) {
            line.and("output", done.output().toAbsolutePath().toString()).and("size", done.sizeBytes());
            done.sha256().ifPresent(digest -> line.and("sha256", digest));
            if (done.level() != SignatureLevel.B) {
                line.and("level", done.level().name());
            }
        } else if (how instanceof Standing.Failed failed) {
            line.and("code", failed.why().code());
        }
        standing.put(index, how); // It is so, whether or not it can be noted.
        write(line.build());
    }

    /** Forgets that a file stands: it was removed. */
    synchronized void forget(int index) {
        standing.remove(index);
    }

    /** True if every file is over with. */
    synchronized boolean isOver() {
        return standing.size() == items.size();
    }

    /** Nothing is left to be done with it. */
    synchronized void finish() {
        finished = true;
    }

    /** True once nothing is left to be done with it. */
    synchronized boolean isFinished() {
        return finished;
    }

    /** Makes durable what was noted. */
    void force() throws Refusal {
        try {
            book.force();
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    private int write(JsonObject line) throws Refusal {
        try {
            return book.append(line);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    /**
     * Reads one. Of what was noted after all documents were in it, some may be missing: it is found out again.
     *
     * @return nothing if it ends before anything could have left: it is worth nothing
     * @throws Malformed if it is none, or was changed
     */
    static Optional<OrderJournal> read(OrderBook book) throws IOException, Malformed {
        if (book.size() == 0) {
            return incomplete(book);
        }
        var journal = new OrderJournal(book, Terms.read(book.line(0)));
        for (var i = 1; i < book.size(); i++) {
            var json = book.line(i).reader();
            switch (json.text("type")) {
                case "file" -> journal.items.add(new Item(i, path(json.text("file")), json.bytes("hash")));
                case "complete" -> {
                    json.exactly("files", journal.items.size());
                    journal.complete = true;
                }
                case "done", "failed" -> journal.readStanding(json);
                default -> throw new Malformed("a line that is not known");
            }
        }
        return journal.complete ? Optional.of(journal) : incomplete(book);
    }

    private static Optional<OrderJournal> incomplete(OrderBook book) throws Malformed {
        if (book.altered()) {
            throw new Malformed("a book that was changed");
        }
        return Optional.empty();
    }

    private void readStanding(JsonObject.Reader json) throws Malformed {
        var index = json.count("file");
        if (index >= items.size()) {
            throw new Malformed("a file that is not in the order");
        }
        standing.put(
                index,
                json.has("code")
                        ? new Standing.Failed(ProblemCode.byCode(json.text("code"))
                                .orElseThrow(() -> new Malformed("a problem that is not known")))
                        : new Standing.Done(
                                path(json.text("output")),
                                json.index("size"),
                                sha256(json),
                                Terms.level(json.optionalText("level").orElse(SignatureLevel.B.name()))));
    }

    private static Optional<Bytes> sha256(JsonObject.Reader json) throws Malformed {
        return json.has("sha256") ? Optional.of(json.bytes("sha256", SHA256_BYTES)) : Optional.empty();
    }

    private static Path path(String text) throws Malformed {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Malformed("no path of this computer", e);
        }
    }
}
