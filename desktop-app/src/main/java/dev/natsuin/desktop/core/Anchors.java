package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.desktop.document.trust.CertificateFiles;
import dev.natsuin.desktop.document.trust.SystemStore;
import dev.natsuin.desktop.document.trust.TrustedList;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whose certificates a profile believes: the authorities of the owner's server, and those that its config names. */
final class Anchors {
    private Anchors() {}

    static List<X509Certificate> usual(Profile profile) throws Refusal {
        return new TrustAnchors(origins(profile)).certificates();
    }

    /** The same, each with why it is believed. */
    static List<TrustAnchors.Anchor> origins(Profile profile) throws Refusal {
        var anchors = new ArrayList<TrustAnchors.Anchor>();
        var owner = profile.owner();
        try {
            if (owner.isPresent()) {
                for (var authority : Certificates.read(owner.get().authorities())) {
                    anchors.add(new TrustAnchors.Anchor(authority, TrustAnchors.Origin.SERVER, ""));
                }
            }
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
        for (var file : profile.config().trust()) {
            anchors.addAll(named(profile.folder().resolve(file), TrustAnchors.Origin.FILE));
        }
        return anchors;
    }

    /** Those in a file. */
    static List<TrustAnchors.Anchor> named(Path file, TrustAnchors.Origin origin) throws Refusal {
        return certificates(file).stream()
                .map(each -> new TrustAnchors.Anchor(each, origin, String.valueOf(file.getFileName())))
                .toList();
    }

    private static List<X509Certificate> certificates(Path file) throws Refusal {
        try {
            return CertificateFiles.read(file);
        } catch (NoSuchFileException | NamedFile.NotRegular e) {
            throw new Refusal(NamedFile.why(e), e);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.CERTIFICATES_UNREADABLE, e);
        }
    }

    /** Those that this computer's system believes. */
    static List<TrustAnchors.Anchor> system() throws Refusal {
        try {
            return SystemStore.real().anchors();
        } catch (IOException e) {
            throw new Refusal(ProblemCode.CERTIFICATES_UNREADABLE, e);
        }
    }

    /** Those in trusted lists that one of these signed. */
    static List<TrustAnchors.Anchor> listed(List<Path> lists, List<Path> signers, Instant now) throws Refusal {
        var allowed = new ArrayList<X509Certificate>();
        for (var file : lists.isEmpty() ? List.<Path>of() : signers) {
            allowed.addAll(certificates(file));
        }
        var anchors = new ArrayList<TrustAnchors.Anchor>();
        for (var list : lists) {
            var reading = read(list, allowed, now);
            if (reading instanceof TrustedList.Reading.Believed believed) {
                anchors.addAll(believed.anchors());
            } else {
                throw new Refusal(why(reading));
            }
        }
        return anchors;
    }

    /** Why a list is not believed. */
    private static ProblemCode why(TrustedList.Reading reading) {
        if (reading instanceof TrustedList.Reading.NotSigned) {
            return ProblemCode.TRUSTED_LIST_NOT_SIGNED;
        }
        return reading instanceof TrustedList.Reading.OutOfDate
                ? ProblemCode.TRUSTED_LIST_OUT_OF_DATE
                : ProblemCode.TRUSTED_LIST_UNREADABLE;
    }

    private static TrustedList.Reading read(Path list, List<X509Certificate> allowed, Instant now) {
        try {
            return TrustedList.look(TrustedList.octets(list), source(list), allowed, now)
                    .map(TrustedList.Look::reading)
                    .orElse(new TrustedList.Reading.Unreadable());
        } catch (IOException e) {
            return new TrustedList.Reading.Unreadable();
        }
    }

    /** A copy that the window kept bears a name that says nothing: the list's own is said instead. */
    private static String source(Path list) {
        var name = String.valueOf(list.getFileName());
        return Profile.isKeptOfLists(name) ? "" : name;
    }
}
