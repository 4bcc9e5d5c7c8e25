package dev.natsuin.desktop.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Cosignature;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The SAP's side of the double: HTTPS on loopback, one address, honest unless a knob is turned. */
public final class FakeServer implements AutoCloseable {
    /** What came in: the path, then header and body as they were. */
    public record Request(String path, Bytes octets) {}

    private record Reply(int status, JsonObject body) {}

    private static final UnaryOperator<JsonObject> HONEST = UnaryOperator.identity();

    public final FakeSgm sgm;
    private final KeyPair tls = FakeCa.pair(KeyAlgorithm.P_256);
    private final SecureRandom random;
    private final HttpsServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Set<String> tokens = new HashSet<>();
    private final Set<String> challenges = new HashSet<>();
    private final List<Request> requests = new ArrayList<>();
    private final Map<String, Reply> operations = new HashMap<>();

    /** Keeps what comes to this path from the SGM and says that the SGM does not answer. */
    public String withholdOn = "";
    /** What the SAP says there. */
    public String withheldAs = "sgm-unavailable";

    /** How often it says that it works on an order before it gives the answer. */
    public int worksFor;

    /** How often it then says that it knows no such operation. */
    public int operationsToForget;

    /** What {@code Retry-After} says on every reply that is no success; empty: nothing. */
    public String retryAfter = "";

    /** So many times it lets nobody further than this path says 429. */
    public int busyFor;

    /** What it shows of those whom staff invited: as they were called, unless a test changes it. */
    public final Map<String, JsonObject> displays = new HashMap<>();

    /** True for one that shows people by the names of before, whatever staff calls them now. */
    public boolean keepsNames;

    /** Drops the connection instead of answering, after the work is done, this many times. */
    public int answersToDrop;

    /** Which paths are dropped. */
    public String dropPath = "";

    /** Nothing is dropped before the SGM has obeyed so many orders. */
    public int dropOnceObeyed;

    /** Forgets all access tokens this many times. */
    public int tokensToForget;

    /** Changes a reply's body, by path: a SAP that lies. */
    public String lieOn = "";

    public UnaryOperator<JsonObject> lie = HONEST;

    /** Status of replies to {@link #lieOn}; 0: the honest one. */
    public int lieStatus;

    /** What replies to {@link #lieOn} say of their length; empty: the truth. */
    public String lieLength = "";

    /** The address that the descriptor names; unless told, the one in use. */
    public Optional<String> describedUrl = Optional.empty();

    /** TLS keys that the descriptor names; unless told, the one in use. */
    public List<Bytes> describedKeys;

    /** What the CSC member {@code signatures} says instead. */
    public UnaryOperator<List<String>> plainSignaturesLie = UnaryOperator.identity();

    /** Changes the CSC request on its way to the SGM. */
    public UnaryOperator<JsonObject> requestLie = HONEST;

    public FakeServer() {
        this(new SecureRandom());
    }

    private FakeServer(SecureRandom random) {
        this.random = random;
        this.sgm = new FakeSgm(random);
        try {
            http = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            http.setHttpsConfigurator(new HttpsConfigurator(context(tls)));
            http.createContext("/", this::handle);
            http.setExecutor(threads);
            http.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        describedKeys = List.of(keyHash());
    }

    public Bytes keyHash() {
        return Bytes.of(tls.getPublic().getEncoded()).sha256();
    }

    private SSLContext context(KeyPair pair) {
        try {
            var der = sgm.ca.issue("CN=localhost", pair, Instant.EPOCH, Instant.parse("2099-01-01T00:00:00Z"));
            var certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new java.io.ByteArrayInputStream(der.toArray()));
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("tls", pair.getPrivate(), new char[0], new Certificate[] {certificate});
            var managers = KeyManagerFactory.getInstance("SunX509");
            managers.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "https://127.0.0.1:" + http.getAddress().getPort();
    }

    /** A code for a signer. */
    public EnrolmentCode inviteSigner() {
        return sgm.invite(url(), Role.SIGNER, Optional.of("CN=山田 花子,O=Example,C=JP"), Optional.of(KeyAlgorithm.P_256));
    }

    /** A code for staff. */
    public EnrolmentCode invite(Role role) {
        return sgm.invite(url(), role, Optional.empty(), Optional.empty());
    }

    /** Everything that came in so far. */
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How often a path was asked. */
    public long count(String path) {
        return requests().stream().filter(r -> r.path().equals(path)).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = Bytes.of(exchange.getRequestBody().readAllBytes());
            record(exchange, body);
            var reply = withholdOn.equals(path) ? problem(503, withheldAs) : reply(exchange, path, body);
            if (drops(path)) {
                return; // The connection ends without a word.
            }
            var lying = lieOn.equals(path);
            var octets =
                    (lying ? lie.apply(reply.body()) : reply.body()).toBytes().toArray();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            if (!retryAfter.isEmpty() && reply.status() != 200) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            var lyingLength = lying && !lieLength.isEmpty();
            if (lyingLength) {
                exchange.getResponseHeaders().add("Content-Length", lieLength);
            }
            exchange.sendResponseHeaders(
                    lying && lieStatus != 0 ? lieStatus : reply.status(), lyingLength ? 0 : octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    private synchronized boolean drops(String path) {
        if (answersToDrop > 0 && dropPath.equals(path) && sgm.obeyed.size() >= dropOnceObeyed) {
            answersToDrop--;
            return true;
        }
        return false;
    }

    private synchronized void record(HttpExchange exchange, Bytes body) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(Bytes.utf8(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n")
                .toArray());
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        all.writeBytes(Bytes.utf8(name + ": " + values + "\n").toArray()));
        all.writeBytes(body.toArray());
        requests.add(new Request(exchange.getRequestURI().getPath(), Bytes.of(all.toByteArray())));
    }

    private synchronized Reply reply(HttpExchange exchange, String path, Bytes body) {
        try {
            if (busyFor > 0 && path.equals("/csc/v2/signatures/signHash")) {
                busyFor--;
                return problem(429, "too-many-requests");
            }
            if (path.startsWith("/api/v1/operations/")) {
                return authorised(exchange, () -> operation(path.substring("/api/v1/operations/".length())));
            }
            return switch (path) {
                case "/api/v1/descriptor" ->
                    ok(JsonObject.with(
                                    "descriptor",
                                    descriptorLie.apply(sgm.descriptor(describedUrl.orElse(url()), describedKeys)))
                            .andObjects("successions", sgm.successions)
                            .build());
                case "/api/v1/log/successions" ->
                    ok(JsonObject.empty()
                            .andObjects(
                                    "entries",
                                    sgm.successionEntries().stream()
                                            .map(LogEntry::toJson)
                                            .toList())
                            .build());
                case "/api/v1/hello" -> hello(JsonObject.strict(body).reader().bytes("nonce"));
                case "/api/v1/login" -> login(JsonObject.strict(body).reader().text("assertion"));
                case "/api/v1/log/consistency" -> {
                    var json = JsonObject.strict(body).reader();
                    yield ok(JsonObject.empty()
                            .andBytes("proof", sgm.log.growth(json.index("first"), json.index("second")))
                            .build());
                }
                case "/api/v1/enrolments" ->
                    answered(sgm.statement(JsonObject.strict(body).reader().bytes("sealed"), Optional.empty()));
                case "/api/v1/statements" ->
                    authorised(exchange, () -> statement(JsonObject.strict(body).reader()));
                case "/api/v1/people/search" ->
                    authorised(
                            exchange,
                            () -> named(JsonObject.strict(body).reader().texts("users")));
                case "/api/v1/people" ->
                    authorised(
                            exchange,
                            () -> ok(JsonObject.empty()
                                    .andObjects("people", List.of())
                                    .build()));
                case "/csc/v2/info" ->
                    ok(JsonObject.empty()
                            .and(
                                    "signAlgorithms",
                                    JsonObject.empty()
                                            .andTexts("algos", List.of(SignAlgorithm.ML_DSA_65.oid()))
                                            .build())
                            .build());
                case "/csc/v2/signatures/signHash" ->
                    authorised(
                            exchange,
                            () -> later(
                                    JsonObject.strict(body).reader().bytes("SAD"), signHash(JsonObject.strict(body))));
                default -> problem(404, "not-found");
            };
        } catch (Malformed | IllegalArgumentException e) {
            return problem(400, "request-malformed");
        }
    }

    private Reply statement(JsonObject.Reader body) throws Malformed {
        var sealed = body.bytes("sealed");
        var before = sgm.obeyed.size();
        var answered = answered(sgm.statement(sealed, Optional.empty()));
        if (sgm.obeyed.size() > before && !keepsNames) {
            body.optionalObject("display").ifPresent(display -> displays.put(sgm.lastInvited, display));
        }
        return later(sealed, answered);
    }

    private Reply named(List<String> users) throws Malformed {
        var told = new ArrayList<JsonObject>();
        for (var user : users) {
            if (displays.containsKey(user)) {
                var display = displays.get(user).reader();
                told.add(JsonObject.with("user", user)
                        .and("name", display.text("name"))
                        .and("kana", display.text("kana"))
                        .and("email", display.text("email"))
                        .and("salt", display.bytes("salt"))
                        .build());
            }
        }
        return ok(JsonObject.empty().andObjects("people", told).build());
    }

    private Reply hello(Bytes nonce) {
        var challenge = Ids.newId(random) + Ids.newId(random);
        challenges.add(Bytes.hex(challenge).toBase64Url());
        var reply = JsonObject.with("hello", sgm.hello(nonce)).and("challenge", Bytes.hex(challenge));
        cosigner.ifPresent(key ->
                reply.and("cosigner", key.publicKey().encoded()).and("cosigned", cosignedLie.apply(cosigned(key))));
        return ok(reply.build());
    }

    private String cosigned(SigningSeed key) {
        return Cosignature.added(sgm.log.checkpoint(), Cosignature.nameOf(sgm.identityHash()), key, sgm.now);
    }

    /** Who cosigns checkpoints; nothing: nobody. */
    public Optional<SigningSeed> cosigner = Optional.of(SigningSeed.random(new SecureRandom()));

    /** Gives another descriptor: a SAP that lies. */
    public UnaryOperator<String> descriptorLie = UnaryOperator.identity();

    /** Changes the cosigned note. */
    public UnaryOperator<String> cosignedLie = UnaryOperator.identity();

    private Reply login(String assertion) throws Malformed {
        var json = JsonObject.strict(Token.unverifiedPayload(Token.Purpose.LOGIN, assertion))
                .reader();
        var good = sgm.devices.containsKey(json.text("device"))
                && json.text("aud").equals(describedUrl.orElse(url()))
                && challenges.remove(json.text("challenge"));
        if (!good) {
            return problem(401, "login-not-accepted");
        }
        var token = Ids.newId(random);
        tokens.add(token);
        return ok(JsonObject.with("access_token", token)
                .and("token_type", "Bearer")
                .and("expires_in", 600)
                .build());
    }

    private interface Work {
        Reply run() throws Malformed;
    }

    private Reply authorised(HttpExchange exchange, Work work) throws Malformed {
        if (tokensToForget > 0) {
            tokensToForget--;
            tokens.clear();
        }
        var header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return header.startsWith("Bearer ") && tokens.contains(header.substring(7))
                ? work.run()
                : problem(401, "login-required");
    }

    /** The reply, or a word that the work goes on. */
    private Reply later(Bytes sealed, Reply reply) {
        var hash = sealed.sha256().toHex();
        operations.put(hash, reply);
        return worksFor > 0 ? working(hash) : reply;
    }

    private Reply working(String hash) {
        worksFor--;
        return new Reply(202, JsonObject.with("operation", hash).build());
    }

    private Reply operation(String hash) throws Malformed {
        var reply = operations.get(hash);
        if (reply == null || operationsToForget > 0) {
            operationsToForget--;
            return problem(404, "operation-unknown");
        }
        if (worksFor > 0) {
            return working(hash);
        }
        var json = reply.body().reader();
        var token = json.optionalText("natsuinAnswer");
        return token.isEmpty()
                ? reply
                : new Reply(
                        reply.status(), JsonObject.with("answer", token.get()).build());
    }

    private Reply signHash(JsonObject request) throws Malformed {
        var token = sgm.statement(request.reader().bytes("SAD"), Optional.of(requestLie.apply(request)));
        var answer = Answer.openAny(token, sgm.identityNow());
        if (answer.body() instanceof Answer.Body.Done done) {
            var signatures = Results.Signed.read(done.content()).signatures().stream()
                    .map(Bytes::toBase64)
                    .toList();
            return ok(JsonObject.empty()
                    .andTexts("signatures", plainSignaturesLie.apply(signatures))
                    .and("natsuinAnswer", token)
                    .build());
        }
        return new Reply(
                400,
                JsonObject.with("error", "invalid_request")
                        .and("error_description", "Invalid parameter SAD")
                        .and("natsuinAnswer", token)
                        .build());
    }

    private Reply answered(String token) throws Malformed {
        var answer = Answer.openAny(token, sgm.identityNow());
        if (answer.body() instanceof Answer.Body.Refused refused) {
            var code = refused.problem().code();
            return new Reply(
                    code.httpStatus(),
                    JsonObject.empty()
                            .and("problem", JsonObject.with("code", code.code()).build())
                            .and("answer", token)
                            .build());
        }
        return ok(JsonObject.with("answer", token).build());
    }

    private static Reply ok(JsonObject body) {
        return new Reply(200, body);
    }

    private static Reply problem(int status, String code) {
        return new Reply(
                status,
                JsonObject.empty()
                        .and("problem", JsonObject.with("code", code).build())
                        .build());
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    /** As soon as the SGM has signed, and before anybody hears of it, a file stands where the copies would go. */
    public void standsInTheWay(Path folder) {
        var before = sgm.obeyed.size();
        sgm.resultLie = result -> {
            var signed = sgm.obeyed.subList(before, sgm.obeyed.size()).contains("sign");
            try {
                if (signed && Files.notExists(folder)) {
                    Files.writeString(folder, "in the way");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return result;
        };
    }

    /** Takes it away. */
    public void clears(Path folder) throws IOException {
        sgm.resultLie = UnaryOperator.identity();
        Files.delete(folder);
    }
}
