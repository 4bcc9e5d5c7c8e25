package dev.natsuin.desktop.document.level;

import dev.natsuin.desktop.desk.Lasting;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.cms.ClaimedSigner;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.pdf.NoRoom;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.SignatureOutline;
import dev.natsuin.desktop.document.revocation.CrlAnswers;
import dev.natsuin.desktop.document.revocation.OcspAnswers;
import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.document.verify.ArchiveEnd;
import dev.natsuin.desktop.document.verify.Circumstances;
import dev.natsuin.desktop.document.verify.DssRun;
import dev.natsuin.desktop.document.verify.DssWorkspace;
import dev.natsuin.desktop.document.verify.FileKind;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import eu.europa.esig.dss.alert.SilentOnStatusAlert;
import eu.europa.esig.dss.alert.exception.AlertException;
import eu.europa.esig.dss.enumerations.SubIndication;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.spi.CertificateExtensionsUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.revocation.RevocationToken;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the signatures of a PDF to a higher baseline level of PAdES (EN 319 142-1 §6), by EU DSS: T adds a timestamp,
 * LT the states of all certificates, LTA a timestamp over all of it; LTA once more renews the last.
 *
 * <p>Each step is an increment behind the octets there are, and counts only if the result begins with exactly those,
 * verifies no worse than before, and is of the level: what a service or DSS made of it otherwise is thrown away. The
 * file is replaced in one step or stays as it is. Only hashes and certificates' numbers leave this computer.
 * Thread-safe.
 */
public final class LevelRaising {
    /** PDFBox's writer counts no further (the project's notes on PDF engines, §3). */
    private static final long MOST_BYTES = 1_000_000_000L;

    /** How long a word counts that says no end: who says none has a newer one at any time. */
    private static final Duration A_DAY = Duration.ofDays(1);

    /** Where authorities of this product answer, in the addresses of their certificates. */
    private static final String OWN_OCSP = "/pki/ocsp";

    private static final String OWN_TIMESTAMPS = "/pki/tsa";
    private static final Logger LOG = LoggerFactory.getLogger(LevelRaising.class);

    private final TrustAnchors anchors;
    private final List<String> timestampUrls;
    private final PkiAsking asking;
    private final SecureRandom random;
    private final InstantSource clock;

    /**
     * By these services.
     *
     * @param anchors whose certificates are believed
     * @param timestampUrls timestamp authorities in the order to be asked, each perhaps with {@code #} and the number
     *     of the policy that it is to follow; if there are none, the signer's own authority, where it is one of this
     *     product's and believed
     */
    public LevelRaising(
            TrustAnchors anchors,
            List<String> timestampUrls,
            PkiAsking asking,
            SecureRandom random,
            InstantSource clock) {
        this.anchors = anchors;
        this.timestampUrls = List.copyOf(timestampUrls);
        this.asking = asking;
        this.random = random;
        this.clock = clock;
    }

    /**
     * What is raised.
     *
     * @param file the signed file itself and no link to one, which is the caller's to change
     * @param detached what it signs, if that lies beside it; only read
     * @param password of an encrypted document; stays the caller's
     */
    public record Target(Path file, Optional<Path> detached, Optional<Secret> password) {
        /** One that no password is needed for. */
        public Target(Path file, Optional<Path> detached) {
            this(file, detached, Optional.empty());
        }

        /** A file that holds what it signs. */
        public static Target of(Path file) {
            return new Target(file, Optional.empty());
        }
    }

    /**
     * How far it came.
     *
     * @param level the lowest level of the file's signatures now
     * @param steps how many steps were taken
     * @param lasting until when it can be proven without being renewed, if it is archived
     * @param why what stood in the way of the level wished for, if anything did
     */
    public record Raised(SignatureLevel level, int steps, Optional<Lasting> lasting, Optional<ProblemCode> why) {}

    /** Told how far it is. */
    public interface Watching {
        /** So many steps of files are done with, or need not be taken; of {@link #stepsTo} for each file. */
        void done(int steps);
    }

    /** How many steps a file takes to a level at most. */
    public static int stepsTo(SignatureLevel wanted) {
        return (int) Arrays.stream(SignatureLevel.values())
                .filter(step -> step != SignatureLevel.B && step.compareTo(wanted) <= 0)
                .count();
    }

    /** True if this names a timestamp authority: an address, perhaps with {@code #} and the number of a policy. */
    public static boolean namesAuthority(String url) {
        return Timestamps.isAddress(url);
    }

    /** Raises a file that is the caller's to change, or renews one that is at the top; slow, as it asks others. */
    public Raised raise(Path file, SignatureLevel wanted) {
        return raise(Target.of(file), wanted);
    }

    /** The same for a signature that may lie beside what it signs. */
    public Raised raise(Target target, SignatureLevel wanted) {
        return raise(List.of(target), wanted, true, done -> {}).get(0);
    }

    /**
     * Raises files that are the caller's to change and renews none; slow, as it asks others. All of them take one step
     * before any takes the next: so the state of a certificate, asked for once and after the last timestamp, speaks for
     * all. Once {@link PkiAsking#stopped()}, no further step is taken.
     *
     * @return for each file, in order
     */
    public List<Raised> raise(List<Target> files, SignatureLevel wanted, Watching watching) {
        return raise(files, wanted, false, watching);
    }

    /** Renews archived files that are the caller's to change: a new timestamp over all there is. Slow. */
    public List<Raised> renew(List<Target> files, Watching watching) {
        return raise(files, SignatureLevel.LTA, true, watching);
    }

    private List<Raised> raise(List<Target> files, SignatureLevel wanted, boolean renewing, Watching watching) {
        HalfWritten.sweep(files.stream().map(Target::file).toList());
        var climbs = files.stream().map(file -> begin(file, renewing)).toList();
        var done = 0;
        for (var step : SignatureLevel.values()) {
            if (step != SignatureLevel.B && step.compareTo(wanted) <= 0) {
                var services = new Services();
                for (var climb : climbs) {
                    climb.take(step, services);
                    done++;
                    if (!asking.stopped()) {
                        watching.done(done);
                    }
                }
            }
        }
        return climbs.stream()
                .map(climb -> new Raised(climb.level, climb.steps, climb.lasting, Optional.ofNullable(climb.why)))
                .toList();
    }

    private Climb begin(Target file, boolean renewing) {
        if (asking.stopped()) {
            return new Climb(file, UNKNOWN, renewing, ProblemCode.LEVEL_LATER);
        }
        if (isTooLarge(file.file())) {
            return new Climb(file, UNKNOWN, renewing, ProblemCode.DOCUMENT_TOO_LARGE);
        }
        if (!Files.isRegularFile(file.file(), LinkOption.NOFOLLOW_LINKS)) {
            return new Climb(file, UNKNOWN, renewing, ProblemCode.FILE_MISSING);
        }
        var verified = verified(file.file(), file);
        if (verified instanceof Verification.Refused refused
                && refused.why().code() == ProblemCode.DOCUMENT_ENCRYPTED) {
            return new Climb(file, UNKNOWN, renewing, ProblemCode.DOCUMENT_ENCRYPTED);
        }
        return look(verified)
                // Beside another file than it was made for, or beside none, there is nothing to be raised.
                .filter(look -> file.detached().isEmpty() || look.verdict() != Verdict.INVALID)
                .map(look -> new Climb(file, look, renewing, look.missesContent() ? ProblemCode.DETACHED_NEEDED : null))
                .orElseGet(() -> new Climb(file, UNKNOWN, renewing, ProblemCode.LEVEL_NOT_RAISED));
    }

    /**
     * What is asked in one step, remembered until its end: what is silent once keeps nobody waiting a thousand times.
     */
    private final class Services {
        private final Timestamps timestamps = new Timestamps(anchors, asking, random);
        private final OcspAnswers states = new OcspAnswers(asking, random);
        private final CrlAnswers lists = new CrlAnswers(asking);
    }

    /** One file on its way up. */
    private final class Climb {
        private final Target file;
        private final Verdict before;
        private final boolean renewing;
        private SignatureLevel level;
        private Optional<Lasting> lasting;
        private int steps;
        private @Nullable ProblemCode why;

        Climb(Target file, Look look, boolean renewing, @Nullable ProblemCode why) {
            this.file = file;
            this.level = look.level();
            this.lasting = look.lasting();
            this.before = look.verdict();
            this.renewing = renewing;
            this.why = why;
        }

        void take(SignatureLevel step, Services services) {
            var renews = renewing && step == SignatureLevel.LTA && level == SignatureLevel.LTA;
            if (why != null || (step.compareTo(level) <= 0 && !renews)) {
                return;
            }
            if (asking.stopped()) {
                why = ProblemCode.LEVEL_LATER;
                return;
            }
            var came = step(file, step, before, services);
            why = came.why();
            if (why == null) {
                level = step;
                lasting = came.lasting();
                steps++;
            }
        }
    }

    private record Look(SignatureLevel level, Verdict verdict, Optional<Lasting> lasting, boolean missesContent) {}

    private static final Look UNKNOWN = new Look(SignatureLevel.B, Verdict.UNSIGNED, Optional.empty(), false);

    /** What came of a step: until when the file lasts now, or why it is what it was. */
    private record Step(Optional<Lasting> lasting, @Nullable ProblemCode why) {
        static Step refused(ProblemCode why) {
            return new Step(Optional.empty(), why);
        }
    }

    /** Nothing if there is no signature, or one that is neither a baseline signature nor as Acrobat writes them. */
    private static Optional<Look> look(Verification verified) {
        if (!(verified instanceof Verification.Judged judged)) {
            return Optional.empty();
        }
        var levels = judged.signatures().stream()
                .map(signature -> level(signature.level()))
                .toList();
        return levels.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : levels.stream()
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder())
                        .map(level -> new Look(level, judged.verdict(), ArchiveEnd.of(judged), missesContent(judged)));
    }

    /** A file that is, or will be, a target. */
    private Verification verified(Path file, Target target) {
        return FileVerification.verify(
                file,
                new Circumstances(
                        anchors, clock.instant(), target.detached(), target.password(), Optional.empty(), false));
    }

    private static boolean missesContent(Verification.Judged judged) {
        return judged.signatures().stream()
                .anyMatch(signature -> signature
                        .subIndication()
                        .filter(SubIndication.SIGNED_DATA_NOT_FOUND.name()::equals)
                        .isPresent());
    }

    private static Optional<SignatureLevel> level(String name) {
        for (var level : SignatureLevel.values()) {
            if (name.endsWith("AdES-BASELINE-" + level) || name.equals("PKCS7-" + level)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    private static boolean isTooLarge(Path file) {
        try {
            return Files.size(file) > MOST_BYTES;
        } catch (IOException e) {
            return false; // Whoever opens it says what is wrong with it.
        }
    }

    private Step step(Target file, SignatureLevel step, Verdict before, Services services) {
        try {
            if (isTooLarge(file.file())) {
                return Step.refused(ProblemCode.DOCUMENT_TOO_LARGE);
            }
            return HostileInput.read(() -> {
                var urls = timestampUrls.isEmpty() ? ownAuthority(file) : timestampUrls;
                return urls.isEmpty() && step != SignatureLevel.LT
                        ? Step.refused(ProblemCode.NO_TIMESTAMP_AUTHORITY)
                        : raised(file, step, before, urls, services);
            });
        } catch (IOException e) {
            if (asking.stopped()) {
                return Step.refused(ProblemCode.LEVEL_LATER); // Whatever failed, failed for want of an answer.
            }
            LOG.warn("level not raised step={}", step, e);
            return Step.refused(reason(e));
        }
    }

    private static ProblemCode reason(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof Timestamps.None) {
                return ProblemCode.TIMESTAMP_UNAVAILABLE;
            }
            if (t instanceof Timestamps.NotBelieved) {
                return ProblemCode.TIMESTAMP_NOT_TRUSTED;
            }
            if (t instanceof NotWritten) {
                return ProblemCode.TARGET_NOT_WRITABLE;
            }
            if (NoRoom.isSaidBy(t)) {
                return ProblemCode.NO_ROOM_TO_WORK;
            }
            if (t instanceof AlertException) {
                return ProblemCode.REVOCATION_UNAVAILABLE;
            }
        }
        return ProblemCode.LEVEL_NOT_RAISED;
    }

    private Step raised(Target target, SignatureLevel step, Verdict before, List<String> urls, Services services)
            throws IOException {
        var file = target.file();
        var raised = writing(() -> HalfWritten.of(file));
        try {
            extend(target, raised, step, urls, services);
            var better = better(target, raised, step, before);
            if (better.isEmpty()) {
                return Step.refused(ProblemCode.LEVEL_NOT_RAISED);
            }
            writing(() -> {
                requireNoLink(file);
                likeBefore(file, raised);
                return Files.move(raised, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            });
            return new Step(better.get().lasting(), null);
        } finally {
            Files.deleteIfExists(raised);
        }
    }

    /** What was put there while others were asked is not ours to replace. */
    private static void requireNoLink(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("there is no file of ours any more");
        }
    }

    private void extend(Target target, Path raised, SignatureLevel step, List<String> urls, Services services)
            throws IOException {
        var file = target.file();
        try (var workspace = new DssWorkspace()) {
            var extended = FileKind.isPdf(file)
                    ? extendedPdf(target, step, urls, services, workspace)
                    : FileExtending.extend(
                            FileKind.of(file).orElseThrow(),
                            new FileDocument(file.toFile()),
                            target.detached().map(content -> new FileDocument(content.toFile())),
                            step,
                            verifier(services),
                            services.timestamps.from(urls));
            writing(() -> {
                try (var out = Files.newOutputStream(raised)) {
                    extended.writeTo(out);
                }
                return raised;
            });
            if (FileKind.isPdf(file)) {
                TimestampPadding.zero(raised, target.password());
            }
            writing(() -> {
                try (var channel = FileChannel.open(raised, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                return raised;
            });
        }
    }

    /** The raised file could not be written: the disk is full, say, or the folder read-only. That passes. */
    private static final class NotWritten extends IOException {
        private static final long serialVersionUID = 1L;

        NotWritten(IOException cause) {
            super("the raised file could not be written", cause);
        }
    }

    private static <T> T writing(HostileInput.Reading<T> work) throws NotWritten {
        try {
            return work.read();
        } catch (IOException e) {
            throw new NotWritten(e);
        }
    }

    private DSSDocument extendedPdf(
            Target target, SignatureLevel step, List<String> urls, Services services, DssWorkspace workspace)
            throws IOException {
        var verifier = verifier(services);
        var now = clock.instant();
        if (named(target).signers().stream()
                .anyMatch(each -> each.getNotAfter().toInstant().isAfter(now))) {
            // Who signed years ago and left it at that keeps nobody who signs today from a timestamp.
            verifier.setAlertOnExpiredCertificate(new SilentOnStatusAlert());
        }
        var service = new PAdESService(verifier);
        service.setPdfObjFactory(workspace.pdfObjects());
        service.setTspSource(services.timestamps.from(urls));
        var parameters = new PAdESSignatureParameters();
        parameters.setSignatureLevel(
                switch (step) {
                    case B -> eu.europa.esig.dss.enumerations.SignatureLevel.PAdES_BASELINE_B;
                    case T -> eu.europa.esig.dss.enumerations.SignatureLevel.PAdES_BASELINE_T;
                    case LT -> eu.europa.esig.dss.enumerations.SignatureLevel.PAdES_BASELINE_LT;
                    case LTA -> eu.europa.esig.dss.enumerations.SignatureLevel.PAdES_BASELINE_LTA;
                });
        if (target.password().isPresent()) {
            parameters.setPasswordProtection(whatOpens(target).toCharArray());
        }
        return service.extendDocument(new FileDocument(target.file().toFile()), parameters);
    }

    /** One password may have been given for many files, of which some need none. */
    private static String whatOpens(Target target) {
        if (!(PdfFile.open(target.file(), target.password()) instanceof PdfFile.Opening.Opened opened)) {
            return "";
        }
        try (var pdf = opened.pdf()) {
            return pdf.password();
        }
    }

    private CommonCertificateVerifier verifier(Services services) {
        // The signature carries its chain: nobody is asked for issuers' certificates.
        var verifier = DssRun.verifier(anchors.withoutLinks(clock.instant()));
        verifier.setOcspSource(
                (certificate, issuer) -> current(services.states.getRevocationToken(certificate, issuer)));
        verifier.setCrlSource((certificate, issuer) -> current(services.lists.getRevocationToken(certificate, issuer)));
        return verifier;
    }

    /** Of an authority's word only what still is its word; DSS would put a list of last year into a file. */
    private <T extends RevocationToken<?>> @Nullable T current(@Nullable T said) {
        if (said == null || said.getThisUpdate() == null) {
            return null;
        }
        var end = said.getNextUpdate() == null
                ? said.getThisUpdate().toInstant().plus(A_DAY)
                : said.getNextUpdate().toInstant();
        return clock.instant().isAfter(end) ? null : said;
    }

    /** In a PDF the old octets first; of the level, and judged no worse; nothing if it is not. */
    private Optional<Look> better(Target target, Path raised, SignatureLevel step, Verdict before) throws IOException {
        var file = target.file();
        var keepsOctets = Files.size(raised) > Files.size(file) && Files.mismatch(file, raised) == Files.size(file);
        return keepsOctets || !FileKind.isPdf(file)
                ? look(verified(raised, target))
                        .filter(now -> now.level().compareTo(step) >= 0
                                && (now.verdict() == before || now.verdict() == Verdict.VALID))
                : Optional.empty();
    }

    private static void likeBefore(Path file, Path raised) throws IOException {
        var view = Files.getFileAttributeView(raised, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(Files.getPosixFilePermissions(file));
        }
    }

    /**
     * The timestamp service beside the OCSP responder that a believed authority of this product put into a signer's.
     */
    private List<String> ownAuthority(Target file) throws IOException {
        var named = named(file);
        return named.signers().stream()
                .filter(signer -> AuthorityLinks.lead(signer, named.carried(), anchors.certificates()))
                .flatMap(signer -> CertificateExtensionsUtils.getOCSPAccessUrls(new CertificateToken(signer)).stream())
                .filter(url -> url.endsWith(OWN_OCSP))
                .map(url -> url.substring(0, url.length() - OWN_OCSP.length()) + OWN_TIMESTAMPS)
                .distinct()
                .toList();
    }

    private FileVerification.Named named(Target target) throws IOException {
        var file = target.file();
        if (!FileKind.isPdf(file)) {
            return FileVerification.named(file, anchors, clock.instant());
        }
        if (!(PdfFile.open(file, target.password()) instanceof PdfFile.Opening.Opened opened)) {
            return new FileVerification.Named(List.of(), List.of());
        }
        try (var pdf = opened.pdf()) {
            var signatures = SignatureOutline.of(pdf);
            return new FileVerification.Named(
                    signatures.stream()
                            .flatMap(outline -> ClaimedSigner.certificateIn(outline.contents()).stream())
                            .toList(),
                    signatures.stream()
                            .flatMap(outline -> ClaimedSigner.certificatesIn(outline.contents()).stream())
                            .toList());
        }
    }
}
