package dev.natsuin.desktop.sign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.words.Words;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class KeyWordsTest {
    /** A letter.docx becomes a letter.docx.asice, and no letter-signed.pdf. */
    @Test
    void copies_of_files_that_are_no_pdfs_are_not_said_to_be_called_like_those_of_pdfs() {
        for (var language : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            var words = new KeyWords(Words.of(SignView.class, language), new Dates(language, ZoneOffset.UTC));

            for (var folder : List.of(Path.of("out"), Path.of("other"))) {
                var pdfs = words.where(folder, "-signed", 0);
                assertThat(words.where(folder, "-signed", 2)).startsWith(pdfs).isNotEqualTo(pdfs);
            }
            assertThat(words.where(null, "-signed", 1))
                    .contains("-signed")
                    .isNotEqualTo(words.where(null, "-signed", 0));
        }
    }
}
