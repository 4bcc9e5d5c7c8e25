package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sap.csc.ServiceInfo;
import dev.natsuin.sap.http.HttpRates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Random octets at every door: whatever comes, the server never fails and never shows what it is made of. */
final class RandomRequestTest {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");
    private static final Pattern ROUTE = Pattern.compile("(?m)^  (/\\S+):$");
    private static final List<String> METHODS =
            List.of("GET", "POST", "POST", "POST", "PUT", "DELETE", "HEAD", "PATCH");

    @TempDir
    Path folder = Path.of("");

    private static List<String> routes() throws IOException {
        var documented = ROUTE.matcher(Files.readString(Path.of("../../docs/openapi.yaml")))
                .results()
                .map(found -> found.group(1).replace("{hash}", "00"));
        var missing = ServiceInfo.MISSING_METHODS.stream().map(method -> "/csc/v2/" + method);
        return Stream.concat(documented, missing).distinct().toList();
    }

    /** Eight at each route, or as many as {@code -Dnatsuin.requests} says; {@code -Dnatsuin.seed} repeats a run. */
    @Test
    void random_requests_at_every_route_never_make_it_fail(TestReporter reporter) throws IOException {
        int times = Integer.getInteger("natsuin.requests", 8);
        var seed = Long.getLong("natsuin.seed", System.nanoTime());
        reporter.publishEntry("natsuin.seed", Long.toString(seed));
        var random = new Random(seed);
        try (var sap = new RunningSap(folder, new HttpRates(1_000_000, 1_000_000, 1_000_000))) {
            var desk = sap.enrolled(Role.ADMINISTRATOR);
            var token = desk.token();
            var good = List.of(
                    desk.signHash("0".repeat(32), List.of(dev.natsuin.protocol.bytes.Bytes.EMPTY.sha256()))
                            .build()
                            .toBytes()
                            .toUtf8(),
                    Desk.sealedBody(desk.sealedEnrolment(Role.SIGNER)),
                    "{\"assertion\":\"" + desk.assertion(desk.challenge()) + "\"}",
                    "{\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\"}",
                    "{\"first\":1,\"second\":2}",
                    "{}");
            var sockets = RunningSap.trusting(folder).getSocketFactory();
            var routes = routes();
            assertThat(routes).hasSizeGreaterThan(15);
            for (var route : routes) {
                for (int i = 0; i < times; i++) {
                    var request = request(random, route, token, good);
                    var answer = answer(sockets, sap.port(), request);
                    check(answer, request, seed);
                }
            }
            sap.trustAnew(); // the client's old connection was idle, and may be closed while it is asked
            assertThat(sap.get("/api/v1/descriptor").status()).isEqualTo(200);
            assertThat(sap.post("/csc/v2/credentials/list", "{}", desk.token()).status())
                    .isEqualTo(200);
        }
    }

    private static void check(String answer, byte[] request, long seed) {
        var what = "natsuin.seed=" + seed + " request=" + HexFormat.of().formatHex(request);
        var found = STATUS.matcher(answer);
        while (found.find()) {
            // 501 is what CSC wants for its methods that are not there.
            assertThat(found.group(1)).as(what).matches("[234]..|501");
        }
        assertThat(answer).as(what).doesNotContain("xception", "\tat ", "jetty", "Jetty", "Javalin", "java.");
    }

    private static byte[] request(Random random, String route, String token, List<String> good) {
        var out = new ByteArrayOutputStream();
        if (random.nextInt(20) == 0) {
            write(out, octets(random, 400)); // no HTTP at all
            return out.toByteArray();
        }
        var body = body(random, good);
        write(
                out,
                METHODS.get(random.nextInt(METHODS.size())) + " " + path(random, route) + " HTTP/1.1\r\nHost: x\r\n");
        if (random.nextBoolean()) {
            write(out, "Authorization: Bearer " + token + "\r\n");
        }
        write(out, random.nextInt(4) == 0 ? "" : "Content-Type: application/json\r\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            header(out, random);
        }
        if (random.nextInt(8) == 0) {
            write(out, "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
            write(out, Integer.toHexString(body.length) + "\r\n");
            write(out, body);
            write(out, random.nextBoolean() ? "\r\n0\r\n\r\n" : "\r\nzz\r\n");
        } else {
            write(out, "Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n");
            write(out, body);
        }
        return out.toByteArray();
    }

    private static String path(Random random, String route) {
        return switch (random.nextInt(8)) {
            case 0 -> route + "/" + random.nextInt();
            case 1 -> route + "?" + "a=%41&".repeat(random.nextInt(50));
            case 2 -> route.substring(0, 1 + random.nextInt(route.length() - 1));
            case 3 -> route + "%" + Integer.toHexString(random.nextInt(256));
            case 4 -> route.replaceFirst("0+$", HexFormat.of().formatHex(octets(random, 40)));
            default -> route;
        };
    }

    private static void header(ByteArrayOutputStream out, Random random) {
        var names =
                List.of("Expect", "Prefer", "Accept-Encoding", "Range", "Upgrade", "Cookie", "Content-Encoding", "X");
        write(out, names.get(random.nextInt(names.size())) + ": ");
        write(out, octets(random, 60));
        write(out, "\r\n");
    }

    private static byte[] body(Random random, List<String> good) {
        if (random.nextInt(3) == 0) {
            return octets(random, 3_000);
        }
        var body = good.get(random.nextInt(good.size())).getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i > 0; i--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        return body;
    }

    private static byte[] octets(Random random, int most) {
        var octets = new byte[random.nextInt(most)];
        random.nextBytes(octets);
        return octets;
    }

    private static void write(ByteArrayOutputStream out, String text) {
        write(out, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void write(ByteArrayOutputStream out, byte[] octets) {
        out.write(octets, 0, octets.length);
    }

    /** All that came back within a moment; nothing if the server just closed. */
    private static String answer(SSLSocketFactory sockets, int port, byte[] request) throws IOException {
        var answer = new ByteArrayOutputStream();
        try (var socket = (SSLSocket) sockets.createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            var buffer = new byte[8192];
            for (var n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                answer.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException | SSLException | SocketException e) {
            // Garbage may be waited for, or cut off: what came until then counts.
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }
}
