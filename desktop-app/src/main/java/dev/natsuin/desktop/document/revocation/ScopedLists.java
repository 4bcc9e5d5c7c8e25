package dev.natsuin.desktop.document.revocation;

import dev.natsuin.protocol.bytes.Bytes;
import eu.europa.esig.dss.crl.CRLBinary;
import eu.europa.esig.dss.crl.CRLUtils;
import eu.europa.esig.dss.crl.CRLValidity;
import eu.europa.esig.dss.crl.ICRLUtils;
import eu.europa.esig.dss.crl.x509.impl.CRLUtilsX509CRLImpl;
import eu.europa.esig.dss.model.x509.CertificateToken;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;

/**
 * Revocation lists as DSS reads them, but for one thing: a list that says critically which certificates it is of, and
 * no address, is to DSS one with something critical that nobody understands. Here that is understood (RFC 5280 §5.2.5);
 * whether the list is of a given certificate, {@link Competence} says wherever one is used.
 */
public final class ScopedLists extends CRLUtilsX509CRLImpl {
    private static final String SERVICE = "META-INF/services/" + ICRLUtils.class.getName();
    private static final String OURS = "lists.service";

    /** For DSS, which finds it by {@link #makeKnown}. */
    public ScopedLists() {
        // It has nothing.
    }

    /**
     * Has DSS use this, in this process; any number of times, and before DSS has read a list. DSS takes the first that
     * the thread's class loader names, which on a class path is the order of its files.
     */
    public static void makeKnown() {
        var thread = Thread.currentThread();
        var usual = thread.getContextClassLoader();
        thread.setContextClassLoader(new OursAlone(ScopedLists.class.getClassLoader()));
        try {
            Class.forName(CRLUtils.class.getName());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("it is on the class path", e);
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    @Override
    public CRLValidity buildCRLValidity(CRLBinary list, CertificateToken issuer) throws IOException {
        var validity = super.buildCRLValidity(list, issuer);
        if (validity.isUnknownCriticalExtension() && Competence.understands(Bytes.of(list.getBinaries()))) {
            validity.setCriticalExtensionsOid(List.of());
        }
        return validity;
    }

    private static final class OursAlone extends ClassLoader {
        OursAlone(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals(SERVICE)
                    ? Collections.enumeration(
                            List.of(Objects.requireNonNull(ScopedLists.class.getResource(OURS), OURS)))
                    : super.getResources(name);
        }
    }
}
