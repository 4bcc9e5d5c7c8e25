package dev.natsuin.link.certificate;

import dev.natsuin.protocol.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether a private key that was read from a file is still the one of its certificate. */
public final class KeyPairs {
    private static final String ALGORITHM = "SHA256withECDSA";

    private KeyPairs() {}

    /** True if the public key verifies what the private key signs; both on the same elliptic curve. */
    public static boolean belong(PrivateKey key, PublicKey publicKey) {
        var probe = Bytes.utf8("natsuin: one key pair").toArray();
        try {
            var signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key);
            signer.update(probe);
            var signature = signer.sign();
            var verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(publicKey);
            verifier.update(probe);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
