package dev.natsuin.protocol.vectors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes the files under {@code testdata/vectors}: the same octets in every run, because everything random comes from a
 * fixed seed.
 *
 * <p>A file that changes is a change of the protocol. Run its {@link #main} from anywhere inside the repository.
 */
public final class MakeVectors {
    private MakeVectors() {}

    /** Every file's text by its path below {@code testdata/vectors}. */
    static SortedMap<String, String> texts() {
        var texts = new TreeMap<String, String>();
        Consumer<Vector> out = vector -> {
            if (texts.put(vector.path(), vector.text()) != null) {
                throw new IllegalStateException("made twice: " + vector.path());
            }
        };
        DeviceVectors.make(out);
        StatementVectors.make(out);
        SealedVectors.make(out);
        SignedVectors.make(out);
        LogVectors.make(out);
        SuccessionVectors.make(out);
        CodeVectors.make(out);
        CmsVectors.make(out);
        RfcVectors.make(out);
        MlDsaVectors.make(out);
        return texts;
    }

    /** Writes the files and removes those that are made no longer. */
    public static void main(String[] args) throws IOException {
        var texts = texts();
        for (var text : texts.entrySet()) {
            var file = VectorFiles.folder().resolve(text.getKey());
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text.getValue(), StandardCharsets.UTF_8);
        }
        for (var old : VectorFiles.texts().keySet()) {
            if (!texts.containsKey(old)) {
                Files.delete(VectorFiles.folder().resolve(old));
            }
        }
    }
}
