package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code staff renew-identity}, and how it is told (decision 0050). */
class RenewedIdentityTest {
    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist first;
    private Typist second;

    @BeforeEach
    void two_administrators() {
        fake = new FakeServer();
        first = new Typist(folder.resolve("first"));
        first.enrols(fake.invite(Role.ADMINISTRATOR));
        second = new Typist(folder.resolve("second"));
        second.enrols(fake.invite(Role.ADMINISTRATOR));
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private String keyHash() {
        return Identity.hashOf(fake.sgm.identity.publicKey()).toHex();
    }

    private String ordered() {
        var ordered = first.types("staff", "renew-identity", "--pin-stdin", "--json");
        assertThat(ordered.exit()).as(ordered.err()).isZero();
        return ordered.text(0, "request");
    }

    private void renewed() {
        var approved = second.types("staff", "approve", ordered(), "--pin-stdin", "--json");
        assertThat(approved.exit()).as(approved.err()).isZero();
    }

    @Test
    void it_is_ordered_by_one_looked_at_and_approved_by_another() {
        var before = keyHash();

        var ordered = first.types("staff", "renew-identity", "--pin-stdin");

        assertThat(ordered.exit()).as(ordered.err()).isZero();
        assertThat(ordered.err() + ordered.lines()).contains(before, "second administrator");
        assertThat(keyHash()).isEqualTo(before);
        var listed = second.types("staff", "waiting", "--json");
        assertThat(listed.exit()).as(listed.err()).isZero();
        assertThat(listed.text(0, "operation")).isEqualTo("renew-identity");
        assertThat(listed.has(0, "user")).isFalse();
        var shown = second.types("staff", "waiting");
        assertThat(String.join("\n", shown.lines())).contains("new identity key");

        var approved = second.types("staff", "approve", listed.text(0, "request"), "--pin-stdin");

        assertThat(approved.exit()).as(approved.err()).isZero();
        assertThat(approved.err()).contains("new identity key").doesNotContain("U+000A");
        assertThat(String.join("\n", approved.lines())).contains("Make a backup");
        assertThat(keyHash()).isNotEqualTo(before);
    }

    @Test
    void whoever_ordered_it_does_not_approve_it() {
        var id = ordered();
        var before = keyHash();

        assertThat(first.types("staff", "approve", id, "--pin-stdin").exit()).isEqualTo(3);
        assertThat(keyHash()).isEqualTo(before);
    }

    @Test
    void everybody_is_told_once_and_goes_on() {
        var signer = new Typist(folder.resolve("signer"));
        signer.enrols(fake.invite(Role.OFFICER));
        renewed();

        var told = signer.types("staff", "users");

        assertThat(told.exit()).as(told.err()).isZero();
        assertThat(told.err()).contains("new identity key", "signature log");
        assertThat(signer.types("staff", "users").err()).doesNotContain("new identity key");
    }

    @Test
    void staff_is_told_who_ordered_it_by_the_names_that_were_signed_and_signers_by_their_ids() {
        var code = folder.resolve("hanako.code");
        var invited = first.types(
                "staff",
                "invite",
                "--name",
                "山田 花子",
                "--email",
                "hanako@example.com",
                "--role",
                "administrator",
                "--out",
                code.toString(),
                "--pin-stdin",
                "--json");
        assertThat(invited.exit()).as(invited.err()).isZero();
        var hanako = invited.text(0, "user");
        second = new Typist(folder.resolve("hanako"));
        var enrolled = second.types("enrol", "--code-file", code.toString(), "--pin-stdin");
        assertThat(enrolled.exit()).as(enrolled.err()).isZero();
        var officer = new Typist(folder.resolve("officer"));
        officer.enrols(fake.invite(Role.OFFICER));
        var signer = Typist.signer(folder.resolve("signer"), fake);
        renewed();

        assertThat(officer.types("staff", "users", "--lang", "ja").err()).contains("山田 花子（" + hanako + "）");
        assertThat(signer.types("keys", "list").err()).contains(hanako).doesNotContain("山田 花子");
    }

    @Test
    void a_command_that_is_to_ask_nobody_asks_nobody_for_names_either() {
        var officer = new Typist(folder.resolve("officer"));
        officer.enrols(fake.invite(Role.OFFICER));
        renewed();
        officer.window().staff().signedNames(List.of("0123456789abcdef"));
        var pdf = HandMadePdf.onePage("text").write(folder.resolve("a.pdf"));
        var before = fake.requests().size();

        var verified = officer.types("verify", pdf.toString(), "--offline");

        assertThat(verified.err()).contains("new identity key");
        assertThat(fake.requests()).hasSize(before);
    }

    @Test
    void a_code_of_before_and_one_of_after_both_lead_in() throws Exception {
        var early = Files.writeString(folder.resolve("early.code"), "");
        try (var code = fake.invite(Role.OFFICER);
                var text = code.write()) {
            text.use(octets -> write(early, octets));
        }
        renewed();
        var late = new Typist(folder.resolve("late"));
        late.enrols(fake.invite(Role.OFFICER));
        assertThat(late.types("staff", "users").exit()).isZero();

        var person = new Typist(folder.resolve("early"));
        var enrolled = person.types("enrol", "--code-file", early.toString(), "--pin-stdin");

        assertThat(enrolled.exit()).as(enrolled.err()).isZero();
        assertThat(person.types("staff", "users").exit()).isZero();
    }

    private static int write(Path file, byte[] octets) {
        try {
            Files.write(file, octets);
            return octets.length;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Somebody between desk and server who has the old key, or a server restored from an old backup. */
    @Test
    void what_the_old_key_signs_is_refused_with_a_sentence_of_its_own() {
        var old = fake.sgm.identity;
        renewed();
        assertThat(first.types("staff", "users").exit()).isZero();
        fake.sgm.identity = old;
        fake.sgm.successions = java.util.List.of();

        var refused = first.types("staff", "users");

        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("was replaced by a newer one");
    }
}
