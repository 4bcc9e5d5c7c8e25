package dev.natsuin.link;

import dev.natsuin.protocol.bytes.Bytes;
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

/** TLS 1.3 with exactly one acceptable peer certificate on either end. */
final class PinnedTls {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] SUITES = {
        "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"
    };

    private final SSLContext context;
    private final Bytes peer;

    PinnedTls(LinkIdentity own, Bytes peerCertificateSha256) {
        this.peer = peerCertificateSha256;
        try {
            this.context = SSLContext.getInstance("TLSv1.3");
            this.context.init(
                    new KeyManager[] {new OneKey(own)}, new TrustManager[] {new OnePeer(peerCertificateSha256)}, null);
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
                    || !LinkIdentity.sha256(certificate).equals(peer)) {
                throw new SSLPeerUnverifiedException("not the pinned certificate");
            }
        } catch (CertificateException e) {
            throw new SSLPeerUnverifiedException("not the pinned certificate");
        }
    }

    private static final class OnePeer extends X509ExtendedTrustManager {
        private final Bytes sha256;

        OnePeer(Bytes sha256) {
            this.sha256 = sha256;
        }

        private void check(X509Certificate @Nullable [] chain) throws CertificateException {
            if (chain == null
                    || chain.length == 0
                    || !LinkIdentity.sha256(chain[0]).equals(sha256)) {
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
