package dev.natsuin.desktop.remote;

import dev.natsuin.protocol.bytes.Bytes;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts TLS keys by the SGM's descriptor and no other authority.
 *
 * <p>Until the descriptor is known it lets every key through and remembers it; on such a connection nothing is sent but
 * the question for the descriptor. From {@link #pin} on only named keys pass. Names and dates in certificates say
 * nothing here. Thread-safe.
 */
final class PinningTrust extends X509ExtendedTrustManager {
    private final Set<Bytes> seen = new HashSet<>();
    private @Nullable Set<Bytes> pinned;

    /** Lets only these keys pass from now on. True if every key seen before is among them. */
    synchronized boolean pin(List<Bytes> keys) {
        var allowed = Set.copyOf(keys);
        pinned = allowed;
        return allowed.containsAll(seen);
    }

    private synchronized void check(X509Certificate[] chain) throws CertificateException {
        var key = Bytes.of(chain[0].getPublicKey().getEncoded()).sha256();
        if (pinned == null) {
            seen.add(key);
        } else if (!pinned.contains(key)) {
            throw new CertificateException("a TLS key that the descriptor does not name");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this side serves nobody");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this side serves nobody");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this side serves nobody");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
