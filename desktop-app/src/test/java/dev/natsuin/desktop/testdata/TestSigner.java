package dev.natsuin.desktop.testdata;

import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.SignedAttributes;
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
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

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

    /** Signs a hash; with Ed25519 and ML-DSA the signed attributes over it, as the SGM does. */
    public Bytes sign(Bytes hash, SignAlgorithm algorithm) {
        try {
            return switch (algorithm.scheme()) {
                case RSA_PKCS1 -> by(Signature.getInstance("NONEwithRSA"), digestInfo(hash, algorithm));
                case RSA_PSS -> pss(hash, algorithm);
                case ECDSA -> by(Signature.getInstance("NONEwithECDSA"), hash.toArray());
                case EDDSA ->
                    by(Signature.getInstance("Ed25519"), attributes(hash).toArray());
                case ML_DSA -> mlDsa(attributes(hash));
            };
        } catch (GeneralSecurityException | CryptoException | IOException | Malformed e) {
            throw new IllegalStateException("a test key that cannot sign", e);
        }
    }

    private Bytes attributes(Bytes messageDigest) throws GeneralSecurityException, Malformed {
        return SignedAttributes.under(Bytes.of(certificate.getEncoded())).over(messageDigest);
    }

    private Bytes mlDsa(Bytes message) throws IOException, CryptoException {
        var signer = new MLDSASigner();
        signer.init(true, PrivateKeyFactory.createKey(key.getEncoded()));
        signer.update(message.toArray(), 0, message.size());
        return Bytes.of(signer.generateSignature());
    }

    private Bytes by(Signature signature, byte[] input) throws GeneralSecurityException {
        signature.initSign(key);
        signature.update(input);
        return Bytes.of(signature.sign());
    }

    private Bytes pss(Bytes hash, SignAlgorithm algorithm) throws IOException, CryptoException {
        var signer = PSSSigner.createRawSigner(
                new RSABlindedEngine(),
                digest(algorithm),
                digest(algorithm),
                algorithm.hash().sizeBytes(),
                PSSSigner.TRAILER_IMPLICIT);
        signer.init(true, PrivateKeyFactory.createKey(key.getEncoded()));
        signer.update(hash.toArray(), 0, hash.size());
        return Bytes.of(signer.generateSignature());
    }

    private static Digest digest(SignAlgorithm algorithm) {
        return switch (algorithm.hash()) {
            case SHA_256 -> new SHA256Digest();
            case SHA_384 -> new SHA384Digest();
            case SHA_512 -> new SHA512Digest();
        };
    }

    private static byte[] digestInfo(Bytes hash, SignAlgorithm algorithm) throws IOException {
        var oid = new ASN1ObjectIdentifier(algorithm.hash().oid());
        return new DigestInfo(new AlgorithmIdentifier(oid, DERNull.INSTANCE), hash.toArray()).getEncoded();
    }
}
