package dev.natsuin.desktop.document;

import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.testdata.FuzzSeeds;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * PDFs that are signed as far as that goes, for a fuzzer: what was found whole beforehand is prepared as it is without
 * (decision 0055), and what is prepared can be written and read back. Run by {@code src/test/fuzz/fuzz}.
 */
public final class SigningFuzz {
    private static final Path FOLDER = FuzzSeeds.folder();
    private static final TestSigner SIGNER = new TestCa("signing fuzz").signer("Hanako", KeyAlgorithm.P_256);
    private static final SignAlgorithm BY = SignAlgorithm.ECDSA_WITH_SHA256;
    private static final PdfSignatureOptions OPTIONS = PdfSignatureOptions.at(SigningForTests.TIME);

    private SigningFuzz() {}

    /** Writes what to begin with. */
    public static void fuzzerInitialize() throws Exception {
        FuzzSeeds.write(new DamagedReaders(FOLDER).seeds(DamagedReaders.Reader.INSPECTED_PDF));
    }

    /** Signs it, if it can be signed. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        var file = Files.write(FOLDER.resolve("original.pdf"), data);
        if (!(PdfFile.open(file) instanceof PdfFile.Opening.Opened opened)) {
            return;
        }
        HashedFile looked;
        try (var pdf = opened.pdf()) {
            looked = HashedFile.of(pdf);
        }
        if (looked.wholePages() > 0) {
            require(
                    kept(prepared(file, Optional.of(looked))).equals(kept(prepared(file, Optional.empty()))),
                    "what was known whole is prepared otherwise");
        }
        if (prepared(file, Optional.empty()) instanceof Preparation.Prepared prepared) {
            var target = FOLDER.resolve("signed.pdf");
            Files.deleteIfExists(target);
            try (var document = prepared.document()) {
                var done = document.embed(SIGNER.sign(document.toBeSigned(), BY), Output.to(target));
                require(done instanceof Embedding.Embedded, "prepared, and cannot be written: " + done);
            }
        }
    }

    private static Preparation prepared(Path file, Optional<HashedFile> looked) {
        return PdfSigning.prepare(file, OPTIONS, SIGNER.with(BY), looked);
    }

    private static String kept(Preparation preparation) {
        if (preparation instanceof Preparation.Refused refused) {
            return refused.why().toString();
        }
        try (var document = ((Preparation.Prepared) preparation).document()) {
            return document.kept().toBytes().toUtf8();
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
