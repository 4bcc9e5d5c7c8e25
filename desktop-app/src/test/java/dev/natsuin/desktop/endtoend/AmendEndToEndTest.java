package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.desk.ActivityReport;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.CertifiedName;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.NameChange;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A signer of a running server gets another name, twice, and a SAP that keeps the old one is found out. */
@Tag("e2e")
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class AmendEndToEndTest {
    private static final String STATEMENTS = "/api/v1/statements";
    private static final Optional<Reason> CHANGED = Optional.of(new Reason(Reason.Code.NAME_CHANGED));

    @TempDir
    Path folder;

    private LiveServer server;
    private HostileSap sap;
    private People people;
    private DeskCore signer;
    private String user;

    @BeforeEach
    @SuppressWarnings("NullAway.Init") // each test begins its own server
    void begin() throws Exception {
        var port = LiveServer.freePort();
        var serverPort = LiveServer.freePort();
        var data = folder.resolve("server");
        var code = folder.resolve("first.code");
        LiveServer.make(data, port, code);
        server = new LiveServer(data, serverPort);
        sap = new HostileSap(port, data.resolve("sap"), serverPort);
        people = new People(folder.resolve("desks"), code);
        signer = people.signer("Hanako Yamada");
        user = signer.profile().owner().orElseThrow().user();
    }

    @AfterEach
    void the_log_is_whole() {
        sap.close();
        server.close();
        assertThat(LiveServer.verifyLog(folder.resolve("server"))).isZero();
    }

    private StaffDesk.Person shown() throws Refusal {
        return Refusal.orThrow(people.officer().staffDesk().person(user));
    }

    private StaffDesk.Changed amend(String name, String subject, boolean endKeys) throws Refusal {
        var now = new StaffDesk.NewName(name, "すずき", "hanako@example.com", subject, Optional.empty(), endKeys);
        try (var pin = People.secret(People.PIN)) {
            return Refusal.orThrow(people.officer().staffDesk().amend(shown(), now, CHANGED, pin));
        }
    }

    private String signs(String name) throws Exception {
        var document = HandMadePdf.onePage(name).write(folder.resolve(name + ".pdf"));
        var options = new SignOptions(SignatureLevel.B, null, "-signed");
        try (var order = signer.signing()
                        .prepare(List.of(document), Optional.empty(), options, (s, n, all) -> {}, new Cancellation());
                var pin = People.secret(People.PIN)) {
            var done = Refusal.orThrow(signer.signing().sign(order, pin, (s, n, all) -> {}, new Cancellation()));
            assertThat(done)
                    .allSatisfy(result -> assertThat(result.outcome().given()).isPresent());
        }
        return signer.signingKeys().list().living().stream()
                .map(key -> key.certificate().getSubjectX500Principal().getName())
                .findFirst()
                .orElseThrow();
    }

    private SigningKeys.Key living() throws Refusal {
        return signer.signingKeys().list().living().get(0);
    }

    @Test
    void who_marries_keeps_the_key_and_who_was_mistyped_gets_another() throws Exception {
        assertThat(signs("before")).isEqualTo("CN=Hanako Yamada");
        assertThat(signer.signingKeys().nameNow()).contains(new CertifiedName("CN=Hanako Yamada", Optional.empty()));

        marries();
        wasMistyped();

        var own = signer.uses().byStaff();
        assertThat(own)
                .extracting(ActivityReport.StaffAct::change)
                .containsExactly(
                        Optional.of(new NameChange(
                                "CN=Hanako Suzuki", "CN=Hanako Sato,O=Example", true, 1, Optional.empty())),
                        Optional.of(
                                new NameChange("CN=Hanako Yamada", "CN=Hanako Suzuki", false, 0, Optional.empty())));
        assertThat(signer.uses().report().rows()).noneMatch(ActivityReport.Row::alarming);
        assertThat(people.officer().uses().report().rows()).noneMatch(ActivityReport.Row::alarming);
    }

    private void marries() throws Exception {
        assertThat(amend("Hanako Suzuki", "CN=Hanako Suzuki", false).keys()).isZero();

        assertThat(shown().listed().named()).isEqualTo(StaffDesk.Named.SIGNED);
        assertThat(shown().listed().name()).isEqualTo("Hanako Suzuki");
        assertThat(shown().acts().get(0).change()).map(NameChange::after).contains("CN=Hanako Suzuki");
        assertThat(signs("between")).isEqualTo("CN=Hanako Yamada");
        var key = living();
        var name = signer.signingKeys().nameNow();
        assertThat(name).map(CertifiedName::subject).contains("CN=Hanako Suzuki");
        assertThat(name.flatMap(CertifiedName::changed)).isPresent();
        assertThat(key.row(shown().time()).hasOlderNameThan(name.orElseThrow())).isTrue();
        assertThat(signer.profile().owner().orElseThrow().subject()).contains("CN=Hanako Suzuki");
        try (var pin = People.secret(People.PIN)) {
            var renewed = signer.signingKeys().renew(key.info().keyId(), name, pin);
            assertThat(renewed.info().keyId()).isEqualTo(key.info().keyId());
        }
        assertThat(living().row(shown().time()).hasOlderNameThan(name.orElseThrow()))
                .isFalse();
        assertThat(signs("after")).isEqualTo("CN=Hanako Suzuki");
    }

    private void wasMistyped() throws Exception {
        assertThat(amend("Hanako Sato", "CN=Hanako Sato,O=Example", true).keys())
                .isEqualTo(1);

        assertThat(signer.signingKeys().list().living()).isEmpty();
        assertThat(people.officer().helpdesk().keysOf(user).keys())
                .allSatisfy(key -> assertThat(key.status(shown().time())).isEqualTo(KeyRow.Status.REVOKED));
        try (var pin = People.secret(People.PIN)) {
            var name = signer.signingKeys().nameNow();
            var made = signer.signingKeys().create(Optional.empty(), name, pin);
            assertThat(made.row(shown().time()).hasOlderNameThan(name.orElseThrow()))
                    .isFalse();
        }
        assertThat(signs("anew")).isEqualTo("CN=Hanako Sato,O=Example");
    }

    @Test
    void only_the_reading_is_mended_and_a_sap_that_keeps_the_old_one_is_found_out() throws Exception {
        amend("Hanako Yamada", "CN=Hanako Yamada", false);
        assertThat(shown().listed().named()).isEqualTo(StaffDesk.Named.SIGNED);
        assertThat(shown().listed().kana()).isEqualTo("すずき");
        assertThat(living().row(shown().time())
                        .hasOlderNameThan(signer.signingKeys().nameNow().orElseThrow()))
                .isFalse();

        sap.rewrite(STATEMENTS, AmendEndToEndTest::withoutName);
        amend("Hanako Suzuki", "CN=Hanako Suzuki", false);
        sap.behave();

        assertThat(shown().listed().named()).isEqualTo(StaffDesk.Named.FALSE);
        // The way out: the name is given anew, and nothing that the SAP shows is taken over.
        amend("Hanako Suzuki", "CN=Hanako Suzuki", false);
        assertThat(shown().listed().named()).isEqualTo(StaffDesk.Named.SIGNED);
    }

    private static JsonObject withoutName(JsonObject request) {
        try {
            var json = request.reader();
            return json.has("display")
                    ? JsonObject.empty()
                            .and("sealed", json.bytes("sealed"))
                            .and("kind", json.text("kind"))
                            .build()
                    : request;
        } catch (Malformed e) {
            return request;
        }
    }
}
