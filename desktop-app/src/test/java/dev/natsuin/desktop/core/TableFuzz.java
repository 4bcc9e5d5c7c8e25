package dev.natsuin.desktop.core;

import dev.natsuin.desktop.testdata.FuzzSeeds;
import java.nio.file.Path;

/**
 * Lists of people and files of keys, for a fuzzer; {@code -Dnatsuin.fuzz.reader} says which. Run by
 * {@code src/test/fuzz/fuzz}.
 */
public final class TableFuzz {
    private static final Path FOLDER = FuzzSeeds.folder();
    private static final DamagedTablesTest.Reader READER =
            DamagedTablesTest.Reader.valueOf(System.getProperty("natsuin.fuzz.reader"));

    private TableFuzz() {}

    /** Writes what to begin with. */
    public static void fuzzerInitialize() throws Exception {
        FuzzSeeds.write(DamagedTablesTest.seeds(READER));
    }

    /** Reads or refuses; whatever is thrown is a finding. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        DamagedTablesTest.isRead(READER, FOLDER, data);
    }
}
