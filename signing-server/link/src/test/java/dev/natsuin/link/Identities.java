package dev.natsuin.link;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Link keys and certificates as {@code init} makes them. */
public final class Identities {
    /** The SGM's. */
    public static final LinkIdentity SGM = made("SGM");

    /** The SAP's. */
    public static final LinkIdentity SAP = made("SAP");

    /** Nobody's that either knows. */
    public static final LinkIdentity STRANGER = made("stranger");

    /** What somebody's next one can be. */
    public static final LinkIdentity OTHER = made("other");

    private Identities() {}

    private static LinkIdentity made(String name) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var subject = new X500Name("CN=" + name);
            // Long over: the pin counts, not the dates.
            var from = Date.from(Instant.parse("2020-01-01T00:00:00Z"));
            var to = Date.from(Instant.parse("2020-02-01T00:00:00Z"));
            var holder = new JcaX509v3CertificateBuilder(subject, BigInteger.ONE, from, to, subject, pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            return new LinkIdentity(pair.getPrivate(), new JcaX509CertificateConverter().getCertificate(holder));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    static void store(LinkIdentity identity, Path folder, String side) throws IOException, GeneralSecurityException {
        var key = folder.resolve(side + "-link-key.pem");
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, pem("PRIVATE KEY", identity.key()));
        Files.writeString(folder.resolve(side + "-link.pem"), pem("CERTIFICATE", identity.certificate()));
    }

    private static String pem(String label, PrivateKey key) {
        return pem(label, key.getEncoded());
    }

    private static String pem(String label, X509Certificate certificate) throws GeneralSecurityException {
        return pem(label, certificate.getEncoded());
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
