package dev.natsuin.sap.tls;

import dev.natsuin.link.certificate.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes a TLS key (EC P-256) and a certificate that it signs itself.
 *
 * <p>Our desktops believe the key because the descriptor names it; other clients need this certificate, or one from an
 * authority they know in its place.
 */
public final class TlsIdentityMaker {
    private static final Duration LIFE = Duration.ofDays(3650);
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final SecureRandom random;

    /** Draws the key from this source. */
    public TlsIdentityMaker(SecureRandom random) {
        this.random = random;
    }

    /**
     * Makes both files, each whole and the key last, unless the key is there already.
     *
     * @param keyFile where the key goes (PKCS#8, for its owner only); its folder exists
     * @param certificateFile where the certificate goes
     * @param host the name or address that goes into the certificate
     * @return true if they were made
     * @throws UncheckedIOException if a file cannot be written
     */
    public boolean makeIfMissing(Path keyFile, Path certificateFile, String host, Instant now) {
        if (Files.exists(keyFile)) {
            return false;
        }
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var pair = generator.generateKeyPair();
            var certificate = certify(pair, host, now);
            WholeFile.writePublic(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
            var key = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
            try {
                WholeFile.writePrivate(keyFile, key);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(keyFile.getFileName() + " and its certificate cannot be written", e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("making a TLS key failed", e);
        }
    }

    private X509CertificateHolder certify(KeyPair pair, String host, Instant now)
            throws OperatorCreationException, IOException {
        var name = new X500Name("CN=Natsuin server");
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(127, random).setBit(126),
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(now.plus(LIFE)),
                        name,
                        pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternativeName(host)))
                .build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setSecureRandom(random)
                        .build(pair.getPrivate()));
    }

    private static GeneralName alternativeName(String host) {
        if (host.startsWith("[")) {
            return new GeneralName(GeneralName.iPAddress, host.substring(1, host.length() - 1));
        }
        return new GeneralName(IPV4.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private static byte[] pem(String type, byte[] der) {
        var line = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
        var begin = ("-----BEGIN " + type + "-----\n").getBytes(StandardCharsets.US_ASCII);
        var end = ("\n-----END " + type + "-----\n").getBytes(StandardCharsets.US_ASCII);
        var pem = Arrays.copyOf(begin, begin.length + line.length + end.length);
        System.arraycopy(line, 0, pem, begin.length, line.length);
        System.arraycopy(end, 0, pem, begin.length + line.length, end.length);
        Arrays.fill(line, (byte) 0);
        Arrays.fill(der, (byte) 0);
        return pem;
    }
}
