package dev.natsuin.sgm;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Another authority than ours, and keys that were made elsewhere. */
public final class ForeignAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X500Name name;
    private final KeyPair pair = p256();
    private final Instant now;
    private final AtomicLong serials = new AtomicLong(1);

    public ForeignAuthority(String name, Instant now) {
        this.name = new X500Name(name);
        this.now = now;
    }

    public ForeignAuthority(Instant now) {
        this("CN=Another CA,O=Elsewhere,C=JP", now);
    }

    /** What a certificate says. */
    public final class Request {
        private final SubjectPublicKeyInfo key;
        private Instant from = now.minus(Duration.ofDays(1));
        private Instant until = now.plus(Duration.ofDays(365));
        private int usage = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
        private boolean isAuthority;
        private BigInteger serial = BigInteger.valueOf(serials.incrementAndGet());
        private final List<KeyPurposeId> purposes = new ArrayList<>();

        private Request(PublicKey key) {
            this.key = SubjectPublicKeyInfo.getInstance(key.getEncoded());
        }

        public Request during(Instant first, Instant last) {
            from = first;
            until = last;
            return this;
        }

        /** 0: says nothing of it. */
        public Request usage(int bits) {
            usage = bits;
            return this;
        }

        public Request authority() {
            isAuthority = true;
            return this;
        }

        public Request serial(BigInteger number) {
            serial = number;
            return this;
        }

        public Request purpose(KeyPurposeId purpose) {
            purposes.add(purpose);
            return this;
        }

        /** As authorities made them before there were extensions: a certificate of version 1. */
        public List<Bytes> ofVersion1() {
            var builder = new X509v1CertificateBuilder(
                    name, serial, Date.from(from), Date.from(until), new X500Name("CN=Yamada Taro"), key);
            try {
                return List.of(
                        Bytes.of(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                                .getEncoded()));
            } catch (IOException | OperatorCreationException e) {
                throw new AssertionError(e);
            }
        }

        /** The certificate, and this authority's behind it. */
        public List<Bytes> issued() {
            return List.of(issue(this, new X500Name("CN=Yamada Taro,O=Elsewhere,C=JP"), key), certificate());
        }
    }

    public Request certify(PublicKey key) {
        return new Request(key);
    }

    /** Its own. */
    public Bytes certificate() {
        var own = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        return issue(new Request(pair.getPublic()).authority().usage(KeyUsage.keyCertSign), name, own);
    }

    private Bytes issue(Request request, X500Name subject, SubjectPublicKeyInfo key) {
        var builder = new X509v3CertificateBuilder(
                name, request.serial, Date.from(request.from), Date.from(request.until), subject, key);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(request.isAuthority));
            if (request.usage != 0) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(request.usage));
            }
            if (!request.purposes.isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(request.purposes.toArray(KeyPurposeId[]::new)));
            }
            return Bytes.of(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    public static KeyPair p256() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Made once for all tests of a process: making one takes half a second. */
    private static final class Rsa {
        private static final KeyPair PAIR = freshRsa();
    }

    /** One that nobody else has. */
    public static KeyPair freshRsa() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static KeyPair rsa2048() {
        return Rsa.PAIR;
    }

    /** The public key alone. */
    public static PublicKey rsa(BigInteger modulus, BigInteger exponent) {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
