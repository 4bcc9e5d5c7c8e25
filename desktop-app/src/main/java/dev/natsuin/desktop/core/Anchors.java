package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.problem.ProblemCode;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Whose certificates a profile believes: the authorities of the owner's server, and those that its config names. */
final class Anchors {
    private Anchors() {}

    static List<X509Certificate> usual(Profile profile) throws Refusal {
        var anchors = new ArrayList<X509Certificate>();
        var owner = profile.owner();
        try {
            if (owner.isPresent()) {
                anchors.addAll(Certificates.read(owner.get().authorities()));
            }
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
        for (var pem : profile.config().trust()) {
            anchors.addAll(Verifier.readPem(profile.folder().resolve(pem)));
        }
        return anchors;
    }
}
