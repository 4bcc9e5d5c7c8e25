package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.KeyUse;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that nobody uses is told, and one that is used is not called that (decision 0085). */
final class KeyUseTest {
    private static final String STATEMENTS = "/api/v1/statements";

    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist typist;

    @BeforeEach
    void a_signer() {
        fake = new FakeServer();
        typist = Typist.signer(folder.resolve("profile"), fake);
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private void passes(Duration time) {
        fake.sgm.now = fake.sgm.now.plus(time);
    }

    /** Its certificate ends before; getting another one is no use of it. */
    private void isRenewedWhilePasses(Duration time) {
        var early = Duration.ofDays(300);
        passes(early);
        var key = listed().text(0, "keyId");
        assertThat(typist.types("keys", "renew", key, "--pin-stdin").exit()).isZero();
        passes(time.minus(early));
    }

    private Instant signs() {
        typist.signs(HandMadePdf.onePage("one").write(folder.resolve("1.pdf")));
        return fake.sgm.now;
    }

    private Typist.Outcome listed() {
        var outcome = typist.types("keys", "list", "--json");
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return outcome;
    }

    private static boolean isDormant(Typist.Outcome outcome) throws Malformed {
        return outcome.rows().get(0).reader().truth("dormant");
    }

    @Test
    void a_key_is_listed_with_its_last_use() throws Malformed {
        var made = fake.sgm.now;
        passes(Duration.ofDays(2));

        assertThat(listed().text(0, "created")).isEqualTo(made.toString());
        assertThat(listed().has(0, "lastUsed")).isFalse();
        assertThat(typist.types("keys", "list").lines().get(0)).endsWith("never used");

        var last = signs();
        passes(Duration.ofDays(2));

        assertThat(listed().text(0, "lastUsed")).isEqualTo(last.toString());
        assertThat(typist.types("keys", "list").lines().get(0)).contains("last used ");
        assertThat(isDormant(listed())).isFalse();
    }

    @Test
    void what_signed_nothing_for_long_is_dormant_by_the_servers_time() throws Malformed {
        passes(Duration.ofDays(20));
        signs();

        isRenewedWhilePasses(KeyUse.DORMANT_AFTER.minusSeconds(60));
        assertThat(isDormant(listed())).isFalse();
        assertThat(listed().err()).doesNotContain("destroy");

        passes(Duration.ofSeconds(60));
        assertThat(isDormant(listed())).isTrue();
        assertThat(listed().err()).contains("It can still sign", "natsuin keys destroy");
    }

    @Test
    void what_never_signed_is_dormant_from_when_it_was_made() throws Malformed {
        isRenewedWhilePasses(KeyUse.DORMANT_AFTER);

        assertThat(isDormant(listed())).isTrue();
        assertThat(listed().err()).contains("Nothing was ever signed");
    }

    @Test
    void a_sap_makes_no_used_key_look_dormant_by_an_answer_from_before() {
        fake.lieOn = STATEMENTS;
        var kept = new ArrayList<JsonObject>();
        fake.lie = body -> {
            kept.add(body);
            return body;
        };
        listed();
        fake.lie = body -> body;
        signs();
        fake.lie = body -> kept.get(0);

        var outcome = typist.types("keys", "list", "--json");

        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.lines()).isEmpty();
    }

    @Test
    void a_sap_that_says_the_question_is_none_is_not_believed_and_nothing_is_asked_as_before() throws Malformed {
        fake.lieOn = STATEMENTS;
        fake.lieStatus = 400;
        var questions = new AtomicInteger();
        fake.lie = body -> {
            questions.incrementAndGet();
            return JsonObject.with("code", "statement-not-accepted").build();
        };

        var outcome = typist.types("keys", "list", "--json");

        assertThat(outcome.exit()).isNotZero();
        assertThat(questions).hasValue(1);
    }

    @Test
    void an_officers_window_is_told_the_use_of_a_signers_keys_unless_the_sgm_is_one_of_before() throws Refusal {
        var officer = new Typist(folder.resolve("officer"));
        assertThat(officer.enrols(fake.invite(Role.OFFICER)).exit()).isZero();
        var last = signs();
        passes(Duration.ofDays(3));

        assertThat(told(officer).flatMap(KeyUse::last)).contains(last);

        fake.sgm.knowsUse = false;

        assertThat(told(officer)).isEmpty();
    }

    private Optional<KeyUse> told(Typist officer) throws Refusal {
        var user = Profile.in(typist.profile()).owner().orElseThrow().user();
        var person = officer.window().staff().person(user).given().orElseThrow();
        return person.keys().get(0).row().use();
    }

    @Test
    void an_sgm_of_before_is_asked_as_before_and_nothing_is_said_of_the_use() {
        signs();
        fake.sgm.knowsUse = false;
        isRenewedWhilePasses(KeyUse.DORMANT_AFTER);

        var outcome = listed();

        assertThat(outcome.has(0, "created")).isFalse();
        assertThat(outcome.has(0, "lastUsed")).isFalse();
        assertThat(outcome.has(0, "dormant")).isFalse();
        assertThat(typist.types("keys", "list").toString()).doesNotContain("used", "It can");
    }
}
