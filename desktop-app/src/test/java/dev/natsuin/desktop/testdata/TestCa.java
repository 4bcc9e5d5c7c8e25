package dev.natsuin.desktop.testdata;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A throw-away certification authority whose RSA keys and certificates depend on nothing but a seed. */
public final class TestCa {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2056-01-01T00:00:00Z");

    private final SeededRandom random;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final Optional<String> listUrl;
    private final Optional<Integer> pathLength;
    private int serial;

    /** Makes the authority that belongs to this seed. */
    public TestCa(String seed) {
        this(seed, Optional.empty());
    }

    /** One whose certificates say where its revocation list is. */
    public static TestCa listing(String seed, String listUrl) {
        return new TestCa(seed, Optional.of(listUrl));
    }

    private TestCa(String seed, Optional<String> listUrl) {
        this(
                seed,
                listUrl,
                new X500Name("CN=Natsuin Test CA " + seed + ",O=Natsuin test data,C=JP"),
                1,
                Optional.empty());
    }

    /** One with another key under this one's name, be it a successor's or a stranger's. */
    public TestCa namesake(String seed) {
        return new TestCa(
                seed,
                listUrl,
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                Math.floorMod(seed.hashCode(), 1_000_000), // no number is given twice under one name
                pathLength);
    }

    /** One below which so many other authorities may stand. */
    public static TestCa above(String seed, int most) {
        var name = new X500Name("CN=Natsuin Test CA " + seed + ",O=Natsuin test data,C=JP");
        return new TestCa(seed, Optional.empty(), name, 1, Optional.of(most));
    }

    /** The key of another authority, certified by this one; of a namesake, a link from one key to the next. */
    public X509Certificate link(TestCa other) {
        return issue(
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                X500Name.getInstance(other.certificate.getSubjectX500Principal().getEncoded()),
                other.keys,
                true,
                FROM,
                UNTIL);
    }

    private TestCa(
            String seed, Optional<String> listUrl, X500Name name, int firstSerial, Optional<Integer> pathLength) {
        this.pathLength = pathLength;
        this.listUrl = listUrl;
        serial = firstSerial;
        random = new SeededRandom(seed);
        keys = rsa(2048);
        certificate = issue(name, name, keys, true, FROM, UNTIL);
    }

    /** Its own certificate: the trust anchor. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Its list of what it revoked: these, at that time. */
    public Bytes revocationList(Instant made, Instant revokedAt, List<X509Certificate> revoked) {
        try {
            var list = new JcaX509v2CRLBuilder(certificate, Date.from(made));
            list.setNextUpdate(Date.from(made.plus(Duration.ofDays(1))));
            for (var each : revoked) {
                list.addCRLEntry(each.getSerialNumber(), Date.from(revokedAt), CRLReason.keyCompromise);
            }
            var signer = new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate());
            return Bytes.of(list.build(signer).getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a revocation list that cannot be made", e);
        }
    }

    /** A signer with a fresh key; RSA keys follow from the seed, others do not. */
    public TestSigner signer(String commonName, KeyAlgorithm algorithm) {
        return signer(commonName, algorithm, FROM, UNTIL);
    }

    /** A signer whose certificate is valid between these times. */
    public TestSigner signer(String commonName, KeyAlgorithm algorithm, Instant from, Instant until) {
        var pair = switch (algorithm) {
            case RSA_2048, RSA_3072, RSA_4096 -> rsa(algorithm.sizeBits());
            case P_256 -> ec("secp256r1");
            case P_384 -> ec("secp384r1");
            case P_521 -> ec("secp521r1");
            case ED25519 -> edwards();
            case ML_DSA_65 -> mlDsa();
        };
        var issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        var leaf =
                issue(issuer, new X500Name("CN=" + commonName + ",O=Natsuin test data,C=JP"), pair, false, from, until);
        return new TestSigner(leaf, List.of(certificate), pair.getPrivate());
    }

    /** A certificate for an authority for timestamps with this key, valid between these times. */
    public X509Certificate stamping(PublicKey key, Instant from, Instant until) {
        var issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        var usages = Optional.of(new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
        return issue(issuer, new X500Name("CN=Stamping,O=Natsuin test data,C=JP"), key, false, usages, from, until);
    }

    private X509Certificate issue(
            X500Name issuer, X500Name subject, KeyPair pair, boolean authority, Instant from, Instant until) {
        return issue(issuer, subject, pair.getPublic(), authority, Optional.empty(), from, until);
    }

    private X509Certificate issue(
            X500Name issuer,
            X500Name subject,
            PublicKey key,
            boolean authority,
            Optional<ExtendedKeyUsage> usages,
            Instant from,
            Instant until) {
        try {
            var tools = new JcaX509ExtensionUtils();
            var builder = new JcaX509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(1000L + serial++),
                            Date.from(from),
                            Date.from(until),
                            subject,
                            key)
                    .addExtension(
                            Extension.basicConstraints,
                            true,
                            authority && pathLength.isPresent()
                                    ? new BasicConstraints(pathLength.get())
                                    : new BasicConstraints(authority))
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.nonRepudiation))
                    .addExtension(Extension.subjectKeyIdentifier, false, tools.createSubjectKeyIdentifier(key))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            tools.createAuthorityKeyIdentifier(keys.getPublic()));
            if (usages.isPresent()) {
                builder.addExtension(Extension.extendedKeyUsage, true, usages.get());
            }
            if (listUrl.isPresent() && !authority) {
                var place = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, listUrl.get()));
                var point = new DistributionPoint(new DistributionPointName(place), null, null);
                builder.addExtension(
                        Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {point}));
            }
            var signer = new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a test certificate that cannot be made", e);
        }
    }

    private KeyPair rsa(int bits) {
        var generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(BigInteger.valueOf(65537), random, bits, 100));
        var made = generator.generateKeyPair();
        var open = (RSAKeyParameters) made.getPublic();
        var secret = (RSAPrivateCrtKeyParameters) made.getPrivate();
        try {
            var factory = KeyFactory.getInstance("RSA");
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(open.getModulus(), open.getExponent())),
                    factory.generatePrivate(new RSAPrivateCrtKeySpec(
                            secret.getModulus(),
                            secret.getPublicExponent(),
                            secret.getExponent(),
                            secret.getP(),
                            secret.getQ(),
                            secret.getDP(),
                            secret.getDQ(),
                            secret.getQInv())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static KeyPair edwards() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** By BouncyCastle: the JDK has it from 24 on. */
    private static KeyPair mlDsa() {
        try {
            return KeyPairGenerator.getInstance("ML-DSA-65", new BouncyCastleProvider())
                    .generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this BouncyCastle has ML-DSA", e);
        }
    }

    private static KeyPair ec(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + curve, e);
        }
    }
}
