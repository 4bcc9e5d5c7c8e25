package dev.natsuin.desktop.testdata;

import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;

/**
 * Plays the server: holds a key and signs hashes.
 *
 * @param certificate the signer's
 * @param issuers nearest first
 * @param key never leaves a test
 */
public record TestSigner(X509Certificate certificate, List<X509Certificate> issuers, PrivateKey key) {
    /** The certificate as the document package wants it. */
    public SigningCertificate with(SignAlgorithm algorithm) {
        return new SigningCertificate(certificate, issuers, algorithm);
    }

    /** Signs a hash. */
    public Bytes sign(Bytes hash, SignAlgorithm algorithm) {
        try {
            var signature = Signature.getInstance(
                    switch (algorithm.family()) {
                        case RSA -> "NONEwithRSA";
                        case EC -> "NONEwithECDSA";
                        case EDWARDS -> throw new IllegalArgumentException("not by hash");
                    });
            signature.initSign(key);
            signature.update(
                    switch (algorithm.family()) {
                        case RSA -> digestInfo(hash, algorithm);
                        case EC, EDWARDS -> hash.toArray();
                    });
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a test key that cannot sign", e);
        }
    }

    private static byte[] digestInfo(Bytes hash, SignAlgorithm algorithm) throws IOException {
        var oid = new ASN1ObjectIdentifier(algorithm.hash().oid());
        return new DigestInfo(new AlgorithmIdentifier(oid, DERNull.INSTANCE), hash.toArray()).getEncoded();
    }
}
