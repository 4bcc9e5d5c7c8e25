package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.desktop.device.Config;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.desktop.document.trust.TrustedList;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The trusted lists of one profile at one moment, in its config and in copies beside it; judged as verifying judges
 * them.
 */
final class KeptLists {
    private static final Trusting.TrustedList UNREADABLE =
            new Trusting.TrustedList("", "", "", null, "", Optional.empty(), 0, "", Trusting.Standing.UNREADABLE);

    private final Profile profile;
    private final Instant now;

    KeptLists(Profile profile, Instant now) {
        this.profile = profile;
        this.now = now;
    }

    /**
     * A list that was looked at.
     *
     * @param octets the very octets that were judged
     * @param signer who signed it, if that is somebody who may
     */
    record Looked(Bytes octets, Optional<X509Certificate> signer, Trusting.TrustedList facts) {}

    /** Those in the config, whatever they are worth. */
    List<Trusting.ListSource> all() throws Refusal {
        var config = profile.config().verifying();
        var signers = signers(config);
        var all = new ArrayList<Trusting.ListSource>();
        for (var name : config.trustedLists()) {
            var file = profile.folder().resolve(name);
            var facts =
                    Refusal.answer(() -> read(file, signers).facts()).given().orElse(UNREADABLE);
            all.add(new Trusting.ListSource(name, facts));
        }
        return all;
    }

    /** A certificate that cannot be read signs nothing: what it should have signed is shown as not signed. */
    private List<X509Certificate> signers(Config.Verifying config) {
        var signers = new ArrayList<X509Certificate>();
        for (var name : config.listSigners()) {
            signers.addAll(Refusal.answer(() -> certificates(profile.folder().resolve(name)))
                    .given()
                    .orElse(List.of()));
        }
        return signers;
    }

    private static List<X509Certificate> certificates(Path file) throws Refusal {
        return Anchors.named(file, TrustAnchors.Origin.FILE).stream()
                .map(TrustAnchors.Anchor::certificate)
                .toList();
    }

    private Looked read(Path file, List<X509Certificate> signers) throws Refusal {
        try {
            var octets = TrustedList.octets(file);
            var look = TrustedList.look(octets, "", signers, now)
                    .orElseThrow(() -> new Refusal(ProblemCode.TRUSTED_LIST_UNREADABLE));
            return new Looked(Bytes.of(octets), look.signer(), facts(look, Bytes.of(octets)));
        } catch (NoSuchFileException | NamedFile.NotRegular e) {
            throw new Refusal(NamedFile.why(e), e);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TRUSTED_LIST_UNREADABLE, e);
        }
    }

    private static Trusting.TrustedList facts(TrustedList.Look look, Bytes octets) {
        var facts = look.facts();
        var anchors = look.reading() instanceof TrustedList.Reading.Believed believed
                ? believed.anchors()
                : List.<TrustAnchors.Anchor>of();
        return new Trusting.TrustedList(
                facts.operator(),
                facts.territory(),
                facts.number(),
                facts.next().orElse(null),
                octets.sha256().toHex(),
                look.signer().map(TrustFront::authority),
                (int) anchors.stream()
                        .map(TrustAnchors.Anchor::certificate)
                        .distinct()
                        .count(),
                "",
                standing(look.reading()));
    }

    private static Trusting.Standing standing(TrustedList.Reading reading) {
        if (reading instanceof TrustedList.Reading.Believed) {
            return Trusting.Standing.HOLDS;
        }
        if (reading instanceof TrustedList.Reading.NotSigned) {
            return Trusting.Standing.NOT_SIGNED;
        }
        return reading instanceof TrustedList.Reading.OutOfDate
                ? Trusting.Standing.OUT_OF_DATE
                : Trusting.Standing.UNREADABLE;
    }

    /** A list in a file, beside those that are here. */
    Looked look(Path file, Optional<Path> publisher) throws Refusal {
        var signers = new ArrayList<>(signers(profile.config().verifying()));
        if (publisher.isPresent()) {
            signers.addAll(certificates(publisher.get()));
        }
        var looked = read(file, signers);
        var facts = looked.facts();
        for (var each : all()) {
            if (makesWay(each, facts)) {
                facts = beside(facts, each.list());
            }
        }
        return new Looked(looked.octets(), looked.signer(), facts);
    }

    /** Another one of the same operator. A file that somebody else put into a config stays there. */
    private static boolean makesWay(Trusting.ListSource here, Trusting.TrustedList one) {
        return Profile.isKeptOfLists(here.name())
                && !here.list().sha256().equals(one.sha256())
                && !one.operator().isEmpty()
                && one.operator().equals(here.list().operator())
                && one.territory().equals(here.list().territory());
    }

    private static Trusting.TrustedList beside(Trusting.TrustedList one, Trusting.TrustedList here) {
        var older = number(one).compareTo(number(here)) < 0;
        return new Trusting.TrustedList(
                one.operator(),
                one.territory(),
                one.number(),
                one.next(),
                one.sha256(),
                one.signer(),
                one.authorities(),
                here.number(),
                older && one.standing() == Trusting.Standing.HOLDS ? Trusting.Standing.OLDER : one.standing());
    }

    private static BigInteger number(Trusting.TrustedList list) {
        return list.number().matches("[0-9]{1,18}") ? new BigInteger(list.number()) : BigInteger.ZERO;
    }

    /** Believes a list as it was looked at; those whose place it takes are forgotten. */
    void believe(Path file, Optional<Path> publisher, Trusting.TrustedList looked) throws Refusal {
        var found = look(file, publisher);
        if (!found.facts().equals(looked)) {
            throw new Refusal(ProblemCode.DOCUMENT_CHANGED);
        }
        var signer = found.signer().orElseThrow(() -> new Refusal(ProblemCode.TRUSTED_LIST_NOT_SIGNED));
        if (looked.standing() != Trusting.Standing.HOLDS) {
            throw new Refusal(ProblemCode.TRUSTED_LIST_OUT_OF_DATE);
        }
        var way = new ArrayList<String>();
        for (var each : all()) {
            if (makesWay(each, looked)) {
                way.add(each.name());
            }
        }
        var config = profile.config();
        var lists = new ArrayList<>(config.verifying().trustedLists());
        lists.removeAll(way);
        add(lists, profile.keepList(found.octets()));
        var signers = new ArrayList<>(config.verifying().listSigners());
        if (!signers(config.verifying()).contains(signer)) {
            add(signers, profile.keepListSigner(TrustFront.der(signer)));
        }
        keep(config, lists, signers);
        forgetAll(way);
        forgetSignersOfNothing();
    }

    private static void add(List<String> names, String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
    }

    /** Believes one no more; nor who signed it, if that was kept here for it alone. */
    void forget(String name) throws Refusal {
        var config = profile.config();
        var lists = new ArrayList<>(config.verifying().trustedLists());
        lists.remove(name);
        keep(config, lists, config.verifying().listSigners());
        forgetAll(List.of(name));
        forgetSignersOfNothing();
    }

    /** As long as it is not known who signed a list that is left, nobody is forgotten. */
    private void forgetSignersOfNothing() throws Refusal {
        var needed = new HashSet<String>();
        for (var each : all()) {
            if (each.list().signer().isEmpty()) {
                return;
            }
            needed.add(each.list().signer().get().sha256());
        }
        var config = profile.config();
        var gone = new ArrayList<String>();
        for (var name : config.verifying().listSigners()) {
            if (Profile.isKeptOfLists(name) && needed.stream().noneMatch(name::contains)) {
                gone.add(name);
            }
        }
        var left = new ArrayList<>(config.verifying().listSigners());
        left.removeAll(gone);
        keep(config, config.verifying().trustedLists(), left);
        forgetAll(gone);
    }

    private void keep(Config config, List<String> lists, List<String> signers) throws Refusal {
        var usual = config.verifying();
        profile.keep(config.with(
                config.trust(), new Config.Verifying(usual.trustSystem(), lists, signers, usual.offline())));
    }

    private void forgetAll(List<String> names) throws Refusal {
        for (var name : names) {
            profile.forgetOfLists(name);
        }
    }
}
