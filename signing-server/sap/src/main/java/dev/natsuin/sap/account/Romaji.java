package dev.natsuin.sap.account;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One spelling in Latin letters for how a name is read, however it is written: 佐藤 is read さとう, and Satō, Satou, Satoh
 * and Sato find it; Shimbashi and Sinbasi are the same.
 *
 * <p>It is nobody's spelling: the kunrei system without long vowels and doubled n. Only for finding, never shown.
 */
final class Romaji {
    private static final Map<String, String> SYLLABLES = new LinkedHashMap<>();

    static {
        row("", "あいうえお");
        row("k", "かきくけこ");
        row("g", "がぎぐげご");
        row("s", "さしすせそ");
        row("z", "ざじずぜぞ");
        row("t", "たちつてと");
        row("d", "だぢづでど");
        row("n", "なにぬねの");
        row("h", "はひふへほ");
        row("b", "ばびぶべぼ");
        row("p", "ぱぴぷぺぽ");
        row("m", "まみむめも");
        row("r", "らりるれろ");
        row("", "ぁぃぅぇぉ");
        put("やゆよわゐゑをんゔ", "ya", "yu", "yo", "wa", "i", "e", "o", "n", "bu");
        put("ゃゅょゎ", "ya", "yu", "yo", "wa");
        // As they are said: so they are spelt in passports.
        put("ぢづ", "zi", "zu");
    }

    private static void row(String consonant, String five) {
        var vowels = "aiueo";
        for (var i = 0; i < five.length(); i++) {
            SYLLABLES.put(five.substring(i, i + 1), consonant + vowels.charAt(i));
        }
    }

    private static void put(String kana, String... latin) {
        for (var i = 0; i < latin.length; i++) {
            SYLLABLES.put(kana.substring(i, i + 1), latin[i]);
        }
    }

    private Romaji() {}

    /** How this word in hiragana sounds; letters that are none stay. */
    static String ofKana(String hiragana) {
        var out = new StringBuilder();
        var doubled = false;
        for (var i = 0; i < hiragana.length(); i++) {
            var kana = hiragana.substring(i, i + 1);
            if (kana.equals("っ")) {
                doubled = true;
                continue;
            }
            if (kana.equals("ー")) {
                continue;
            }
            var latin = SYLLABLES.getOrDefault(kana, kana);
            if ("ゃゅょ".contains(kana) && out.length() > 1 && out.charAt(out.length() - 1) == 'i') {
                out.setLength(out.length() - 1);
            } else if ("ぁぃぅぇぉ".contains(kana) && out.length() > 1) {
                out.setLength(out.length() - 1);
            }
            if (doubled && !latin.isEmpty()) {
                out.append(latin.charAt(0));
                doubled = false;
            }
            out.append(latin);
        }
        return shortened(out.toString());
    }

    /** The same spelling of a word in Latin letters, or of its beginning. */
    static String ofLatin(String letters) {
        var word = letters.replace("tch", "tt")
                .replaceAll("m(?=[bp])", "n")
                .replaceAll("o[h](?![aiueoy])", "o")
                .replaceAll("sh(?=[aueo])", "sy")
                .replace("shi", "si")
                .replaceAll("ch(?=[aueo])", "ty")
                .replace("chi", "ti")
                .replace("tsu", "tu")
                .replace("dzu", "zu")
                .replaceAll("j(?=[aueo])", "zy")
                .replace("ji", "zi")
                .replace("fu", "hu")
                .replace("dya", "zya")
                .replace("dyu", "zyu")
                .replace("dyo", "zyo")
                .replace("di", "zi")
                .replace("du", "zu")
                .replace("wo", "o")
                .replace("l", "r")
                .replace("v", "b");
        // What may become a syllable when more is typed.
        word = word.replaceAll("sh$", "s")
                .replaceAll("(?:ch|ts|c)$", "t")
                .replaceAll("j$", "z")
                .replaceAll("f$", "h");
        return shortened(word);
    }

    /** Without the length of vowels, which people spell as they like. */
    private static String shortened(String latin) {
        return latin.replaceAll("o[ou]+", "o").replaceAll("uu+", "u").replaceAll("n{2,}", "n");
    }
}
