package dev.natsuin.sgm;

import dev.natsuin.link.LinkFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
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

    /** Makes both files; neither may be there. */
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
            writeKey(files.key(folder, "sgm"), pair.getPrivate().getEncoded());
            var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            Files.writeString(
                    files.certificate(folder, "sgm"),
                    "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n",
                    StandardOpenOption.CREATE_NEW);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new SgmFault("making the link's key", e);
        }
    }

    private static void writeKey(Path file, byte[] pkcs8) throws IOException {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(pkcs8);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var out =
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            out.write(ByteBuffer.wrap(BEGIN));
            out.write(ByteBuffer.wrap(base64));
            out.write(ByteBuffer.wrap(END));
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
            Arrays.fill(base64, (byte) 0);
        }
    }
}
