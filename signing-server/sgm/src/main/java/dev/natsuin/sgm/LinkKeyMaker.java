package dev.natsuin.sgm;

import dev.natsuin.link.LinkFiles;
import dev.natsuin.link.certificate.WholeFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the SGM's own key and certificate for the link; the SAP knows the certificate by its hash, nothing else in it
 * counts.
 */
final class LinkKeyMaker {
    private static final byte[] BEGIN = "-----BEGIN PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n-----END PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII);

    private LinkKeyMaker() {}

    /** Makes both files, each whole and the certificate last; neither may be there. */
    static void create(Path folder, LinkFiles files, Instant now, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var pair = generator.generateKeyPair();
            var name = new X500Name("CN=natsuin sgm link");
            var certificate = new X509v3CertificateBuilder(
                            name,
                            new BigInteger(63, random),
                            Date.from(now),
                            Date.from(now.plusSeconds(20L * 365 * 86_400)),
                            name,
                            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            requireNone(files.key(folder, "sgm"), files.certificate(folder, "sgm"));
            writeKey(files.key(folder, "sgm"), pair.getPrivate().getEncoded());
            var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            var pem = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
            WholeFile.writePublic(files.certificate(folder, "sgm"), pem.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new SgmFault("making the link's key", e);
        }
    }

    private static void requireNone(Path... files) throws IOException {
        for (var file : files) {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(String.valueOf(file.getFileName()));
            }
        }
    }

    private static void writeKey(Path file, byte[] pkcs8) throws IOException {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(pkcs8);
        var pem = ByteBuffer.allocate(BEGIN.length + base64.length + END.length)
                .put(BEGIN)
                .put(base64)
                .put(END)
                .array();
        try {
            WholeFile.writePrivate(file, pem);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
            Arrays.fill(base64, (byte) 0);
            Arrays.fill(pem, (byte) 0);
        }
    }
}
