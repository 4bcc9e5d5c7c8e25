package dev.natsuin.protocol.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReasonTest {
    @Test
    void an_order_that_says_why_is_written_like_this_and_one_that_does_not_as_it_always_was() {
        var plain = StatementText.write(new Statement.Suspend(Samples.head(), Samples.signer()))
                .toUtf8();
        var because = StatementText.write(new Statement.Suspend(
                        Samples.head(),
                        Samples.signer(),
                        Optional.of(new Reason(Reason.Code.ABSENT, Optional.of("until May")))))
                .toUtf8();

        assertThat(because)
                .isEqualTo(plain.substring(0, plain.length() - 1) + ",\"reason\":\"absent\",\"note\":\"until May\"}");
        assertThat(plain).doesNotContain("reason", "note");
    }

    @Test
    void what_was_signed_before_there_were_reasons_states_none() throws Malformed {
        var old = StatementText.write(new Statement.Revoke(Samples.head(), Samples.signer()));

        assertThat(((Statement.Revoke) StatementText.read(old)).reason()).isEmpty();
        assertThat(StatementText.write(StatementText.read(old))).isEqualTo(old);
    }

    @Test
    void an_approval_holds_the_reason_of_the_first_person_octet_for_octet() throws Malformed {
        var approve = (Statement.Approve) StatementText.read(
                StatementText.write(Objects.requireNonNull(Samples.statements().get("approve-compromised"))));

        assertThat(((Statement.Reasoned) StatementText.requested(approve.request())).reason())
                .contains(Samples.REASON);
    }

    @ParameterizedTest
    @EnumSource
    void every_reason_is_one_for_some_order_and_found_by_its_name(Reason.Code code) {
        assertThat(List.of("suspend", "resume", "revoke", "re-enrol", "amend", "withdraw"))
                .anyMatch(type -> Reason.Code.of(type).contains(code));
        assertThat(Reason.Code.byName(code.wireName())).contains(code);
        assertThat(code.wireName())
                .isEqualTo(code.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    }

    @Test
    void orders_that_say_why_by_what_they_hold_take_no_reason() {
        assertThat(List.of("approve", "invite", "confirm-device", "renew-identity", "destroy-key", "remove-device"))
                .allMatch(type -> Reason.Code.of(type).isEmpty());
    }

    @Test
    void other_reasons_need_a_note() {
        assertThat(new Reason(Reason.Code.OTHER).fits("revoke")).isFalse();
        assertThat(new Reason(Reason.Code.OTHER, Optional.of("x")).fits("revoke"))
                .isTrue();
        assertThat(new Reason(Reason.Code.LEFT).fits("revoke")).isTrue();
        assertThat(new Reason(Reason.Code.LEFT).fits("resume")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "三月まで休職", "see case № 17, told by phone", "葛󠄀城", "𠮷", "a  b"})
    void these_are_notes(String text) {
        assertThat(Reason.isNote(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "　", " a", "a ", "a\nb", "a\tb", "a\u202Eb", "a\u200Bb", "\u3164", "\uE000", "か\u3099"})
    void these_are_none(String text) {
        assertThat(Reason.isNote(text)).isFalse();
    }

    @Test
    void a_note_is_counted_in_characters_as_a_reader_of_any_language_counts_them() {
        assertThat(Reason.isNote("𠮷".repeat(Reason.LONGEST_NOTE))).isTrue();
        assertThat(Reason.isNote("𠮷".repeat(Reason.LONGEST_NOTE) + "a")).isFalse();
        assertThat(Bytes.utf8("𠮷".repeat(Reason.LONGEST_NOTE)).size()).isEqualTo(800);
    }
}
