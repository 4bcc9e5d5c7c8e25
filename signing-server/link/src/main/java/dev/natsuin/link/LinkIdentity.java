package dev.natsuin.link;

import dev.natsuin.link.certificate.KeyPairs;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;

/**
 * One side's key and self-signed certificate on the link.
 *
 * <p>The files are {@code <side>-link-key.pem} (PKCS#8, EC P-256, mode 600) and {@code <side>-link.pem}. The other side
 * knows the certificate by the SHA-256 of its DER form; nothing else in the certificate counts, its validity neither.
 */
public final class LinkIdentity {
    private final PrivateKey key;
    private final X509Certificate certificate;

    /** Joins a key and its certificate, unseen; {@link #load} looks whether they belong together. */
    public LinkIdentity(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * Reads one side's files.
     *
     * @param side {@code sgm} or {@code sap}
     * @throws LinkFault if a file is missing or not what it should be, or others than the owner may read the key
     */
    public static LinkIdentity load(Path folder, String side) {
        var keyFile = LinkFiles.PRESENT.key(folder, side);
        var certificateFile = LinkFiles.PRESENT.certificate(folder, side);
        var key = read(keyFile, file -> {
            requirePrivate(file);
            return privateKey(file);
        });
        var certificate = read(certificateFile, LinkIdentity::certificate);
        if (!KeyPairs.belong(key, certificate.getPublicKey())) {
            throw new LinkFault(keyFile.getFileName() + " and " + certificateFile.getFileName()
                    + " do not belong together, or one of them is damaged");
        }
        return new LinkIdentity(key, certificate);
    }

    private interface Form<T> {
        T read(Path file) throws IOException, GeneralSecurityException;
    }

    private static <T> T read(Path file, Form<T> form) {
        try {
            return form.read(file);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new LinkFault(file.getFileName() + " is missing, unreadable or damaged", e);
        }
    }

    /** The SHA-256 of the certificate in this file. */
    static Bytes sha256In(Path file) {
        return read(file, each -> sha256(certificate(each)));
    }

    /** The certificate in this file. */
    static X509Certificate certificateIn(Path file) {
        return read(file, LinkIdentity::certificate);
    }

    private static void requirePrivate(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
                        .containsAll(Files.getPosixFilePermissions(file))) {
            throw new LinkFault("others than the owner may read " + file.getFileName() + ": set its mode to 600");
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        byte[] pem = Files.readAllBytes(file);
        byte[] der = new byte[0];
        try {
            der = decoded(pem);
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } finally {
            Arrays.fill(pem, (byte) 0);
            Arrays.fill(der, (byte) 0);
        }
    }

    /** The octets of the one PEM block, without a String that could not be zeroed (RFC 7468). */
    private static byte[] decoded(byte[] pem) {
        byte[] begin = "-----BEGIN PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);
        byte[] end = "-----END PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);
        int from = indexOf(pem, begin, 0);
        int to = from < 0 ? -1 : indexOf(pem, end, from + begin.length);
        if (to < 0) {
            throw new IllegalArgumentException("no PEM private key");
        }
        byte[] base64 = Arrays.copyOfRange(pem, from + begin.length, to);
        try {
            return Base64.getMimeDecoder().decode(base64);
        } finally {
            Arrays.fill(base64, (byte) 0);
        }
    }

    private static int indexOf(byte[] all, byte[] part, int from) {
        for (int i = from; i <= all.length - part.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    private static X509Certificate certificate(Path file) throws IOException, CertificateException {
        var read = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
        return (X509Certificate) read;
    }

    static Bytes sha256(X509Certificate certificate) throws CertificateEncodingException {
        return Bytes.of(certificate.getEncoded()).sha256();
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** What the other side must pin: the SHA-256 of the certificate. */
    public Bytes certificateSha256() {
        try {
            return sha256(certificate);
        } catch (CertificateEncodingException e) {
            throw new LinkFault("the link certificate has no DER form", e);
        }
    }

    @Override
    public String toString() {
        return "LinkIdentity";
    }
}
