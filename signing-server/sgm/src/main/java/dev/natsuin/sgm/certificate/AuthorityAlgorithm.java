package dev.natsuin.sgm.certificate;

import dev.natsuin.sgm.SgmFault;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What kind of key the authority may have, and what it signs certificates and lists with. */
public enum AuthorityAlgorithm {
    /** The one of {@code init}. */
    RSA_3072("rsa-3072", "RSA", "SHA256withRSA", 3072),
    RSA_4096("rsa-4096", "RSA", "SHA512withRSA", 4096),
    P_384("p-384", "EC", "SHA384withECDSA", 384);

    private final String wireName;
    private final String family;
    private final String signature;
    private final int sizeBits;

    AuthorityAlgorithm(String wireName, String family, String signature, int sizeBits) {
        this.wireName = wireName;
        this.family = family;
        this.signature = signature;
        this.sizeBits = sizeBits;
    }

    /** The name on the command line and in the log. */
    public String wireName() {
        return wireName;
    }

    /** The one of this name. */
    public static Optional<AuthorityAlgorithm> byName(String name) {
        return Arrays.stream(values())
                .filter(each -> each.wireName.equals(name))
                .findFirst();
    }

    /** The one of a public key; nothing if the authority has no such keys. */
    static Optional<AuthorityAlgorithm> of(SubjectPublicKeyInfo key) {
        var curve = key.getAlgorithm().getParameters();
        return SECObjectIdentifiers.secp384r1.equals(curve)
                ? Optional.of(P_384)
                : modulus(key)
                        .flatMap(size -> Arrays.stream(values())
                                .filter(each -> each != P_384 && each.sizeBits == size)
                                .findFirst());
    }

    private static Optional<Integer> modulus(SubjectPublicKeyInfo key) {
        try {
            return PKCSObjectIdentifiers.rsaEncryption.equals(key.getAlgorithm().getAlgorithm())
                    ? Optional.of(RSAPublicKey.getInstance(key.parsePublicKey())
                            .getModulus()
                            .bitLength())
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    KeyPair newPair(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance(family);
            generator.initialize(parameters(), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new SgmFault("making a key for the certification authority", e);
        }
    }

    private AlgorithmParameterSpec parameters() {
        return this == P_384
                ? new ECGenParameterSpec("secp384r1")
                : new RSAKeyGenParameterSpec(sizeBits, RSAKeyGenParameterSpec.F4);
    }

    PrivateKey read(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance(family).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new SgmFault("using the certification authority's key", e);
        }
    }

    ContentSigner signer(PrivateKey key, SecureRandom random) {
        try {
            return new JcaContentSignerBuilder(signature)
                    .setSecureRandom(random)
                    .build(key);
        } catch (OperatorCreationException e) {
            throw new SgmFault("signing as the certification authority", e);
        }
    }
}
