package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.link.LinkIdentity;
import dev.natsuin.link.LinkLimits;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.LinkPort;
import dev.natsuin.link.LinkServer;
import dev.natsuin.link.PeerPins;
import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.EpochsCall;
import dev.natsuin.link.message.OutcomeCall;
import dev.natsuin.link.message.PeopleLeftCall;
import dev.natsuin.link.message.SeesPeopleCall;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.FakeProcess;
import dev.natsuin.link.side.ServerConfig;
import dev.natsuin.link.side.Side;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.courier.Progress;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.sap.tls.TlsIdentity;
import dev.natsuin.sap.tls.TlsIdentityMaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The side as the launcher runs it, over the real link. */
final class SideTest {
    @TempDir
    Path data = Path.of("");

    private FakeProcess process = process(0);
    private final FakeSgm sgm = new FakeSgm(InstantSource.system());
    private final SapSide side = new SapSide();

    /** With any free ports but the given one. */
    static ServerConfig config(int port) {
        return new ServerConfig(
                URI.create("https://127.0.0.1:8443"),
                "127.0.0.1",
                port,
                URI.create("http://127.0.0.1:8080/pki"),
                0,
                1,
                ServerConfig.Store.SOFTWARE,
                "127.0.0.1",
                0,
                128,
                128,
                ServerConfig.Limits.standard(),
                Optional.empty());
    }

    private FakeProcess process(int port) {
        return new FakeProcess(data, config(port), Clock.systemUTC());
    }

    @BeforeEach
    void theSgmWasMadeFirst() throws IOException {
        process = process(0);
        var link = Files.createDirectory(data.resolve("link"));
        new TlsIdentityMaker(new SecureRandom())
                .makeIfMissing(
                        link.resolve("sgm-link-key.pem"),
                        link.resolve("sgm-link.pem"),
                        "sgm",
                        Clock.systemUTC().instant());
        Files.writeString(
                data.resolve("link/sgm-identity.hash"), sgm.identityHash().toHex() + "\n");
    }

    private LinkServer sgmOnTheLink() {
        var server = LinkServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LinkIdentity.load(process.linkFolder(), "sgm"),
                PeerPins.in(process.linkFolder(), "sap"),
                this::handle,
                LinkLimits.defaults());
        LinkPort.publish(process.linkFolder(), server.address().getPort());
        return server;
    }

    private LinkAnswer handle(LinkOperation operation, Bytes body) {
        try {
            return switch (operation) {
                case HELLO -> LinkAnswer.ok(Bytes.utf8(sgm.hello(body)));
                case STATEMENT -> said(sgm.statement(StatementCall.read(body)));
                case OUTCOME -> said(sgm.outcome(OutcomeCall.read(body).sealedSha256()));
                case PKI -> LinkAnswer.ok(sgm.publication(body.toUtf8()).orElseThrow());
                case CONSISTENCY ->
                    sgm.consistency(ConsistencyCall.read(body))
                            .map(LinkAnswer::ok)
                            .orElseGet(() -> LinkAnswer.refused(Bytes.EMPTY));
                case SUCCESSIONS, EPOCHS ->
                    sgm.epochs(EpochsCall.read(body))
                            .map(LinkAnswer::ok)
                            .orElseGet(() -> LinkAnswer.refused(Bytes.EMPTY));
                case SEES_PEOPLE -> LinkAnswer.ok(SeesPeopleCall.answer(sgm.peopleRefusal(SeesPeopleCall.read(body))));
                case PEOPLE_LEFT -> LinkAnswer.ok(PeopleLeftCall.answer(sgm.peopleLeft(PeopleLeftCall.read(body))));
                case DESCRIPTOR -> LinkAnswer.ok(Bytes.utf8(sgm.descriptor(DescriptorCall.read(body))));
                case OCSP -> LinkAnswer.ok(sgm.ocsp(body));
                case TIMESTAMP -> LinkAnswer.ok(sgm.timestamp(body));
                case PING, STATUS -> throw new IllegalStateException("not asked for");
            };
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    private static LinkAnswer said(Progress progress) {
        return progress instanceof Progress.Answered answered
                ? LinkAnswer.ok(Bytes.utf8(answered.token()))
                : LinkAnswer.working();
    }

    private JsonObject.Reader ask(String path, String body) throws Exception {
        var url = process.answering().get(20, TimeUnit.SECONDS);
        var client = HttpClient.newBuilder()
                .sslContext(RunningSap.trusting(data.resolve("sap")))
                .build();
        var request = HttpRequest.newBuilder(URI.create(url + path)).header("Content-Type", "application/json");
        var response = client.send(
                (body.isEmpty() ? request.GET() : request.POST(HttpRequest.BodyPublishers.ofString(body))).build(),
                HttpResponse.BodyHandlers.ofString());
        return JsonObject.strict(Bytes.utf8(response.body())).reader();
    }

    @Test
    void is_found_by_the_launcher() {
        assertThat(ServiceLoader.load(Side.class)).extracting(Side::name).containsExactly("sap");
    }

    @Test
    void init_makes_what_is_missing() {
        assertThat(side.init(process)).isEqualTo(ExitCode.DONE);

        assertThat(data.resolve("sap").resolve(TlsIdentity.KEY_FILE)).exists();
        assertThat(data.resolve("sap").resolve(TlsIdentity.CERTIFICATE_FILE)).exists();
        assertThat(data.resolve("sap/sap.db")).exists();
        assertThat(data.resolve("link/sap-link-key.pem")).exists();
    }

    @Test
    void init_keeps_a_link_key_that_the_sgm_made() throws IOException {
        var key = data.resolve("link/sap-link-key.pem");
        Files.writeString(key, "made by the SGM");

        side.init(process);

        assertThat(key).hasContent("made by the SGM");
    }

    @Test
    void init_a_second_time_keeps_the_keys() throws IOException {
        side.init(process);
        var key = Files.readString(data.resolve("sap").resolve(TlsIdentity.KEY_FILE));

        assertThat(side.init(process)).isEqualTo(ExitCode.DONE);

        assertThat(data.resolve("sap").resolve(TlsIdentity.KEY_FILE)).hasContent(key);
    }

    @Test
    void init_refuses_without_the_sgms_identity() throws IOException {
        Files.delete(data.resolve("link/sgm-identity.hash"));

        assertThat(side.init(process)).isEqualTo(ExitCode.REFUSED);

        assertThat(process.said()).isEqualTo("the SGM's identity is not known here: make the SGM first\n");
    }

    @Test
    void serve_refuses_an_identity_that_is_no_hash() throws IOException {
        side.init(process);
        Files.writeString(data.resolve("link/sgm-identity.hash"), "zz");

        assertThat(side.serve(process)).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void serve_refuses_a_database_that_was_never_made() throws IOException {
        side.init(process);
        Files.delete(data.resolve("sap/sap.db"));

        assertThat(side.serve(process)).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void a_port_that_is_taken_may_be_tried_again() throws IOException {
        side.init(process);
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var unlucky = process(taken.getLocalPort());

            assertThat(side.serve(unlucky)).isEqualTo(ExitCode.INTERNAL);

            assertThat(unlucky.said())
                    .isEqualTo("cannot listen on port " + taken.getLocalPort() + ": Address already in use\n");
        }
    }

    @Test
    void a_command_it_does_not_know_is_wrong_usage() {
        assertThat(side.run("verify-log", List.of(), process)).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void a_copy_of_the_database_of_a_sap_alone_is_whole_and_remembered() {
        side.init(process);
        var copy = data.resolve("sap-copy.db");

        assertThat(side.run("backup-alone", List.of(copy.toString()), process)).isEqualTo(ExitCode.DONE);

        SapDatabase.open(copy).close(); // as whoever puts it in the place of a lost one does
        assertThat(data.resolve("sap/newest-copy.txt")).exists();
        assertThat(side.run("backup-alone", List.of(copy.toString()), process))
                .as("it replaces none")
                .isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void serves_over_the_link_until_it_is_told_to_stop() throws Exception {
        side.init(process);
        try (var server = sgmOnTheLink()) {
            assertThat(server.address().getPort()).isPositive();
            var served = CompletableFuture.supplyAsync(() -> side.serve(process));

            var descriptor = Descriptor.open(ask("/api/v1/descriptor", "").text("descriptor"), sgm.identityHash());
            assertThat(descriptor.url()).isEqualTo("https://127.0.0.1:8443");
            assertThat(ask("/api/v1/hello", "{\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\"}")
                            .text("challenge"))
                    .hasSize(43);
            assertThat(ask("/api/v1/log/consistency", "{\"first\":1,\"second\":2}")
                            .texts("proof"))
                    .hasSize(1);
            assertThat(ask("/api/v1/log/consistency", "{\"first\":1,\"second\":20}")
                            .has("problem"))
                    .isTrue();

            process.stop();
            assertThat(served.get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.DONE);
        }
    }

    @Test
    void serves_before_the_sgm_does_and_finds_it_when_it_comes() throws Exception {
        side.init(process);
        var served = CompletableFuture.supplyAsync(() -> side.serve(process));
        assertThat(ask("/api/v1/descriptor", "").object("problem").reader().text("code"))
                .isEqualTo("sgm-unavailable");

        try (var server = sgmOnTheLink()) {
            assertThat(server.address().getPort()).isPositive();
            assertThat(ask("/api/v1/descriptor", "").has("descriptor")).isTrue();
        }

        process.stop();
        assertThat(served.get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.DONE);
    }
}
