package dev.natsuin.link;

import java.io.IOException;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS 1.3 with exactly one acceptable peer on either end; it has one certificate, or two while it changes its key. */
final class PinnedTls {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] SUITES = {
        "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"
    };

    private final SSLContext context;
    private final PeerPins peer;

    PinnedTls(LinkIdentity own, PeerPins peer) {
        this.peer = peer;
        try {
            this.context = SSLContext.getInstance("TLSv1.3");
            this.context.init(new KeyManager[] {new OneKey(own)}, new TrustManager[] {new OnePeer(peer)}, null);
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new LinkFault("this Java has no TLS 1.3", e);
        }
    }

    /** The TLS end over a connected socket; closing it closes the socket. The handshake has not begun. */
    SSLSocket over(Socket socket, boolean client) throws IOException {
        var tls = (SSLSocket) context.getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        tls.setUseClientMode(client);
        tls.setEnabledProtocols(PROTOCOLS);
        tls.setEnabledCipherSuites(SUITES);
        if (!client) {
            tls.setNeedClientAuth(true);
        }
        return tls;
    }

    /** Makes the handshake, then looks at the peer once more: a resumed session does not ask the trust manager. */
    void handshake(SSLSocket tls) throws IOException {
        tls.startHandshake();
        try {
            if (!(tls.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate)
                    || !believed(peer, certificate)) {
                throw new SSLPeerUnverifiedException("not the pinned certificate");
            }
        } catch (CertificateException e) {
            throw new SSLPeerUnverifiedException("not the pinned certificate");
        }
    }

    /** Nobody is, while nothing can be read of whom to believe. */
    private static boolean believed(PeerPins peer, X509Certificate certificate) throws CertificateException {
        try {
            return peer.now().contains(LinkIdentity.sha256(certificate));
        } catch (LinkFault e) {
            throw new CertificateException("the pinned certificates cannot be read", e);
        }
    }

    private static final class OnePeer extends X509ExtendedTrustManager {
        private final PeerPins peer;

        OnePeer(PeerPins peer) {
            this.peer = peer;
        }

        private void check(X509Certificate @Nullable [] chain) throws CertificateException {
            if (chain == null || chain.length == 0 || !believed(peer, chain[0])) {
                throw new CertificateException("not the pinned certificate");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static final class OneKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "link";

        private final LinkIdentity own;

        OneKey(LinkIdentity own) {
            this.own = own;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {own.certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return own.key();
        }
    }
}
