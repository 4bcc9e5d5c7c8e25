package dev.natsuin.desktop.endtoend;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Stands where the server is expected, with the server's own TLS key, hands everything on, and keeps every octet that a
 * desk sent, as it was inside TLS.
 */
final class Recorder implements AutoCloseable {
    private static final char[] NO_PASSWORD = {};

    private final SSLServerSocket listening;
    private final SSLContext tls;
    private final int serverPort;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    /**
     * Listens.
     *
     * @param port where desks look for the server
     * @param sap folder of the SAP, where its TLS key is
     * @param serverPort where it is
     */
    Recorder(int port, Path sap, int serverPort) {
        this.serverPort = serverPort;
        try {
            tls = context(sap);
            listening = (SSLServerSocket)
                    tls.getServerSocketFactory().createServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        start(this::accept);
    }

    private static SSLContext context(Path sap) throws IOException, GeneralSecurityException {
        var pem = Files.readString(sap.resolve("tls-key.pem"), StandardCharsets.US_ASCII);
        var der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        var certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(sap.resolve("tls.pem"))));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry(
                "tls",
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)),
                NO_PASSWORD,
                new X509Certificate[] {(X509Certificate) certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new TrustsTheServer()}, new SecureRandom());
        return context;
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "recorder");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                var desk = listening.accept();
                var server = tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), serverPort);
                start(() -> handOn(desk, server, heard));
                start(() -> handOn(server, desk, OutputStream.nullOutputStream()));
            }
        } catch (SocketException e) {
            // Closed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void handOn(Socket from, Socket to, OutputStream kept) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            var octets = new byte[16384];
            for (int n = in.read(octets); n >= 0; n = in.read(octets)) {
                kept.write(octets, 0, n);
                to.getOutputStream().write(octets, 0, n);
                to.getOutputStream().flush();
            }
        } catch (IOException e) {
            // One of both hung up; so does the other.
        }
    }

    /** Everything desks sent so far, header fields and bodies. */
    byte[] heard() {
        return heard.toByteArray();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private static final class TrustsTheServer implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
