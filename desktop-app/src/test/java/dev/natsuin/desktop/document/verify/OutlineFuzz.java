package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.DamagedSeeds;
import dev.natsuin.desktop.document.cms.ClaimedSigner;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.testdata.FuzzSeeds;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Our own readings of signature files, without DSS, for a fuzzer: each says what the file is made of, or that it is
 * none, and never anything else. Run by {@code src/test/fuzz/fuzz}.
 */
public final class OutlineFuzz {
    private static final Path FILE = FuzzSeeds.folder().resolve("signature");

    private OutlineFuzz() {}

    private interface Reading {
        Object read(Path file) throws IOException;
    }

    /** Writes what to begin with. */
    public static void fuzzerInitialize() throws Exception {
        FuzzSeeds.write(DamagedSeeds.signatureFiles());
    }

    /** Reads it as each of the forms. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Files.write(FILE, data);
        FileKind.isPdf(FILE);
        ClaimedSigner.nameIn(Bytes.of(data));
        outlined(CmsOutline::of);
        outlined(XmlOutline::of);
        outlined(JwsOutline::isCompact);
        outlined(JwsOutline::of);
        outlined(ContainerOutline::of);
    }

    private static void outlined(Reading reading) {
        try {
            // As whoever verifies a file reads it.
            if (HostileInput.read(() -> reading.read(FILE)) == null) {
                throw new AssertionError("a reading without a word");
            }
        } catch (IOException e) {
            return; // It is none.
        }
    }
}
