package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sap.tls.TlsIdentity;
import dev.natsuin.sap.tls.TlsIdentityMaker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginTest {
    @TempDir
    Path folder = Path.of("");

    private RunningSap sap;
    private Desk desk;

    @BeforeEach
    void start() {
        sap = new RunningSap(folder);
        desk = sap.enrolled(Role.SIGNER);
    }

    @AfterEach
    void stop() {
        sap.close();
    }

    private void refused(RunningSap.Response response) {
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.text()).isEqualTo("{\"problem\":{\"code\":\"login-not-accepted\"}}");
    }

    @Test
    void lets_a_device_in_that_signs_the_challenge() {
        var response = desk.login(desk.assertion(desk.challenge()));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text("token_type")).isEqualTo("Bearer");
        assertThat(response.text()).endsWith("\"expires_in\":900}");
        assertThat(Bytes.base64Url(response.text("access_token")).size()).isEqualTo(32);
    }

    @Test
    void refuses_a_challenge_a_second_time() {
        var assertion = desk.assertion(desk.challenge());
        desk.login(assertion);

        refused(desk.login(assertion));
    }

    @Test
    void refuses_a_challenge_two_minutes_old() {
        var assertion = desk.assertion(desk.challenge());

        sap.clock.advance(Duration.ofMinutes(2));

        refused(desk.login(assertion));
    }

    @Test
    void takes_a_challenge_a_second_before_it_dies() {
        var assertion = desk.assertion(desk.challenge());

        sap.clock.advance(Duration.ofSeconds(119));

        assertThat(desk.login(assertion).status()).isEqualTo(200);
    }

    @Test
    void refuses_a_challenge_it_never_gave() {
        refused(desk.login(desk.assertion(Bytes.of(new byte[32]))));
    }

    @Test
    void refuses_a_login_for_another_server() {
        refused(desk.login(
                Desk.assertion("https://127.0.0.2:8443", desk.user, desk.device, desk.challenge(), desk.loginKey)));
    }

    @Test
    void refuses_a_device_that_never_enrolled() {
        var stranger = new Desk(sap);

        refused(stranger.login(stranger.assertion(stranger.challenge())));
    }

    @Test
    void refuses_a_login_signed_with_another_key() {
        var other = SigningSeed.random(desk.random);

        refused(desk.login(Desk.assertion(RunningSap.URL, desk.user, desk.device, desk.challenge(), other)));
    }

    @Test
    void refuses_a_login_signed_with_the_device_key() {
        refused(desk.login(Desk.assertion(RunningSap.URL, desk.user, desk.device, desk.challenge(), desk.deviceKey)));
    }

    @Test
    void refuses_a_login_under_another_persons_id() {
        var other = sap.enrolled(Role.OFFICER);

        refused(desk.login(Desk.assertion(RunningSap.URL, other.user, desk.device, desk.challenge(), desk.loginKey)));
    }

    /** All that a login says. */
    private JsonObject.Builder saying() {
        return JsonObject.with("type", "login")
                .and("v", 1)
                .and("aud", RunningSap.URL)
                .and("user", desk.user)
                .and("device", desk.device)
                .and("challenge", desk.challenge());
    }

    @Test
    void refuses_a_token_of_another_purpose() {
        var text = saying().build().toBytes();

        refused(desk.login(Token.sign(Token.Purpose.DEVICE_STATEMENT, text, desk.loginKey)));
    }

    @Test
    void refuses_a_login_that_says_more_than_one_says() {
        var text = saying().and("role", "administrator").build().toBytes();

        refused(desk.login(Token.sign(Token.Purpose.LOGIN, text, desk.loginKey)));
    }

    @Test
    void refuses_what_is_no_token_with_the_same_words() {
        refused(desk.login("nonsense"));
    }

    @Test
    void a_failed_login_does_not_spend_the_challenge() {
        var challenge = desk.challenge();
        desk.login(Desk.assertion(RunningSap.URL, desk.user, desk.device, challenge, SigningSeed.random(desk.random)));

        assertThat(desk.login(desk.assertion(challenge)).status()).isEqualTo(200);
    }

    @Test
    void an_access_token_dies_after_a_quarter_of_an_hour() {
        var token = desk.token();

        sap.clock.advance(Duration.ofMinutes(15));

        assertThat(sap.post("/csc/v2/credentials/list", "{}", token).status()).isEqualTo(401);
    }

    @Test
    void access_tokens_do_not_survive_a_restart_but_devices_do() {
        var token = desk.token();

        sap.restart();

        assertThat(sap.post("/csc/v2/credentials/list", "{}", token).status()).isEqualTo(401);
        assertThat(desk.login(desk.assertion(desk.challenge())).status()).isEqualTo(200);
    }

    @Test
    void hello_is_the_sgms_word_for_the_nonce() throws Exception {
        var nonce = Bytes.utf8("sixteen octets..");

        var response = sap.post(
                "/api/v1/hello",
                JsonObject.empty().and("nonce", nonce).build().toBytes().toUtf8());

        assertThat(Hello.open(response.text("hello"), sap.sgm.identityKey(), nonce)
                        .time())
                .isEqualTo(TestClock.START);
    }

    @Test
    void hello_refuses_a_nonce_of_another_length() {
        var response = sap.post("/api/v1/hello", "{\"nonce\":\"AAAA\"}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problem()).isEqualTo("request-malformed");
    }

    @Test
    void the_descriptor_names_the_address_and_the_key_that_answers() throws Exception {
        var token = sap.get("/api/v1/descriptor").text("descriptor");

        var descriptor = Descriptor.open(token, sap.sgm.identityHash());

        assertThat(descriptor.url()).isEqualTo(RunningSap.URL);
        assertThat(descriptor.tlsKeys())
                .containsExactly(TlsIdentity.read(folder).publicKeySha256());
    }

    private List<Bytes> namedKeys() throws Exception {
        var token = sap.get("/api/v1/descriptor").text("descriptor");
        return Descriptor.open(token, sap.sgm.identityHash()).tlsKeys();
    }

    @Test
    void the_next_tls_key_is_named_as_soon_as_it_is_made_and_alone_once_it_is_in_place() throws Exception {
        var before = TlsIdentity.read(folder).publicKeySha256();
        assertThat(namedKeys()).containsExactly(before);
        assertThat(TlsIdentity.settle(folder)).as("nothing to put in place").isFalse();

        new TlsIdentityMaker(new SecureRandom())
                .makeIfMissing(
                        folder.resolve(TlsIdentity.NEXT_KEY_FILE),
                        folder.resolve(TlsIdentity.NEXT_CERTIFICATE_FILE),
                        "127.0.0.1",
                        Instant.now());
        var both = namedKeys();
        assertThat(both).hasSize(2).startsWith(before);

        assertThat(TlsIdentity.settle(folder)).isTrue();
        assertThat(namedKeys())
                .as("until it is started anew, the former answers")
                .isEqualTo(both);
        sap.restart();
        assertThat(TlsIdentity.read(folder).publicKeySha256()).isEqualTo(both.get(1));
        assertThatThrownBy(() -> sap.get("/api/v1/descriptor"))
                .as("who knows the former key only")
                .isNotNull();
        sap.trustAnew();
        assertThat(namedKeys()).containsExactly(both.get(1));
    }

    @Test
    void a_damaged_next_certificate_is_not_named_and_keeps_no_desk_away() throws Exception {
        Files.writeString(folder.resolve(TlsIdentity.NEXT_CERTIFICATE_FILE), "half a certif");

        assertThat(namedKeys()).containsExactly(TlsIdentity.read(folder).publicKeySha256());
    }

    @Test
    void a_change_of_the_tls_key_that_was_cut_off_is_finished_by_doing_it_again() throws Exception {
        new TlsIdentityMaker(new SecureRandom())
                .makeIfMissing(
                        folder.resolve(TlsIdentity.NEXT_KEY_FILE),
                        folder.resolve(TlsIdentity.NEXT_CERTIFICATE_FILE),
                        "127.0.0.1",
                        Instant.now());
        Files.move(
                folder.resolve(TlsIdentity.NEXT_KEY_FILE),
                folder.resolve(TlsIdentity.KEY_FILE),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> TlsIdentity.read(folder)).hasMessageContaining("do not belong together");

        assertThat(TlsIdentity.settle(folder)).isTrue();

        assertThat(TlsIdentity.read(folder)).isNotNull();
        assertThat(folder.resolve(TlsIdentity.NEXT_CERTIFICATE_FILE)).doesNotExist();
    }

    @Test
    void a_next_key_that_is_not_its_certificates_is_not_put_in_place() throws Exception {
        var maker = new TlsIdentityMaker(new SecureRandom());
        maker.makeIfMissing(
                folder.resolve("other-key.pem"), folder.resolve(TlsIdentity.NEXT_CERTIFICATE_FILE), "a", Instant.now());
        maker.makeIfMissing(folder.resolve(TlsIdentity.NEXT_KEY_FILE), folder.resolve("other.pem"), "a", Instant.now());
        var before = Files.readString(folder.resolve(TlsIdentity.CERTIFICATE_FILE));

        assertThatThrownBy(() -> TlsIdentity.settle(folder)).hasMessageContaining("do not belong together");

        assertThat(Files.readString(folder.resolve(TlsIdentity.CERTIFICATE_FILE)))
                .isEqualTo(before);
        assertThat(TlsIdentity.read(folder)).isNotNull();
    }

    @Test
    void the_descriptor_is_asked_for_once_a_day() {
        sap.get("/api/v1/descriptor");
        var asked = sap.sgm.descriptorsAsked();
        sap.get("/api/v1/descriptor");
        assertThat(sap.sgm.descriptorsAsked()).isEqualTo(asked);

        sap.clock.advance(Duration.ofDays(1));
        sap.get("/api/v1/descriptor");

        assertThat(sap.sgm.descriptorsAsked()).isEqualTo(asked + 1);
    }

    @Test
    void the_sgms_clock_may_be_a_little_ahead() {
        sap.restart();
        sap.sgm.isAhead(Duration.ofMinutes(9));

        assertThat(sap.get("/api/v1/descriptor").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 600_000, -11_000, -600_000})
    void a_descriptor_of_another_time_is_not_believed_and_a_clock_is_named(long minutes) {
        sap.restart();
        sap.sgm.isAhead(Duration.ofMinutes(minutes));

        assertThat(sap.get("/api/v1/descriptor").problem()).isEqualTo("server-clock-behind");
    }

    @Test
    void the_last_descriptor_serves_while_the_sgm_is_away() {
        sap.get("/api/v1/descriptor");
        sap.sgm.away(true);

        sap.clock.advance(Duration.ofDays(6));

        assertThat(sap.get("/api/v1/descriptor").status()).isEqualTo(200);
    }

    @Test
    void no_descriptor_is_given_that_no_longer_holds() {
        sap.get("/api/v1/descriptor");
        sap.sgm.away(true);

        sap.clock.advance(Duration.ofDays(8));

        assertThat(sap.get("/api/v1/descriptor").problem()).isEqualTo("sgm-unavailable");
    }
}
