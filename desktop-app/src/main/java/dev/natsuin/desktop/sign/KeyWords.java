package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.words.KeyKinds;
import dev.natsuin.desktop.words.Words;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keys, levels and folders in words. */
final class KeyWords {
    private final Words words;
    private final Dates dates;

    KeyWords(Words words, Dates dates) {
        this.words = words;
        this.dates = dates;
    }

    Dates dates() {
        return dates;
    }

    /** The owner, or the key's id while there is no certificate. */
    String name(KeyRow key) {
        var certificate = key.certificate();
        return certificate == null ? key.keyId() : certificate.name();
    }

    /** The kind of a key as people write it, for example RSA 3072. */
    String kind(KeyRow key) {
        return KeyKinds.shown(key.algorithm(), words.language());
    }

    /** Kind and end of validity. */
    String details(KeyRow key) {
        var certificate = key.certificate();
        return certificate == null
                ? kind(key)
                : words.text("key.details", kind(key), dates.day(certificate.notAfter()));
    }

    String level(SignatureLevel level) {
        return words.text("level." + level);
    }

    /**
     * Where signed copies go and how they are called.
     *
     * @param wholeFiles how many of the documents are no PDFs
     */
    String where(@Nullable Path folder, String suffix, int wholeFiles) {
        var pdfs = folder == null ? words.text("out.beside", suffix) : words.text("out.folder", folder, suffix);
        return wholeFiles == 0 ? pdfs : pdfs + words.text("out.whole");
    }
}
