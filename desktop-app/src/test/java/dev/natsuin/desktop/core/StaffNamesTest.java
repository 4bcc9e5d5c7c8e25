package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.StaffDesk.Named;
import dev.natsuin.desktop.desk.Subjects;
import dev.natsuin.desktop.remote.Server;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.DisplayHash;
import dev.natsuin.protocol.statement.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server that shows another name than the one that was signed is found out. */
final class StaffNamesTest {
    private static final String USER = "00000000000000a1";
    private static final Bytes SALT = Bytes.hex("5a".repeat(32));
    private static final Server.Contact SHOWN = contact("山田 花子", "やまだ はなこ", "hanako@example.jp", Optional.of(SALT));

    private static Server.Contact contact(String name, String kana, String email, Optional<Bytes> salt) {
        return new Server.Contact(USER, name, kana, email, salt);
    }

    private static Results.Person person(Optional<Bytes> displayHash) {
        return new Results.Person(USER, Role.SIGNER, "active", Optional.of("CN=x"), 1, List.of(), displayHash);
    }

    private static Results.Person signed() {
        return person(Optional.of(DisplayHash.of(SALT, SHOWN.name(), SHOWN.kana(), SHOWN.email())));
    }

    @Test
    void the_name_that_the_officer_signed_is_signed() {
        assertThat(StaffFront.named(SHOWN, signed())).isEqualTo(Named.SIGNED);
    }

    @Test
    void any_other_name_reading_or_address_is_false() {
        var salt = Optional.of(SALT);
        assertThat(List.of(
                        contact("山田 華子", SHOWN.kana(), SHOWN.email(), salt),
                        contact(SHOWN.name(), "", SHOWN.email(), salt),
                        contact(SHOWN.name(), SHOWN.kana(), "mallory@example.jp", salt),
                        contact(SHOWN.name() + SHOWN.kana(), "", SHOWN.email(), salt),
                        contact(SHOWN.name(), SHOWN.kana(), SHOWN.email(), Optional.of(Bytes.hex("5b".repeat(32)))),
                        contact(SHOWN.name(), SHOWN.kana(), SHOWN.email(), Optional.empty())))
                .allSatisfy(
                        shown -> assertThat(StaffFront.named(shown, signed())).isEqualTo(Named.FALSE));
    }

    @Test
    void a_name_that_is_withheld_is_false() {
        assertThat(StaffFront.named(null, signed())).isEqualTo(Named.FALSE);
    }

    @Test
    void the_name_of_somebody_who_ended_may_be_kept_no_longer_but_be_no_other() {
        var gone = standing("gone");
        assertThat(StaffFront.named(null, gone)).isEqualTo(Named.NOT_KEPT);
        assertThat(StaffFront.named(contact("山田 華子", "", "", Optional.empty()), gone))
                .isEqualTo(Named.FALSE);
        assertThat(StaffFront.named(SHOWN, gone)).isEqualTo(Named.SIGNED);
        assertThat(List.of("invited", "active", "suspended"))
                .allSatisfy(state ->
                        assertThat(StaffFront.named(null, standing(state))).isEqualTo(Named.FALSE));
    }

    private static Results.Person standing(String state) {
        var person = signed();
        return new Results.Person(
                person.user(),
                person.role(),
                state,
                person.subject(),
                person.keys(),
                person.waiting(),
                person.displayHash());
    }

    @Test
    void a_name_that_nobody_signed_is_only_said() {
        assertThat(StaffFront.named(SHOWN, person(Optional.empty()))).isEqualTo(Named.SAID);
    }

    @Test
    void a_subject_is_a_distinguished_name_with_a_common_name_and_whatever_else_is_none() {
        assertThat(Subjects.isSubject("CN=鈴木 太郎,C=JP")).isTrue();
        assertThat(List.of(
                        "",
                        "C=JP",
                        "CN",
                        "CN=\"",
                        "CN=\"\"",
                        "x=\"\",CN=a",
                        ",",
                        "CN=a,,C=JP",
                        "CN=a,",
                        "CN=a;",
                        "C=J\\ud800P,CN=a"))
                .noneMatch(Subjects::isSubject);
    }
}
