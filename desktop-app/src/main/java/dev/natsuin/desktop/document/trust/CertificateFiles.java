package dev.natsuin.desktop.document.trust;

import dev.natsuin.desktop.document.NamedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates in files: PEM with any number of them, DER, or PKCS#7 in either form. */
public final class CertificateFiles {
    /** A system's whole store is a tenth of it. */
    private static final int MOST_BYTES = 8 << 20;

    private CertificateFiles() {}

    /**
     * All certificates of a file, at least one.
     *
     * @throws IOException if there is none, or what is there cannot be read as such
     */
    public static List<X509Certificate> read(Path file) throws IOException {
        var octets = NamedFile.octets(file, MOST_BYTES);
        try {
            var all = new ArrayList<X509Certificate>();
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(octets))) {
                all.add((X509Certificate) each);
            }
            if (all.isEmpty()) {
                throw new IOException("no certificate");
            }
            return List.copyOf(all);
        } catch (CertificateException e) {
            throw new IOException("no certificates", e);
        }
    }
}
