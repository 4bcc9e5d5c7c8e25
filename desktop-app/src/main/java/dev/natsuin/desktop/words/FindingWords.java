package dev.natsuin.desktop.words;

import dev.natsuin.desktop.desk.Finding;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One sentence for every finding: what there is, and what to do about it. */
public final class FindingWords {
    private static final String BUNDLE = FindingWords.class.getPackageName() + ".findings";

    private FindingWords() {}

    /**
     * The sentence for this finding with its page, in Japanese for a Japanese locale and in English for every other.
     */
    public static String sentence(Finding finding, Locale locale) {
        var words = Words.named(BUNDLE, locale);
        var sentence = finding.withoutRoom().isEmpty()
                ? words.text(finding.code(), finding.args().toArray())
                : words.text(finding.code(), parts(finding.withoutRoom(), words));
        return finding.page() == 0 ? sentence : words.text("page", finding.page()) + sentence;
    }

    private static String parts(List<String> parts, Words words) {
        return parts.stream()
                .map(part -> words.has("part." + part) ? words.text("part." + part) : part)
                .collect(Collectors.joining(words.text("part.and")));
    }
}
