package dev.natsuin.desktop.desk;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * What in a name looks like something else: whoever compares it letter by letter with papers sees no difference, and
 * for programs that read the certificate later it is another name.
 */
public final class LookAlikes {
    /** What looks like what. */
    public enum Kind {
        /** The number that Unicode has for a radical, as texts that were copied out of a PDF have it. */
        RADICAL,
        /** Katakana between kanji, of which one looks the same. */
        KANA,
        /** Kanji between katakana, of which one looks the same. */
        KANJI,
        /** A word with letters of several alphabets. */
        ALPHABETS
    }

    /**
     * Something to look at closely.
     *
     * @param shown the character, or the word
     * @param like the character that it looks like; empty of a word
     */
    public record Notice(Kind kind, String shown, String like) {
        /** The number of the character, as Unicode writes it. */
        public String number() {
            return String.format(Locale.ROOT, "U+%04X", shown.codePointAt(0));
        }
    }

    private static final int RADICALS_FIRST = 0x2E80;
    private static final int RADICALS_LAST = 0x2FDF;

    /** Radicals that Unicode does not say the ideograph of, and that Japanese fonts draw alike. */
    private static final Map<Integer, String> OTHER_RADICALS = Map.of(
            0x2E9F, "母", 0x2EA0, "民", 0x2ED1, "長", 0x2ED8, "青", 0x2EDD, "食", 0x2EE4, "鬼", 0x2EE8, "麦", 0x2EE9, "黄",
            0x2EEB, "斉", 0x2EF2, "亀");

    private static final Map<Integer, Integer> KANJI_OF_KATAKANA = Map.of(
            (int) 'ニ', (int) '二', (int) 'ハ', (int) '八', (int) 'ロ', (int) '口', (int) 'エ', (int) '工', (int) 'カ',
            (int) '力', (int) 'タ', (int) '夕', (int) 'ト', (int) '卜', (int) 'ー', (int) '一');

    private static final Set<UnicodeScript> ALPHABETS =
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.CYRILLIC, UnicodeScript.GREEK);

    private static final Pattern SPACES = Pattern.compile("[\\s\\u3000]+");
    private static final String BETWEEN_KANJI = "ノヶケツッガ";

    private LookAlikes() {}

    /** All of it in this name, in its order; nothing of most names. */
    public static List<Notice> in(String name) {
        var found = new ArrayList<Notice>();
        for (var word : SPACES.splitAsStream(name).toList()) {
            characters(word, found);
            if (word.codePoints()
                            .mapToObj(UnicodeScript::of)
                            .filter(ALPHABETS::contains)
                            .distinct()
                            .count()
                    > 1) {
                found.add(new Notice(Kind.ALPHABETS, word, ""));
            }
        }
        return List.copyOf(found);
    }

    private static void characters(String word, List<Notice> found) {
        var all = word.codePoints().toArray();
        for (var at = 0; at < all.length; at++) {
            var shown = Character.toString(all[at]);
            var ideograph = ofRadical(all[at]);
            var kanji = KANJI_OF_KATAKANA.get(all[at]);
            var katakana = katakanaOf(all[at]);
            if (ideograph.isPresent()) {
                found.add(new Notice(Kind.RADICAL, shown, ideograph.get()));
            } else if (kanji != null && isBetween(all, at, LookAlikes::isKanji)) {
                found.add(new Notice(Kind.KANA, shown, Character.toString(kanji)));
            } else if (katakana.isPresent() && isBetween(all, at, LookAlikes::isOnlyKatakana)) {
                found.add(new Notice(Kind.KANJI, shown, katakana.get()));
            }
        }
    }

    private static Optional<String> ofRadical(int character) {
        if (character < RADICALS_FIRST || character > RADICALS_LAST) {
            return Optional.empty();
        }
        var usual = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKC);
        return usual.codePointAt(0) == character
                ? Optional.ofNullable(OTHER_RADICALS.get(character))
                : Optional.of(usual);
    }

    private static Optional<String> katakanaOf(int kanji) {
        return KANJI_OF_KATAKANA.entrySet().stream()
                .filter(pair -> pair.getValue() == kanji)
                .map(pair -> Character.toString(pair.getKey()))
                .findFirst();
    }

    /** True if there is a letter beside it, and all that are there are such. */
    private static boolean isBetween(int[] word, int at, IntPredicate such) {
        var before = at == 0 || such.test(word[at - 1]);
        var after = at == word.length - 1 || such.test(word[at + 1]);
        return word.length > 1 && before && after;
    }

    private static boolean isKanji(int character) {
        return Character.isIdeographic(character) || ofRadical(character).isPresent();
    }

    /** Not those that stand between kanji in names of people and places, too. */
    private static boolean isOnlyKatakana(int character) {
        return BETWEEN_KANJI.indexOf(character) < 0
                && (UnicodeScript.of(character) == UnicodeScript.KATAKANA || character == 'ー');
    }
}
