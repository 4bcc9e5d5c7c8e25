package dev.natsuin.bench;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.SignedAttributes;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;

/**
 * A signer's key as the SGM told of it.
 *
 * @param keyId its id
 * @param certificateSha256 of its certificate
 * @param algorithm how it signs
 * @param publicKey from the certificate
 * @param attributes what an Ed25519 key signs, over the ordered hashes
 */
record SigningKey(
        String keyId,
        Bytes certificateSha256,
        SignAlgorithm algorithm,
        PublicKey publicKey,
        SignedAttributes attributes) {
    private static final Bytes SHA_256_INFO = Bytes.hex("3031300d060960864801650304020105000420");

    static SigningKey of(Results.KeyInfo info) throws Malformed {
        try {
            var octets = info.certificates().get(0).toArray();
            var certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(octets));
            return new SigningKey(
                    info.keyId(),
                    info.certificateSha256(),
                    info.algorithm().defaultSignAlgorithm(),
                    certificate.getPublicKey(),
                    SignedAttributes.under(info.certificates().get(0)));
        } catch (GeneralSecurityException e) {
            throw new BenchFault("a certificate that cannot be read", e);
        }
    }

    /** True if the signature holds over the hash under the certificate's key. */
    boolean verifies(Bytes hash, Bytes signature) {
        try {
            return switch (algorithm.family()) {
                case RSA -> publicKey instanceof RSAPublicKey rsa && rsa(rsa, hash, signature);
                case EC -> verifies("NONEwithECDSA", hash, signature);
                case EDWARDS -> verifies("Ed25519", attributes.over(hash), signature);
                case ML_DSA -> throw new IllegalStateException("not measured");
            };
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean verifies(String name, Bytes signed, Bytes signature) throws GeneralSecurityException {
        var verifier = Signature.getInstance(name);
        verifier.initVerify(publicKey);
        verifier.update(signed.toArray());
        return verifier.verify(signature.toArray());
    }

    /** RFC 8017 §8.2.2 with SHA-256, on the integers themselves. */
    private static boolean rsa(RSAPublicKey key, Bytes hash, Bytes signature) {
        var size = (key.getModulus().bitLength() + 7) / 8;
        var info = Bytes.concat(SHA_256_INFO, hash);
        var filler = new byte[size - 3 - info.size()];
        Arrays.fill(filler, (byte) 0xff);
        var wanted = Bytes.concat(Bytes.hex("0001"), Bytes.of(filler), Bytes.hex("00"), info);
        var opened = new BigInteger(1, signature.toArray()).modPow(key.getPublicExponent(), key.getModulus());
        return opened.equals(new BigInteger(1, wanted.toArray()));
    }
}
