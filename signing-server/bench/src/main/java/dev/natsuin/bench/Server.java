package dev.natsuin.bench;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The server under load: its address, its SGM's identity, and requests that wait when they come too fast. */
final class Server {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String url;
    private final Bytes identityHash;
    private final SecureRandom random;
    private final VerifyingKey identity;
    private final Wire wire;

    private Server(String url, Bytes identityHash, SecureRandom random, Descriptor descriptor, Wire wire) {
        this.url = url;
        this.identityHash = identityHash;
        this.random = random;
        this.identity = descriptor.identityKey();
        this.wire = wire;
    }

    /** Fetches the descriptor and pins what it names, as every client does. */
    static Server met(String url, Bytes identityHash, SecureRandom random) throws IOException, Malformed {
        var reply = new Wire(url, null, random).get("/api/v1/descriptor");
        var descriptor = Descriptor.open(reply.json().reader().text("descriptor"), identityHash);
        Set<Bytes> keys = new HashSet<>(descriptor.tlsKeys());
        return new Server(url, identityHash, random, descriptor, new Wire(url, keys, random));
    }

    /**
     * What a hello told.
     *
     * @param sealingKey to seal to
     * @param challenge for a login
     */
    record Greeting(SealingKey sealingKey, Bytes challenge) {}

    Greeting greet() throws IOException, Malformed {
        var nonce = new byte[Hello.NONCE_SIZE_BYTES];
        random.nextBytes(nonce);
        var body = JsonObject.empty().and("nonce", Bytes.of(nonce)).build();
        var reply = post("/api/v1/hello", body, Optional.empty()).json().reader();
        var hello = Hello.open(reply.text("hello"), identity, Bytes.of(nonce));
        return new Greeting(SealingKey.open(hello.sealingKey(), identity), reply.bytes("challenge"));
    }

    /** Sends; waits and sends again while the server says that it is too much. */
    Wire.Reply post(String path, JsonObject body, Optional<String> bearer) throws IOException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var reply = wire.post(path, body, bearer);
            var busy = reply.status() == TOO_MANY_REQUESTS || reply.status() == UNAVAILABLE;
            if (!busy || System.nanoTime() > end) {
                return reply;
            }
            Pauses.of(Duration.ofMillis(500));
        }
    }

    String url() {
        return url;
    }

    Bytes identityHash() {
        return identityHash;
    }

    VerifyingKey identity() {
        return identity;
    }

    SecureRandom random() {
        return random;
    }
}
