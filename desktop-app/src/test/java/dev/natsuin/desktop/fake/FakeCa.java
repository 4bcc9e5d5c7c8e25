package dev.natsuin.desktop.fake;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A throw-away CA for the doubles. */
public final class FakeCa {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2056-01-01T00:00:00Z");

    private final KeyPair keys = pair(KeyAlgorithm.P_256);
    private final X500Name name = new X500Name("CN=Fake CA,O=Natsuin,C=JP");
    private int serial = 100;
    private final Bytes certificate = issue(name, keys, true, FROM, UNTIL);
    private final List<Bytes> issuers;

    public FakeCa() {
        issuers = List.of(certificate);
    }

    private FakeCa(FakeCa before) {
        serial = before.serial + 100;
        issuers = new ArrayList<>(List.of(before.link(this)));
        issuers.addAll(before.issuers);
    }

    /** The same with another key, which this one certified. */
    public FakeCa succeeded() {
        return new FakeCa(this);
    }

    /** The key of another of this name, certified by this one's. */
    public Bytes link(FakeCa other) {
        return issue(name, other.keys, true, FROM, UNTIL);
    }

    public Bytes certificate() {
        return certificate;
    }

    /** What comes behind a certificate that it issues. */
    public List<Bytes> issuers() {
        return issuers;
    }

    public Bytes issue(String subject, KeyPair pair, Instant from, Instant until) {
        return issue(new X500Name(subject), pair, false, from, until);
    }

    private Bytes issue(X500Name subject, KeyPair pair, boolean authority, Instant from, Instant until) {
        try {
            var tools = new JcaX509ExtensionUtils();
            var usage = authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.nonRepudiation;
            var builder = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(serial++),
                            Date.from(from),
                            Date.from(until),
                            subject,
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, tools.createSubjectKeyIdentifier(pair.getPublic()))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            tools.createAuthorityKeyIdentifier(keys.getPublic()));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return Bytes.of(builder.build(signer).getEncoded());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair pair(KeyAlgorithm algorithm) {
        try {
            if (algorithm.family() == KeyAlgorithm.Family.RSA) {
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(algorithm.sizeBits());
                return generator.generateKeyPair();
            }
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp" + algorithm.sizeBits() + "r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
