package dev.natsuin.desktop.document;

import dev.natsuin.desktop.testdata.FuzzSeeds;
import java.util.List;

/**
 * The readers of {@link DamagedReaders}, for a fuzzer that sees which branches are taken; {@code -Dnatsuin.fuzz.reader}
 * says which. Run by {@code src/test/fuzz/fuzz}.
 */
public final class DocumentFuzz {
    private static final DamagedReaders READERS = new DamagedReaders(FuzzSeeds.folder());
    private static final DamagedReaders.Reader READER =
            DamagedReaders.Reader.valueOf(System.getProperty("natsuin.fuzz.reader"));
    private static final List<byte[]> SEEDS = seeds();

    private DocumentFuzz() {}

    private static List<byte[]> seeds() {
        try {
            return READERS.seeds(READER);
        } catch (Exception e) {
            throw new IllegalStateException("without seeds nothing is found", e);
        }
    }

    /** Writes what to begin with. */
    public static void fuzzerInitialize() {
        FuzzSeeds.write(SEEDS);
    }

    /** Judges or refuses; whatever is thrown is a finding. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        READERS.read(READER, SEEDS, data);
    }
}
