package dev.natsuin.desktop.document;

import dev.natsuin.desktop.document.appearance.Appearance;
import dev.natsuin.desktop.document.cms.CadesSignature;
import dev.natsuin.desktop.document.cms.SignedAttributes;
import dev.natsuin.desktop.document.pdf.Increment;
import dev.natsuin.desktop.document.pdf.NoRoom;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.SigningObstacles;
import dev.natsuin.desktop.document.pdf.Stamp;
import dev.natsuin.desktop.document.pdf.TakenPlaces;
import dev.natsuin.desktop.document.pdf.WrittenSignature;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.CheckCode;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Makes PAdES-B-B signatures for a key that is elsewhere: first the hash, later the file. */
public final class PdfSigning {
    /** What a parsed file would have if nothing of it had been read; signing it would sign nothing. */
    private static final Bytes DIGEST_OF_NOTHING = Bytes.EMPTY.sha256();

    /** A CMS may grow by this over our own reckoning; a time-stamp does not go in here but into a later revision. */
    private static final int MARGIN_BYTES = 2048;

    private static final int ROUND_BYTES = 1024;

    private PdfSigning() {}

    /**
     * Reads a document and works out what has to be signed.
     *
     * <p>Nothing is written. The file is read twice (its structure, then all of it) and is closed again before this
     * returns. Refused are: what is missing, unreadable, no PDF, damaged, does not open with the password, an XFA form,
     * protected by its author, locked by an earlier signer, signed already when it shall be certified, a field that
     * cannot be signed or demands what we cannot do, a place that is not on a page, and an algorithm the certificate's
     * key does not have.
     */
    public static Preparation prepare(Path pdf, PdfSignatureOptions options, SigningCertificate certificate) {
        return prepare(pdf, options, certificate, Optional.empty());
    }

    /**
     * The same for a document that was digested before: it is not read whole again, if it looks as it did, and not
     * looked through again, if it was found whole. That it is the same is proven by {@link PreparedPdf#embed}, which
     * refuses a changed one with {@code document-changed}.
     */
    public static Preparation prepare(
            Path pdf, PdfSignatureOptions options, SigningCertificate certificate, Optional<HashedFile> looked) {
        if (!certificate.usable()) {
            return refused(ProblemCode.ALGORITHM_NOT_ALLOWED);
        }
        var known = looked.filter(each -> each.looksLike(pdf));
        var whole = known.filter(each -> each.wholePages() > 0);
        var opening = whole.isPresent()
                ? PdfFile.openKnown(pdf, options.password(), whole.get().sizeBytes())
                : PdfFile.open(pdf, options.password());
        if (opening instanceof PdfFile.Opening.Refused refused) {
            return refused(refused.why());
        }
        try (var file = ((PdfFile.Opening.Opened) opening).pdf()) {
            var obstacle = SigningObstacles.in(
                    file,
                    entries(options, certificate, new Drawing()),
                    certificate.algorithm().hash());
            if (obstacle.isPresent()) {
                return refused(obstacle.get());
            }
            var place = options.visible().flatMap(VisibleSignature::place);
            if (options.field().isEmpty() && place.isPresent() && !place.get().isOn(file)) {
                return refused(ProblemCode.PLACE_NOT_ON_PAGE);
            }
            if (known.isPresent() && file.isInOnePiece() && !isKnown(file, known.get())) {
                return prepare(pdf, options, certificate, Optional.empty());
            }
            return prepared(pdf, file, options, certificate, known);
        }
    }

    /** What was read in one piece is digested once more: that costs little, and what is looked at is what is signed. */
    private static boolean isKnown(PdfFile file, HashedFile known) {
        try {
            return file.digest(HashAlgorithm.SHA_256).endOfOriginal().equals(known.sha256());
        } catch (IOException e) {
            throw new UncheckedIOException("octets that are in memory", e);
        }
    }

    private static Preparation prepared(
            Path source,
            PdfFile file,
            PdfSignatureOptions options,
            SigningCertificate certificate,
            Optional<HashedFile> known) {
        var drawing = new Drawing();
        var entries = entries(options, certificate, drawing);
        var covers = coversSigned(file, options); // before this signature is in what is in memory
        int pages = known.map(HashedFile::wholePages).filter(count -> count > 0).orElseGet(file::pageCount);
        Increment increment;
        try {
            var hash = certificate.algorithm().hash();
            var digests = known.flatMap(each -> each.goingOn(hash));
            increment = Increment.of(
                    file, entries, roomBytes(certificate), digests.isPresent() ? digests.get() : file.digest(hash));
            if (file.isInOnePiece() && !WrittenSignature.willBeFound(file, increment, pages)) {
                return refused(ProblemCode.DOCUMENT_DAMAGED);
            }
        } catch (IOException e) {
            return refused(NoRoom.isCauseOf(e) ? ProblemCode.NO_ROOM_TO_WORK : ProblemCode.DOCUMENT_DAMAGED);
        }
        if (increment.originalDigest().equals(DIGEST_OF_NOTHING)
                || increment.messageDigest().equals(DIGEST_OF_NOTHING)) {
            return refused(ProblemCode.DOCUMENT_DAMAGED);
        }
        var document = new PreparedPdf(
                source,
                pages,
                increment,
                certificate,
                file.isInOnePiece(),
                file.encrypted() && options.password().isPresent(),
                options.password());
        return new Preparation.Prepared(document, covers, drawing.notDrawn());
    }

    /** A field that waits has its place from whoever laid out the document. */
    private static boolean coversSigned(PdfFile file, PdfSignatureOptions options) {
        return options.field().isEmpty()
                && options.visible()
                        .flatMap(VisibleSignature::place)
                        .filter(place -> TakenPlaces.coversSigned(file, place))
                        .isPresent();
    }

    private static Increment.Entries entries(
            PdfSignatureOptions options, SigningCertificate certificate, Drawing drawing) {
        return new Increment.Entries(
                certificate.signerName(),
                options.reason(),
                options.location(),
                options.time(),
                options.field(),
                options.certify(),
                options.visible().map(visible -> stamp(visible, options, certificate, drawing)),
                options.visible()
                        .map(visible -> visible.spoken(certificate.signerName()))
                        .orElse(certificate.signerName()));
    }

    /** Notes what is not drawn as it should be, once it is. */
    private static final class Drawing {
        private final Set<VisibleSignature.Part> withoutRoom = EnumSet.noneOf(VisibleSignature.Part.class);
        private final Set<String> characters = new HashSet<>();

        Preparation.NotDrawn notDrawn() {
            return new Preparation.NotDrawn(withoutRoom, characters);
        }
    }

    private static Stamp stamp(
            VisibleSignature visible, PdfSignatureOptions options, SigningCertificate certificate, Drawing drawing) {
        return new Stamp(visible.place(), (box, originalDigest, originalBytes) -> {
            var code = CheckCode.of(originalDigest, certificate.digest());
            var look =
                    visible.look(certificate.signerName(), options.time(), options.reason(), options.location(), code);
            var mark = new Appearance.Mark(originalBytes, code, options.time());
            var drawn = Appearance.of(look, box, Optional.of(mark));
            var parts = VisibleSignature.parts(options.reason(), options.location());
            drawn.withoutRoom().forEach(line -> drawing.withoutRoom.add(parts.get(line)));
            drawing.characters.addAll(drawn.missing());
            return drawn.form();
        });
    }

    private static int roomBytes(SigningCertificate certificate) {
        var attributes = SignedAttributes.of(
                Bytes.of(new byte[certificate.algorithm().hash().sizeBytes()]), certificate.leaf());
        var longest = Bytes.of(new byte[certificate.longestSignatureBytes()]);
        int cms = CadesSignature.assemble(attributes, certificate.algorithm(), certificate.all(), longest)
                .size();
        return (cms + MARGIN_BYTES + ROUND_BYTES - 1) / ROUND_BYTES * ROUND_BYTES;
    }

    private static Preparation refused(ProblemCode why) {
        return new Preparation.Refused(Problem.of(why));
    }
}
