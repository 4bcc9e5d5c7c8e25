package dev.natsuin.sgm.certificate;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.AlgorithmIdentifiers;
import dev.natsuin.sgm.key.KeyStore;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/**
 * A PKCS#10 request (RFC 2986) signed with the very key it is for: it shows that the key works before anyone relies on
 * it.
 */
public final class CertificateRequest {
    private CertificateRequest() {}

    /** The request for this subject. */
    public static PKCS10CertificationRequest make(
            X500Name subject, KeyAlgorithm algorithm, Bytes publicKey, KeyStore.OpenKey key) {
        var spki = SubjectPublicKeyInfo.getInstance(publicKey.toArray());
        var signAlgorithm = algorithm.defaultSignAlgorithm();
        return new PKCS10CertificationRequestBuilder(subject, spki).build(new RequestSigner(signAlgorithm, key));
    }

    /** Lets BouncyCastle sign with a key that signs hashes, or with a pure algorithm this very request. */
    private static final class RequestSigner implements ContentSigner {
        private final SignAlgorithm algorithm;
        private final KeyStore.OpenKey key;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        RequestSigner(SignAlgorithm algorithm, KeyStore.OpenKey key) {
            this.algorithm = algorithm;
            this.key = key;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return AlgorithmIdentifier.getInstance(
                    AlgorithmIdentifiers.of(algorithm).toArray());
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            var request = content.toByteArray();
            var input =
                    algorithm.isPure() ? request : algorithm.hash().newDigest().digest(request);
            return key.sign(algorithm, Bytes.of(input)).toArray();
        }
    }
}
