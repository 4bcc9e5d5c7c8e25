package dev.natsuin.sgm.certificate;

import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** The public half of a private key, computed of the private one: no octet beside it is believed. */
final class PublicHalf {
    private PublicHalf() {}

    /**
     * Of a PKCS#8 key, RSA or EC.
     *
     * @throws IOException if it is none
     */
    static SubjectPublicKeyInfo of(Secret pkcs8) throws IOException {
        var copy = pkcs8.use(octets -> octets.clone());
        try {
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(of(PrivateKeyFactory.createKey(copy)));
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    private static AsymmetricKeyParameter of(AsymmetricKeyParameter own) throws IOException {
        if (own instanceof RSAPrivateCrtKeyParameters rsa) {
            return new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
        }
        if (own instanceof ECPrivateKeyParameters ec) {
            // SunEC's and BouncyCastle's encodings (RFC 5915) may leave the public key out.
            var parameters = ec.getParameters();
            var point = parameters.getG().multiply(ec.getD()).normalize();
            return new ECPublicKeyParameters(point, parameters);
        }
        throw new IOException("a key of another kind");
    }
}
