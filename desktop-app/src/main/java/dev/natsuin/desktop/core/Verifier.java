package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Comparison;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.desk.Verifying;
import dev.natsuin.desktop.device.Config;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.HashedFile;
import dev.natsuin.desktop.document.NewFile;
import dev.natsuin.desktop.document.preview.ChangedPages;
import dev.natsuin.desktop.document.report.Report;
import dev.natsuin.desktop.document.report.ReportPicture;
import dev.natsuin.desktop.document.report.ReportedFile;
import dev.natsuin.desktop.document.revocation.RevocationStates;
import dev.natsuin.desktop.document.verify.Circumstances;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.remote.PublicServices;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Verifies files against the authorities of the owner's server, those the owner prefers, and those named for the
 * occasion. Needs neither server nor enrolment; asks authorities for the states of certificates, unless told not to.
 */
public final class Verifier implements Verifying {
    /** How long one authority may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What a report shows of what changed: so many pages of a file, so wide, each drawn in so long. */
    private static final int MOST_PAGES = 12;

    private static final int WIDTH_PIXELS = 480;
    private static final Duration DRAWING = Duration.ofSeconds(5);

    private final Profile profile;
    private final Surroundings surroundings;
    private final InstantSource clock;
    private final Duration patience;
    private final PublicServices services;

    Verifier(Profile profile, Surroundings surroundings, InstantSource clock) {
        this(profile, surroundings, clock, PATIENCE);
    }

    Verifier(Profile profile, Surroundings surroundings, InstantSource clock, Duration patience) {
        this.profile = profile;
        this.surroundings = surroundings;
        this.clock = clock;
        this.patience = patience;
        this.services = new PublicServices(patience, surroundings.ways());
    }

    /**
     * What is wished for on one occasion, beside what the owner prefers.
     *
     * @param trust files with certificates to believe
     * @param system true to believe those that the system believes
     * @param trustedLists files with trusted lists (ETSI TS 119 612)
     * @param listSigners files with the certificates that may sign those
     * @param offline true to ask nobody
     * @param etsi true if the report for machines by ETSI TS 119 102-2 is wanted too
     */
    public record Wishes(
            List<Path> trust,
            boolean system,
            List<Path> trustedLists,
            List<Path> listSigners,
            boolean offline,
            boolean etsi) {
        /** Nothing beside what the owner prefers. */
        public static final Wishes NONE = new Wishes(List.of(), false, List.of(), List.of(), false, false);

        /** Copies the lists. */
        public Wishes {
            trust = List.copyOf(trust);
            trustedLists = List.copyOf(trustedLists);
            listSigners = List.copyOf(listSigners);
        }
    }

    /**
     * What came of one file.
     *
     * @param etsi the report for machines, if it was wished for
     */
    public record Verified(Verification verification, Optional<Bytes> etsi) {}

    @Override
    public Answer<Verification> verify(Path file) {
        return verify(file, Optional.empty());
    }

    @Override
    public Answer<Verification> verify(Path file, Optional<Secret> password) {
        return Refusal.answer(() ->
                errand(Wishes.NONE).judged(file, Optional.empty(), password).verification());
    }

    @Override
    public Answer<Reported> report(Path file, Optional<Secret> password, Path target, Locale language, ZoneId zone) {
        return Refusal.answer(() -> {
            var form =
                    Report.Form.of(target.toString()).orElseThrow(() -> new Refusal(ProblemCode.REPORT_NOT_WRITABLE));
            var etsi = form == Report.Form.XML;
            var errand = errand(new Wishes(List.of(), false, List.of(), List.of(), false, etsi));
            var pictures = form == Report.Form.HTML || form == Report.Form.PDF;
            var found = errand.reported(file, Optional.empty(), password, pictures);
            var verification = Refusal.orThrow(found.outcome());
            errand.write(List.of(found), target, form, language, zone);
            return new Reported(target, verification.verdict());
        });
    }

    @Override
    public Answer<Comparison> compare(Verification shown, int signature, Optional<Secret> password) {
        return Refusal.answer(() -> {
            var before = look(shown.file());
            // Nobody needs to be asked what of the file is whose; that it is the file that was shown is looked up
            // again.
            var offline = new Wishes(List.of(), false, List.of(), List.of(), true, false);
            var found = errand(offline)
                    .judged(shown.file(), Optional.empty(), password)
                    .verification();
            if (!SignedPages.sameRevisions(shown, found)) {
                throw new Refusal(ProblemCode.DOCUMENT_CHANGED);
            }
            var bytes = found.signatures().get(signature).evidence().revisionBytes();
            var pages = SignedPages.open(shown.file(), bytes, password, surroundings.nanoseconds());
            if (before.isEmpty() || !before.equals(look(shown.file()))) {
                pages.close();
                throw new Refusal(ProblemCode.DOCUMENT_CHANGED);
            }
            return pages;
        });
    }

    private record Look(long sizeBytes, Bytes sha256) {}

    private static Optional<Look> look(Path file) {
        try {
            var hashed = HashedFile.of(file);
            return Optional.of(new Look(hashed.sizeBytes(), hashed.sha256()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** One occasion, for any number of files: each authority is asked once. */
    public Errand errand(Wishes wishes) throws Refusal {
        var config = profile.config();
        var anchors = new ArrayList<TrustAnchors.Anchor>();
        for (var file : wishes.trust()) {
            anchors.addAll(Anchors.named(file, TrustAnchors.Origin.FILE));
        }
        anchors.addAll(Anchors.origins(profile));
        anchors.addAll(Anchors.listed(
                joined(wishes.trustedLists(), config.verifying().trustedLists()),
                joined(wishes.listSigners(), config.verifying().listSigners()),
                clock.instant()));
        if (wishes.system() || config.verifying().trustSystem()) {
            anchors.addAll(Anchors.system());
        }
        return new Errand(new TrustAnchors(anchors), asked(wishes, config), wishes.etsi());
    }

    private List<Path> joined(List<Path> named, List<String> preferred) {
        var all = new ArrayList<>(named);
        preferred.forEach(each -> all.add(profile.folder().resolve(each)));
        return all;
    }

    private Optional<RevocationStates> asked(Wishes wishes, Config config) {
        return wishes.offline() || config.verifying().offline()
                ? Optional.empty()
                : Optional.of(new RevocationStates(
                        new PatientAsking(services, surroundings.nanoseconds(), patience), surroundings.random()));
    }

    /** One occasion. */
    public final class Errand {
        private final TrustAnchors anchors;
        private final Optional<RevocationStates> states;
        private final boolean etsi;

        private Errand(TrustAnchors anchors, Optional<RevocationStates> states, boolean etsi) {
            this.anchors = anchors;
            this.states = states;
            this.etsi = etsi;
        }

        /**
         * Verifies all signatures of a file.
         *
         * @param detached the signed content of a signature that is beside its file
         * @param password of an encrypted document; stays the caller's
         */
        public Answer<Verified> verify(Path file, Optional<Path> detached, Optional<Secret> password) {
            return Refusal.answer(() -> judged(file, detached, password));
        }

        /** The same without a report: nobody needs the digest. */
        public ReportedFile alone(Path file, Optional<Path> detached, Optional<Secret> password) {
            var verified = verify(file, detached, password);
            return new ReportedFile(
                    file,
                    -1,
                    Optional.empty(),
                    verified.fold(found -> Answer.of(found.verification()), Answer.Refused<Verification>::new),
                    Optional.empty(),
                    List.of());
        }

        /** The same for a report, with the digest of exactly the octets that were verified. */
        public ReportedFile reported(Path file, Optional<Path> detached, Optional<Secret> password, boolean pictures) {
            var before = look(file);
            var verified = verify(file, detached, password);
            var same = before.equals(look(file));
            return new ReportedFile(
                    file,
                    before.map(Look::sizeBytes).orElse(-1L),
                    before.map(Look::sha256),
                    same
                            ? verified.fold(found -> Answer.of(found.verification()), Answer.Refused<Verification>::new)
                            : Answer.refused(ProblemCode.DOCUMENT_CHANGED),
                    same ? verified.given().flatMap(Verified::etsi) : Optional.empty(),
                    same && pictures
                            ? verified.given()
                                    .map(found -> pages(found.verification(), password))
                                    .orElse(List.of())
                            : List.of());
        }

        private List<ReportedFile.ComparedPage> pages(Verification found, Optional<Secret> password) {
            var drawing = new ChangedPages(WIDTH_PIXELS, DRAWING, surroundings.nanoseconds());
            var pages = new ArrayList<ReportedFile.ComparedPage>();
            for (var i = 0; i < found.signatures().size(); i++) {
                var signature = found.signatures().get(i);
                var changed = signature.changes().stream()
                        .flatMap(each -> each.pages().stream())
                        .distinct()
                        .sorted()
                        .limit(MOST_PAGES - pages.size())
                        .toList();
                for (var each : drawing.of(found.file(), signature.evidence().revisionBytes(), changed, password)) {
                    pages.add(
                            new ReportedFile.ComparedPage(i, each.page(), picture(each.signed()), picture(each.now())));
                }
            }
            return pages;
        }

        private static ReportPicture picture(ChangedPages.Picture drawn) {
            return new ReportPicture(drawn.png(), drawn.width(), drawn.height());
        }

        /** Writes a report of these; what is there already stays. */
        public void write(List<ReportedFile> files, Path target, Report.Form form, Locale language, ZoneId zone)
                throws Refusal {
            var report = new Report(clock.instant(), zone, language, states.isPresent(), files);
            try {
                var why = NewFile.write(target, report.as(form), files.get(0).file());
                if (why.isPresent()) {
                    throw new Refusal(
                            why.get() == ProblemCode.TARGET_EXISTS ? why.get() : ProblemCode.REPORT_NOT_WRITABLE);
                }
            } catch (IOException e) {
                throw new Refusal(ProblemCode.REPORT_NOT_WRITABLE, e);
            }
        }

        private Verified judged(Path file, Optional<Path> detached, Optional<Secret> password) throws Refusal {
            var circumstances = new Circumstances(anchors, clock.instant(), detached, password, states, etsi);
            var verified = FileVerification.verify(file, circumstances);
            if (verified instanceof dev.natsuin.desktop.document.verify.Verification.Refused refused) {
                throw new Refusal(refused.why());
            }
            var judged = (dev.natsuin.desktop.document.verify.Verification.Judged) verified;
            return new Verified(Findings.of(file, judged, states.isPresent()), judged.etsi());
        }
    }
}
