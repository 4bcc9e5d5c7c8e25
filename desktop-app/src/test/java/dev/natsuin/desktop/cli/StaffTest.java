package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.protocol.statement.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The helpdesk from the command line. */
final class StaffTest {
    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist officer;
    private Path code;

    @BeforeEach
    void enrol() {
        fake = new FakeServer();
        officer = new Typist(folder.resolve("officer"));
        officer.enrols(fake.invite(Role.OFFICER));
        code = folder.resolve("hanako.code");
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Typist.Outcome invite(String... more) {
        var all = new java.util.ArrayList<>(java.util.List.of(
                "staff",
                "invite",
                "--name",
                "山田 花子",
                "--email",
                "hanako@example.com",
                "--out",
                code.toString(),
                "--algorithm",
                "p-256",
                "--pin-stdin",
                "--json"));
        all.addAll(java.util.List.of(more));
        return officer.types(all.toArray(String[]::new));
    }

    @Test
    void a_code_from_the_helpdesk_enrols_a_signer() {
        var invited = invite("--subject", "CN=山田 花子,O=Example,C=JP");

        assertThat(invited.exit()).as(invited.err()).isZero();
        assertThat(invited.text(0, "user")).hasSize(16);
        assertThat(invited.text(0, "expires")).isEqualTo("2026-11-29T12:00:00Z");
        var signer = new Typist(folder.resolve("signer"));
        var enrolled = signer.types("enrol", "--code-file", code.toString(), "--pin-stdin", "--json");
        assertThat(enrolled.exit()).as(enrolled.err()).isZero();
        assertThat(enrolled.text(0, "user")).isEqualTo(invited.text(0, "user"));
        assertThat(fake.sgm.obeyed).containsExactly("enrol", "invite", "enrol", "create-key");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void the_code_is_for_the_officers_eyes() throws IOException {
        invite();

        assertThat(Files.getPosixFilePermissions(code)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void the_server_learns_the_name_and_not_the_secret() throws IOException {
        invite();

        var secret = Files.readString(code).replace("-", "").strip();
        var sent = fake.requests();
        assertThat(sent).anySatisfy(r -> assertThat(r.octets().toUtf8()).contains("山田 花子"));
        assertThat(sent).noneSatisfy(r -> assertThat(r.octets().toUtf8()).contains(secret.substring(90, 110)));
    }

    @Test
    void without_a_subject_the_certificate_names_the_person_only() {
        assertThat(invite().exit()).isZero();

        assertThat(fake.sgm.opened.get(fake.sgm.opened.size() - 1).toString()).contains("CN=山田 花子");
    }

    @Test
    void an_existing_file_is_never_overwritten() throws IOException {
        Files.writeString(code, "keep me");

        assertThat(invite().exit()).isEqualTo(1);
        assertThat(code).hasContent("keep me");
        assertThat(fake.sgm.obeyed).containsExactly("enrol");
    }

    @Test
    void an_invitation_that_is_refused_leaves_no_file() {
        var outcome = officer.typesWith(
                "314159\n",
                "staff",
                "invite",
                "--name",
                "X",
                "--email",
                "x@example.com",
                "--out",
                code.toString(),
                "--pin-stdin");

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(code).doesNotExist();
    }

    @Test
    void a_subject_that_is_no_name_is_refused_here() {
        assertThat(invite("--subject", "Hanako").exit()).isEqualTo(3);
        assertThat(invite("--subject", "O=Example").exit()).isEqualTo(3);
        assertThat(fake.sgm.obeyed).containsExactly("enrol");
    }

    @Test
    void staff_has_neither_subject_nor_algorithm() {
        assertThat(invite("--role", "auditor").exit()).isEqualTo(64);
        assertThat(invite("--role", "king").exit()).isEqualTo(64);
    }

    @Test
    void people_are_listed() {
        invite();

        var users = officer.types("staff", "users", "--json");

        assertThat(users.exit()).as(users.err()).isZero();
        assertThat(users.rows()).hasSize(2);
        assertThat(users.text(0, "role")).isEqualTo("officer");
        assertThat(users.text(1, "state")).isEqualTo("invited");
    }
}
