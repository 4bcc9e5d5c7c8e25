package dev.natsuin.sap.account;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words that a person can be found by, and those that somebody types to find them, in one spelling.
 *
 * <p>A word in Latin letters is found by its beginning; a name in kanji or kana by any part of it, as it may stand
 * without a space between family and given name; a name in kana also by how it is written in Latin letters.
 */
public final class SearchTerms {
    /** Longer names are found by the beginning of their parts only. */
    private static final int LONGEST_PART = 24;

    private SearchTerms() {}

    /** All words of a person; none of them has a space, and they are in no order that matters. */
    public static Set<String> of(String user, DisplayName display) {
        var terms = new LinkedHashSet<String>();
        terms.add(user);
        terms.addAll(words(display.email()));
        name(words(display.name()), terms);
        var kana = words(display.kana());
        name(kana, terms);
        kana.forEach(word -> terms.add(Romaji.ofKana(word)));
        terms.add(Romaji.ofKana(String.join("", kana)));
        terms.remove("");
        return terms;
    }

    /** A name word by word, and what is not Latin also as one word from each of its characters on. */
    private static void name(List<String> words, Set<String> terms) {
        var joined = new StringBuilder();
        for (var word : words) {
            terms.add(word);
            if (isLatin(word)) {
                terms.add(Romaji.ofLatin(word));
            } else {
                joined.append(word);
            }
        }
        var whole = joined.codePoints().limit(LONGEST_PART).toArray();
        for (var from = 0; from < whole.length; from++) {
            terms.add(new String(whole, from, whole.length - from));
        }
    }

    /**
     * The query, word by word; for each the spellings one of which must begin a word of the person.
     *
     * @param query as it is typed
     */
    public static List<Set<String>> asked(String query) {
        return words(query).stream().map(SearchTerms::spellings).toList();
    }

    private static Set<String> spellings(String word) {
        var spellings = new LinkedHashSet<String>();
        spellings.add(word);
        if (isLatin(word)) {
            spellings.add(Romaji.ofLatin(word));
        }
        return spellings;
    }

    private static boolean isLatin(String word) {
        return word.chars().allMatch(c -> c < 128);
    }

    /** Words in one width, case and kana, without signs. */
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .map(SearchTerms::hiragana)
                .forEach(c -> {
                    if (Character.isLetterOrDigit(c)) {
                        word.appendCodePoint(c);
                    } else if (c != '\'' && c != '’') {
                        end(word, words);
                    }
                });
        end(word, words);
        return words;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(plain(word.toString()));
            word.setLength(0);
        }
    }

    /** Latin letters without their marks; kana keep theirs. */
    private static String plain(String word) {
        var apart = Normalizer.normalize(word, Normalizer.Form.NFD);
        return apart.chars().allMatch(c -> c < 0x0370)
                ? apart.replaceAll("\\p{M}", "")
                : Normalizer.normalize(apart, Normalizer.Form.NFC);
    }

    private static int hiragana(int c) {
        return c >= 'ァ' && c <= 'ヴ' ? c - ('ァ' - 'ぁ') : c;
    }
}
