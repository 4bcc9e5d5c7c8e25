package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.problem.ProblemCode;
import java.security.cert.X509Certificate;
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
        for (var pem : profile.config().trust()) {
            for (var certificate : Verifier.readPem(profile.folder().resolve(pem))) {
                anchors.add(new TrustAnchors.Anchor(certificate, TrustAnchors.Origin.FILE, pem));
            }
        }
        return anchors;
    }
}
