package dev.natsuin.bench;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * HTTPS with the JDK's blocking client, which keeps connections alive: it costs the shared processors less than the
 * asynchronous one. Thread-safe; each calling thread has one connection at a time.
 */
final class Wire {
    private static final int CONNECT_MILLISECONDS = 10_000;
    private static final int READ_MILLISECONDS = 120_000;

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param body the whole of it
     */
    record Reply(int status, Bytes body) {
        JsonObject json() throws Malformed {
            return JsonObject.strict(body);
        }
    }

    private final URI base;
    private final SSLSocketFactory sockets;

    /** To this address; {@code keys} are SHA-256 hashes of TLS keys, null while none is known. */
    Wire(String url, @Nullable Set<Bytes> keys, SecureRandom random) {
        this.base = URI.create(url);
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new PinnedKeys(keys)}, random);
            this.sockets = context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new BenchFault("this Java has no TLS 1.3", e);
        }
    }

    Reply get(String path) throws IOException {
        return answered(opened(path, Optional.empty()));
    }

    Reply post(String path, JsonObject body, Optional<String> bearer) throws IOException {
        var connection = opened(path, bearer);
        var octets = body.toBytes().toArray();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(octets.length);
        connection.setRequestProperty("Content-Type", "application/json");
        try (var out = connection.getOutputStream()) {
            out.write(octets);
        }
        return answered(connection);
    }

    private HttpsURLConnection opened(String path, Optional<String> bearer) throws IOException {
        URL url = base.resolve(path).toURL();
        var connection = (HttpsURLConnection) url.openConnection();
        connection.setSSLSocketFactory(sockets);
        connection.setHostnameVerifier((host, session) -> true); // the key is pinned; names say nothing
        connection.setConnectTimeout(CONNECT_MILLISECONDS);
        connection.setReadTimeout(READ_MILLISECONDS);
        connection.setInstanceFollowRedirects(false);
        bearer.ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
        return connection;
    }

    private static Reply answered(HttpsURLConnection connection) throws IOException {
        var status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Reply(status, in == null ? Bytes.EMPTY : Bytes.of(in.readAllBytes()));
        }
    }
}
