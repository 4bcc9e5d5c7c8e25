package dev.natsuin.desktop.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.LookAlikes.Kind;
import dev.natsuin.desktop.desk.LookAlikes.Notice;
import dev.natsuin.desktop.words.GuestWords;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LookAlikesTest {
    @Test
    void a_radical_out_of_a_pdf_is_not_taken_for_its_kanji() {
        assertThat(LookAlikes.in("⽥中 ⾼⻑")) // all but 中 are radicals here
                .containsExactly(
                        new Notice(Kind.RADICAL, "⽥", "田"),
                        new Notice(Kind.RADICAL, "⾼", "高"),
                        new Notice(Kind.RADICAL, "⻑", "長"));
        assertThat(GuestWords.lookAlikes("⽥中", Locale.ENGLISH))
                .contains("U+2F65")
                .contains("田");
    }

    @Test
    void katakana_between_kanji_and_kanji_between_katakana_are_told() {
        assertThat(LookAlikes.in("ニ宮 鈴木ー郎"))
                .containsExactly(new Notice(Kind.KANA, "ニ", "二"), new Notice(Kind.KANA, "ー", "一"));
        assertThat(LookAlikes.in("力タリナ")).containsExactly(new Notice(Kind.KANJI, "力", "カ"));
    }

    @Test
    void a_word_of_several_alphabets_is_told() {
        assertThat(LookAlikes.in("Tаro Yamada")).containsExactly(new Notice(Kind.ALPHABETS, "Tаro", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "山田 花子",
                "二ノ宮 金次郎",
                "八ヶ代 工",
                "三ツ口 力",
                "𠮷田 葛󠄀",
                "髙橋 葵",
                "渡邉 神",
                "佐々木 一二三",
                "マイケル・ニコラス",
                "カール ロー",
                "Γιώργος Παπαδόπουλος",
                "Анна Иванова",
                "José Müller-Łukasz",
                "Taro 山田",
                ""
            })
    void names_as_they_are_written_have_nothing_to_look_at(String name) {
        assertThat(LookAlikes.in(name)).isEmpty();
    }

    @Test
    void all_of_it_is_said_in_both_languages() {
        for (var language : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            for (var name : List.of("⽥中", "ニ宮", "力タリナ", "Tаro")) {
                assertThat(GuestWords.lookAlikes(name, language)).isNotBlank().doesNotContain("LOOKS");
            }
            assertThat(GuestWords.lookAlikes("山田 花子", language)).isEmpty();
        }
    }
}
