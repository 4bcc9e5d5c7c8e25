package dev.natsuin.sgm.token;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.token.cryptoki.Attribute;
import dev.natsuin.sgm.token.cryptoki.Kinds;
import dev.natsuin.sgm.token.cryptoki.Mechanism;
import dev.natsuin.sgm.token.cryptoki.Session;
import dev.natsuin.sgm.token.cryptoki.Template;
import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** How a token makes a key pair of a kind, and what its public key is in DER. */
record NewPair(KeyAlgorithm algorithm) {
    private static final Bytes F4 = Bytes.of(new byte[] {1, 0, 1});

    /** The quickest to make. */
    static NewPair p256() {
        return new NewPair(KeyAlgorithm.P_256);
    }

    /** What keys from elsewhere travel under. */
    static NewPair transport() {
        return new NewPair(KeyAlgorithm.RSA_3072);
    }

    /** True if tokens make and wrap such keys as far as this code knows. */
    static boolean isKnown(KeyAlgorithm algorithm) {
        return switch (algorithm.family()) {
            case RSA, EC -> true;
            case EDWARDS, ML_DSA -> false;
        };
    }

    /** The type of such keys. */
    long type() {
        return isRsa() ? Kinds.RSA : Kinds.EC;
    }

    private boolean isRsa() {
        return algorithm.family() == KeyAlgorithm.Family.RSA;
    }

    /** Makes one, with this private key and a public key that stays no longer than its session. */
    Session.Pair make(Session session, Template privateKey) {
        var open = Template.with().flag(Attribute.TOKEN, false).flag(Attribute.VERIFY, true);
        try (var publicKey = (isRsa()
                        ? open.number(Attribute.MODULUS_BITS, algorithm.sizeBits())
                                .octets(Attribute.PUBLIC_EXPONENT, F4)
                        : open.octets(Attribute.EC_PARAMS, curve()))
                .build()) {
            return session.generate(isRsa() ? Mechanism.RSA_KEY_PAIR : Mechanism.EC_KEY_PAIR, publicKey, privateKey);
        }
    }

    private ASN1ObjectIdentifier curveOid() {
        return new ASN1ObjectIdentifier(algorithm.curveOid().orElseThrow());
    }

    private Bytes curve() {
        try {
            return Bytes.of(curveOid().getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new KeyStoreFault("encoding a curve", e);
        }
    }

    /** The DER SubjectPublicKeyInfo of a public key in the token. */
    Bytes publicKey(Session session, long key) {
        try {
            var info = isRsa() ? rsa(session, key) : ec(session, key);
            return Bytes.of(info.getEncoded(ASN1Encoding.DER));
        } catch (IOException | IllegalArgumentException e) {
            throw new KeyStoreFault("reading a public key from the token", e);
        }
    }

    private static SubjectPublicKeyInfo rsa(Session session, long key) throws IOException {
        var publicKey = new RSAPublicKey(
                number(session, key, Attribute.MODULUS), number(session, key, Attribute.PUBLIC_EXPONENT));
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), publicKey);
    }

    private SubjectPublicKeyInfo ec(Session session, long key) {
        // A DER OCTET STRING around the point (PKCS#11 v2.40 §2.3.3).
        var point = ASN1OctetString.getInstance(
                value(session, key, Attribute.EC_POINT).toArray());
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curveOid()), point.getOctets());
    }

    private static BigInteger number(Session session, long key, Attribute attribute) {
        return new BigInteger(1, value(session, key, attribute).toArray());
    }

    private static Bytes value(Session session, long key, Attribute attribute) {
        return session.value(key, attribute)
                .orElseThrow(() -> new KeyStoreFault("the token does not tell a new public key"));
    }
}
