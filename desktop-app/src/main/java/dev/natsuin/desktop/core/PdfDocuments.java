package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.Documents;
import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.desk.PageImage;
import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.desk.Pages;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignField;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.document.Embedding;
import dev.natsuin.desktop.document.HashedFile;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.desktop.document.RepairedCopy;
import dev.natsuin.desktop.document.cms.ClaimedSigner;
import dev.natsuin.desktop.document.pdf.PageShapes;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.SignatureOutline;
import dev.natsuin.desktop.document.preview.PdfFacts;
import dev.natsuin.desktop.document.preview.PdfPages;
import dev.natsuin.desktop.document.verify.FileKind;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at documents: inside PDFs, and at other files from outside. */
public final class PdfDocuments implements Documents {
    private static final Logger LOG = LoggerFactory.getLogger(PdfDocuments.class);
    private static final double MOST_PIXELS = 16e6;

    private final HashedFiles hashedFiles;
    private final Inspections inspections;
    private final DocumentPasswords passwords;

    /** Looks; keeps nothing. */
    public PdfDocuments() {
        this(new HashedFiles(), new Inspections(), new DocumentPasswords());
    }

    /** Looks; leaves the digests, what was found, and what opens encrypted documents, for whoever signs. */
    PdfDocuments(HashedFiles hashedFiles, Inspections inspections, DocumentPasswords passwords) {
        this.hashedFiles = hashedFiles;
        this.inspections = inspections;
        this.passwords = passwords;
    }

    @Override
    public Answer<DocumentFacts> facts(Path file) {
        return withItsPassword(file, password -> facts(file, password));
    }

    @Override
    public Answer<DocumentFacts> facts(Path file, Secret password) {
        var facts = Refusal.answer(() -> facts(file, Optional.of(password)));
        if (facts.given().isPresent()) {
            passwords.keep(file, password);
        }
        return facts;
    }

    @Override
    public void forget(Path file) {
        passwords.forget(file);
    }

    /** Something that needs a file open. */
    @FunctionalInterface
    private interface Opening<T> {
        T with(Optional<Secret> password) throws Refusal;
    }

    private <T> Answer<T> withItsPassword(Path file, Opening<T> opening) {
        return Refusal.answer(() -> {
            var password = passwords.of(file);
            try {
                return opening.with(password);
            } finally {
                password.ifPresent(Secret::close);
            }
        });
    }

    private DocumentFacts facts(Path file, Optional<Secret> password) throws Refusal {
        if (!FileKind.isPdf(file)) {
            return other(file);
        }
        var opening = PdfFile.open(file, password);
        if (opening instanceof PdfFile.Opening.Refused refused) {
            throw new Refusal(refused.why());
        }
        try (var pdf = ((PdfFile.Opening.Opened) opening).pdf()) {
            return facts(file, pdf);
        }
    }

    private DocumentFacts facts(Path file, PdfFile pdf) throws Refusal {
        var facts = PdfFacts.of(pdf);
        if (facts.obstacle().isPresent()) {
            throw new Refusal(facts.obstacle().get());
        }
        return new DocumentFacts(
                file,
                facts.sizeBytes(),
                hashed(file, () -> HashedFile.of(pdf)),
                facts.pageCount(),
                facts.signatureCount() == 0 ? List.of() : signers(pdf),
                facts.sizes().stream()
                        .map(size -> new PageSize(size.width(), size.height()))
                        .toList(),
                facts.emptyFields().stream().map(PdfDocuments::field).toList());
    }

    private static SignField field(PageShapes.Field field) {
        var at = field.place();
        return new SignField(field.name(), new SignOptions.Place(at.page(), at.x(), at.y(), at.width(), at.height()));
    }

    /** A file of another kind: nothing in it is looked at, it is signed as a whole. */
    private DocumentFacts other(Path file) throws Refusal {
        try {
            var size = NamedFile.requireRegular(file).size();
            return new DocumentFacts(file, size, hashed(file, () -> HashedFile.of(file)), 0, List.of());
        } catch (IOException e) {
            throw new Refusal(NamedFile.why(e), e);
        }
    }

    /** Digests what was looked at. */
    @FunctionalInterface
    private interface Hashing {
        HashedFile hash() throws IOException;
    }

    private Bytes hashed(Path file, Hashing hashing) throws Refusal {
        try {
            var hashed = hashing.hash();
            hashedFiles.keep(file, hashed);
            return hashed.sha256();
        } catch (IOException e) {
            throw new Refusal(NamedFile.why(e), e);
        }
    }

    @Override
    public Answer<List<Finding>> inspect(DocumentFacts document) {
        if (!document.hasPages()) {
            return Answer.of(
                    List.of()); // a file of another kind is signed as a whole, and nobody is shown a page of it
        }
        return withItsPassword(
                document.file(), password -> inspections.of(document.file(), document.sha256(), password));
    }

    /**
     * What a signer cannot see in a file as it is now, also in one that cannot be signed.
     *
     * @param password opens it, if it is encrypted; stays the caller's
     */
    public Answer<List<Finding>> inspect(Path file, Optional<Secret> password) {
        return Refusal.answer(() -> inspections.of(file, Inspections.hash(file), password));
    }

    @Override
    public Answer<Path> repaired(Path file, Optional<Path> folder) {
        return Refusal.answer(() -> {
            var into = folder.orElseGet(() -> file.toAbsolutePath().getParent());
            var copy = into == null ? Optional.<Embedding>empty() : RepairedCopy.of(file, into);
            if (copy.isPresent() && copy.get() instanceof Embedding.Refused refused) {
                throw new Refusal(refused.why());
            }
            return copy.map(done -> ((Embedding.Embedded) done).output()).orElse(file);
        });
    }

    @Override
    public Answer<SignOptions.Place> beside(DocumentFacts document, SignOptions.Anchor anchor, Cancellation cancel) {
        return withItsPassword(
                document.file(),
                password -> Refusal.orThrow(AnchoredPlace.in(document.file(), anchor, password, cancel)
                        .map(at -> new SignOptions.Place(at.page(), at.x(), at.y(), at.width(), at.height()))));
    }

    private static List<String> signers(PdfFile pdf) {
        try {
            return SignatureOutline.of(pdf).stream()
                    .sorted(Comparator.comparingLong(SignatureOutline::endBytes))
                    .map(outline -> ClaimedSigner.nameIn(outline.contents()).orElse("?"))
                    .toList();
        } catch (IOException e) {
            return List.of("?");
        }
    }

    @Override
    public void warm() {
        try {
            PdfPages.warm();
        } catch (IOException e) {
            LOG.debug("nothing was drawn in advance", e);
        }
    }

    @Override
    public Answer<Pages> openPages(Path file) {
        return withItsPassword(file, password -> {
            var looks = attributes(file);
            var opening = PdfPages.open(file, password);
            if (opening instanceof PdfPages.Opening.Refused refused) {
                throw new Refusal(refused.why());
            }
            return new OpenPages(((PdfPages.Opening.Opened) opening).pages(), file, looks);
        });
    }

    /** How a file looks from outside, so that another one in its place is noticed. */
    private record Looks(Optional<Object> key, long sizeBytes, FileTime modified) {}

    private static Optional<Looks> attributes(Path file) {
        try {
            var now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Looks(Optional.ofNullable(now.fileKey()), now.size(), now.lastModifiedTime()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A drawn page, for a screen; the pixels are shared. */
    static PageImage shown(dev.natsuin.desktop.document.preview.PageImage image) {
        var flaws = EnumSet.noneOf(PageImage.Flaw.class);
        if (image.undecodable()) {
            flaws.add(PageImage.Flaw.UNDECODABLE);
        }
        if (image.substituted()) {
            flaws.add(PageImage.Flaw.FONT_SUBSTITUTED);
        }
        return PageImage.taking(image.width(), image.height(), image.argbPre().array(), flaws);
    }

    private static final class OpenPages implements Pages {
        private final PdfPages pages;
        private final Path file;
        private final Optional<Looks> before;

        OpenPages(PdfPages pages, Path file, Optional<Looks> before) {
            this.pages = pages;
            this.file = file;
            this.before = before;
        }

        @Override
        public List<Found> find(int page, String text) {
            return pages.find(page, text).stream()
                    .map(areas -> new Found(
                            page,
                            areas.stream()
                                    .map(at -> new Area(at.x(), at.y(), at.width(), at.height()))
                                    .toList()))
                    .toList();
        }

        @Override
        public boolean isStill(Bytes sha256) {
            try {
                // First the octets: whoever puts another file in the place meanwhile changes how it looks.
                return HashedFile.of(file).sha256().equals(sha256)
                        && before.isPresent()
                        && before.equals(attributes(file));
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public int count() {
            return pages.count();
        }

        @Override
        public PageSize size(int page) {
            var size = pages.size(page);
            return new PageSize(size.widthPoints(), size.heightPoints());
        }

        @Override
        public Answer<PageImage> render(int page, int widthPixels) {
            var rendering = pages.render(page, MOST_PIXELS, widthPixels);
            if (rendering instanceof PdfPages.Rendering.Refused refused) {
                return new Answer.Refused<>(refused.why());
            }
            return Answer.of(shown(((PdfPages.Rendering.Rendered) rendering).image()));
        }

        @Override
        public void close() {
            pages.close();
        }
    }
}
