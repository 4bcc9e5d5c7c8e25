package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.desktop.device.Config;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The trusted authorities of one profile, in its config and in copies of their certificates beside it. */
final class TrustFront implements Trusting {
    private final Profile profile;
    private final InstantSource clock;

    TrustFront(Profile profile, InstantSource clock) {
        this.profile = profile;
        this.clock = clock;
    }

    @Override
    public Answer<Believed> believed() {
        return Refusal.answer(this::all);
    }

    private Believed all() throws Refusal {
        var config = profile.config();
        var sources = new ArrayList<Source>();
        for (var name : config.trust()) {
            sources.add(new Source(name, readable(profile.folder().resolve(name))));
        }
        return new Believed(
                sources,
                config.verifying().trustSystem(),
                new KeptLists(profile, clock.instant()).all(),
                config.verifying().offline());
    }

    private static List<Authority> readable(Path file) {
        return Refusal.answer(() -> authorities(file)).given().orElse(List.of());
    }

    private static List<Authority> authorities(Path file) throws Refusal {
        return certificates(file).stream().map(TrustFront::authority).toList();
    }

    private static List<X509Certificate> certificates(Path file) throws Refusal {
        return Anchors.named(file, TrustAnchors.Origin.FILE).stream()
                .map(TrustAnchors.Anchor::certificate)
                .distinct()
                .toList();
    }

    static Authority authority(X509Certificate certificate) {
        return new Authority(
                certificate.getSubjectX500Principal().getName(),
                der(certificate).sha256().toHex(),
                certificate.getNotAfter().toInstant());
    }

    static Bytes der(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was just read", e);
        }
    }

    @Override
    public Answer<List<Authority>> look(Path file) {
        return Refusal.answer(() -> authorities(file));
    }

    @Override
    public Answer<Believed> believe(Path file, List<Authority> looked) {
        return Refusal.answer(() -> {
            var certificates = certificates(file);
            if (!certificates.stream().map(TrustFront::authority).toList().equals(looked)) {
                throw new Refusal(ProblemCode.DOCUMENT_CHANGED);
            }
            var now = profile.config();
            var names = new ArrayList<>(now.trust());
            for (var certificate : certificates) {
                var name = profile.keepAuthority(der(certificate));
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
            return kept(now, names, now.verifying());
        });
    }

    @Override
    public Answer<Believed> forget(Source source) {
        return Refusal.answer(() -> {
            var now = profile.config();
            var names = new ArrayList<>(now.trust());
            names.remove(source.name());
            var left = kept(now, names, now.verifying());
            profile.forgetAuthority(source.name());
            return left;
        });
    }

    @Override
    public Answer<Believed> system(boolean also) {
        return Refusal.answer(() -> {
            var now = profile.config();
            var usual = now.verifying();
            var verifying = new Config.Verifying(also, usual.trustedLists(), usual.listSigners(), usual.offline());
            return kept(now, now.trust(), verifying);
        });
    }

    @Override
    public Answer<TrustedList> lookAtList(Path file, Optional<Path> publisher) {
        return Refusal.answer(() ->
                new KeptLists(profile, clock.instant()).look(file, publisher).facts());
    }

    @Override
    public Answer<Believed> believeList(Path file, Optional<Path> publisher, TrustedList looked) {
        return Refusal.answer(() -> {
            new KeptLists(profile, clock.instant()).believe(file, publisher, looked);
            return all();
        });
    }

    @Override
    public Answer<Believed> forgetList(ListSource source) {
        return Refusal.answer(() -> {
            new KeptLists(profile, clock.instant()).forget(source.name());
            return all();
        });
    }

    @Override
    public Answer<Believed> offline(boolean nobody) {
        return Refusal.answer(() -> {
            var now = profile.config();
            var usual = now.verifying();
            var verifying =
                    new Config.Verifying(usual.trustSystem(), usual.trustedLists(), usual.listSigners(), nobody);
            return kept(now, now.trust(), verifying);
        });
    }

    /** What is preferred now with these instead; gives all that is believed then. */
    private Believed kept(Config now, List<String> trust, Config.Verifying verifying) throws Refusal {
        profile.keep(now.with(trust, verifying));
        return all();
    }
}
