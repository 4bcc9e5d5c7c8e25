package dev.natsuin.sap.tls;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    /** The private key that is to answer next, while keys are being changed. */
    public static final String NEXT_KEY_FILE = "tls-next-key.pem";

    /** And its certificate. */
    public static final String NEXT_CERTIFICATE_FILE = "tls-next.pem";

    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);
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

    /**
     * What the descriptor is to name: this key, which answers; behind it the one that was put in its place and answers
     * after a restart; and the next one if it is made. A certificate that cannot be read names nothing, and hurts
     * nobody.
     */
    public List<Bytes> named(Path folder) {
        var keys = new LinkedHashSet<Bytes>();
        keys.add(publicKeySha256());
        for (var file : List.of(CERTIFICATE_FILE, NEXT_CERTIFICATE_FILE)) {
            keyOf(folder.resolve(file)).ifPresent(keys::add);
        }
        return List.copyOf(keys);
    }

    private static Optional<Bytes> keyOf(Path certificate) {
        if (!Files.exists(certificate)) {
            return Optional.empty();
        }
        try {
            var key = read(certificate, TlsIdentity::readCertificate).getPublicKey();
            return Optional.of(Bytes.of(key.getEncoded()).sha256());
        } catch (UncheckedIOException e) {
            LOG.warn("a TLS certificate is not named to desktops: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Makes the next key and certificate the present ones; the former are gone. Cut off in between, doing it again
     * finishes it.
     *
     * @return false if none was made
     * @throws UncheckedIOException if a file cannot be read or moved, or the two do not belong together
     */
    public static boolean settle(Path folder) {
        var certificate = folder.resolve(NEXT_CERTIFICATE_FILE);
        if (!Files.exists(certificate)) {
            return false;
        }
        // The key first: while the certificate has not followed, its next file still tells what is to be done.
        var key = folder.resolve(NEXT_KEY_FILE);
        var moved = Files.exists(key) ? key : folder.resolve(KEY_FILE);
        if (!KeyPairs.belong(
                read(moved, TlsIdentity::readKey),
                read(certificate, TlsIdentity::readCertificate).getPublicKey())) {
            throw unusable("the next TLS key and certificate do not belong together: delete both and make them anew");
        }
        try {
            if (Files.exists(key)) {
                Files.move(key, folder.resolve(KEY_FILE), ATOMIC_MOVE, REPLACE_EXISTING);
            }
            Files.move(certificate, folder.resolve(CERTIFICATE_FILE), ATOMIC_MOVE, REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("the next TLS key could not be put in place", e);
        }
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
