package dev.natsuin.desktop.document.trust;

import dev.natsuin.desktop.document.verify.TrustAnchors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The authorities that this computer's system believes.
 *
 * <p>On Windows its root store; elsewhere the first bundle of PEM that is where systems keep it; where there is none,
 * the store of the Java that runs this. Which one was read stands in each anchor. Most of these authorities issue
 * certificates for web servers: that one of them is believed says nothing of how a signer was looked at.
 */
public final class SystemStore {
    private static final List<String> BUNDLES = List.of(
            "etc/ssl/certs/ca-certificates.crt",
            "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "etc/pki/tls/certs/ca-bundle.crt",
            "etc/ssl/ca-bundle.pem",
            "etc/ssl/cert.pem");

    private final Path root;
    private final String system;
    private final Path javaHome;

    /**
     * Looks there.
     *
     * @param root the folder in which a system's files are; {@code /}
     * @param system the name of the operating system, as {@code os.name} has it
     * @param javaHome the folder of a Java
     */
    public SystemStore(Path root, String system, Path javaHome) {
        this.root = root;
        this.system = system;
        this.javaHome = javaHome;
    }

    /** Of the machine this runs on. */
    public static SystemStore real() {
        return new SystemStore(
                Path.of("/"), System.getProperty("os.name", ""), Path.of(System.getProperty("java.home", "")));
    }

    /**
     * All of them.
     *
     * @throws IOException if none of the places can be read
     */
    public List<TrustAnchors.Anchor> anchors() throws IOException {
        try {
            if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
                var store = KeyStore.getInstance("Windows-ROOT");
                store.load(null, null);
                return anchors(certificates(store), "Windows-ROOT");
            }
            var bundle = bundle();
            if (bundle.isPresent()) {
                return anchors(CertificateFiles.read(bundle.get()), bundle.get().toString());
            }
            var file = javaHome.resolve("lib").resolve("security").resolve("cacerts");
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString());
            }
            return anchors(certificates(KeyStore.getInstance(file.toFile(), (char[]) null)), file.toString());
        } catch (GeneralSecurityException e) {
            throw new IOException("the system's store cannot be read", e);
        }
    }

    private Optional<Path> bundle() {
        return BUNDLES.stream().map(root::resolve).filter(Files::isReadable).findFirst();
    }

    private static List<X509Certificate> certificates(KeyStore store) throws GeneralSecurityException {
        var all = new ArrayList<X509Certificate>();
        for (var alias : Collections.list(store.aliases())) {
            if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                all.add(certificate);
            }
        }
        return all;
    }

    private static List<TrustAnchors.Anchor> anchors(List<X509Certificate> certificates, String source) {
        return certificates.stream()
                .map(each -> new TrustAnchors.Anchor(each, TrustAnchors.Origin.SYSTEM, source))
                .toList();
    }
}
