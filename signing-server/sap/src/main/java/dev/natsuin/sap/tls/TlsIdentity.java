package dev.natsuin.sap.tls;

import dev.natsuin.link.certificate.KeyPairs;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * The server's TLS key with its certificate, read from two PEM files.
 *
 * <p>The key is held as the JDK holds keys; it never leaves for a key store on disk.
 */
public final class TlsIdentity {
    /** The name of the file with the private key (PKCS#8), for its owner only. */
    public static final String KEY_FILE = "tls-key.pem";

    /** The name of the file with the certificate. */
    public static final String CERTIFICATE_FILE = "tls.pem";

    private static final char[] NO_PASSWORD = {};

    private final PrivateKey key;
    private final X509Certificate certificate;

    private TlsIdentity(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * Reads both files in the folder.
     *
     * @throws UncheckedIOException if one cannot be read or is not what it should be
     */
    public static TlsIdentity read(Path folder) {
        var certificate = read(folder.resolve(CERTIFICATE_FILE), TlsIdentity::readCertificate);
        var key = read(folder.resolve(KEY_FILE), TlsIdentity::readKey);
        if (!KeyPairs.belong(key, certificate.getPublicKey())) {
            throw unusable(
                    KEY_FILE + " and " + CERTIFICATE_FILE + " do not belong together, or one of them is damaged");
        }
        return new TlsIdentity(key, certificate);
    }

    private interface Form<T> {
        T read(Path file) throws IOException, GeneralSecurityException;
    }

    private static <T> T read(Path file, Form<T> form) {
        try {
            return form.read(file);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new UncheckedIOException(
                    file.getFileName() + " is missing, unreadable or damaged", new IOException("reading PEM", e));
        }
    }

    private static UncheckedIOException unusable(String sentence) {
        return new UncheckedIOException(sentence, new IOException("the key is not the certificate's"));
    }

    private static X509Certificate readCertificate(Path file) throws IOException, GeneralSecurityException {
        var read = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
        return (X509Certificate) read;
    }

    private static PrivateKey readKey(Path file) throws IOException, GeneralSecurityException {
        var pem = Files.readAllBytes(file);
        var der = new byte[0];
        try {
            der = decode(pem);
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } finally {
            Arrays.fill(pem, (byte) 0);
            Arrays.fill(der, (byte) 0);
        }
    }

    /** Without a String in between, which could not be wiped. */
    private static byte[] decode(byte[] pem) throws IOException {
        var begin = "-----BEGIN PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);
        var end = "-----END PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);
        var to = pem.length;
        while (to > 0 && pem[to - 1] <= ' ') {
            to--;
        }
        if (to < begin.length + end.length
                || !Arrays.equals(pem, 0, begin.length, begin, 0, begin.length)
                || !Arrays.equals(pem, to - end.length, to, end, 0, end.length)) {
            throw new IOException("the TLS key is not a PKCS#8 PEM file");
        }
        var base64 = Arrays.copyOfRange(pem, begin.length, to - end.length);
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException("the TLS key is not a PKCS#8 PEM file", e);
        } finally {
            Arrays.fill(base64, (byte) 0);
        }
    }

    /** SHA-256 of the key's SubjectPublicKeyInfo, 32 octets: what the descriptor names. */
    public Bytes publicKeySha256() {
        return Bytes.of(certificate.getPublicKey().getEncoded()).sha256();
    }

    /** A key store in memory with this key, under an empty password. */
    public KeyStore keyStore() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("tls", key, NO_PASSWORD, new X509Certificate[] {certificate});
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory failed", e);
        }
    }

    @Override
    public String toString() {
        return "TlsIdentity";
    }
}
