package dev.natsuin.desktop.document.cms;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** RSASSA-PSS as everything here means it (RFC 8017 §8.1): MGF1 with the same hash, a salt as long, trailer 1. */
public final class RsaPss {
    private RsaPss() {}

    /** The JDK's, to be given a key; takes the message itself. */
    public static Signature by(HashAlgorithm hash) throws GeneralSecurityException {
        var signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(
                hash.jcaName(),
                "MGF1",
                new MGF1ParameterSpec(hash.jcaName()),
                hash.sizeBytes(),
                PSSParameterSpec.TRAILER_FIELD_BC));
        return signature;
    }
}
