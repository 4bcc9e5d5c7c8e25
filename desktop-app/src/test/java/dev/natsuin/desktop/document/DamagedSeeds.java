package dev.natsuin.desktop.document;

import dev.natsuin.desktop.testdata.FuzzSeeds;
import java.util.ArrayList;
import java.util.List;

/** Seeds of {@link DamagedReaders} for fuzzers of other packages. */
public final class DamagedSeeds {
    private DamagedSeeds() {}

    /** Signature files of each form but PDF. */
    public static List<byte[]> signatureFiles() throws Exception {
        var readers = new DamagedReaders(FuzzSeeds.folder());
        var seeds = new ArrayList<byte[]>();
        for (var reader : List.of(
                DamagedReaders.Reader.CMS,
                DamagedReaders.Reader.XML,
                DamagedReaders.Reader.JSON,
                DamagedReaders.Reader.CONTAINER,
                DamagedReaders.Reader.SIMPLE_CONTAINER)) {
            seeds.addAll(readers.seeds(reader));
        }
        return seeds;
    }
}
