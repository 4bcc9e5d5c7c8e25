package dev.natsuin.desktop.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.appearance.SignatureLook.Direction;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.ArchiveJudge;
import dev.natsuin.desktop.testdata.ArchivePdf;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.COSObjectable;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A document that can be read aloud (PDF/UA) stays one when it is signed: veraPDF judges it before and after. */
final class AccessiblePdfTest {
    private static final TestCa CA = new TestCa("accessible");
    private static final TestSigner SIGNER = CA.signer("Taro", KeyAlgorithm.P_256);

    @TempDir
    Path desk;

    /** How the structure is laid out. */
    enum Layout {
        PARAGRAPH_ALONE,
        DOCUMENT,
        KIDS_APART,
        NUMBERS_IN_LEAVES,
        KEYS_TOLD
    }

    private static COSDictionary root(PDDocument document) {
        return document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.STRUCT_TREE_ROOT);
    }

    private Path document(Layout layout) throws IOException {
        var tagged = ArchivePdf.write(desk.resolve("tagged.pdf"), 2, "A", ArchivePdf.Form.NONE);
        var file = desk.resolve("accessible.pdf");
        try (var document = Loader.loadPDF(tagged.toFile())) {
            document.setDocumentId(14289L);
            var catalog = document.getDocumentCatalog();
            var preferences = new PDViewerPreferences(new COSDictionary());
            preferences.setDisplayDocTitle(true);
            catalog.setViewerPreferences(preferences);
            var xmp = """
                    <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
                    <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                    <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
                     xmlns:dc="http://purl.org/dc/elements/1.1/"><pdfuaid:part>1</pdfuaid:part>
                    <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Contract</rdf:li></rdf:Alt></dc:title>
                    </rdf:Description></rdf:RDF></x:xmpmeta>
                    <?xpacket end="w"?>""";
            catalog.setMetadata(
                    new PDMetadata(document, new ByteArrayInputStream(xmp.getBytes(StandardCharsets.UTF_8))));
            layOut(root(document), layout);
            document.save(file.toFile());
        }
        return file;
    }

    private static void layOut(COSDictionary root, Layout layout) {
        var paragraph = root.getCOSDictionary(COSName.K);
        var numbers = root.getCOSDictionary(COSName.PARENT_TREE);
        switch (layout) {
            case PARAGRAPH_ALONE -> {}
            case DOCUMENT, KIDS_APART -> {
                var all = new COSDictionary();
                all.setItem(COSName.TYPE, COSName.getPDFName("StructElem"));
                all.setItem(COSName.S, COSName.getPDFName("Document"));
                all.setItem(COSName.P, root);
                paragraph.setItem(COSName.P, all);
                var kids = new COSArray(List.of(paragraph));
                all.setItem(COSName.K, layout == Layout.DOCUMENT ? paragraph : apart(kids));
                root.setItem(COSName.K, layout == Layout.DOCUMENT ? all : apart(new COSArray(List.of(all))));
            }
            case NUMBERS_IN_LEAVES -> {
                var leaf = new COSDictionary();
                leaf.setItem(COSName.NUMS, numbers.getItem(COSName.NUMS));
                leaf.setItem(COSName.LIMITS, new COSArray(List.of(COSInteger.ZERO, COSInteger.ZERO)));
                numbers.removeItem(COSName.NUMS);
                numbers.setItem(COSName.KIDS, new COSArray(List.of(leaf)));
            }
            case KEYS_TOLD -> root.setInt("ParentTreeNextKey", 7);
        }
    }

    private static COSArray apart(COSArray array) {
        array.setDirect(false);
        return array;
    }

    private static PdfSignatureOptions options(boolean seen) {
        var plain = new PdfSignatureOptions(
                Optional.of("I agree"), Optional.empty(), SigningForTests.TIME, Optional.empty());
        return seen
                ? plain.seen(new VisibleSignature(
                        Optional.of(new StampPlace(1, 300, 500, 220, 120)),
                        Direction.HORIZONTAL,
                        Optional.empty(),
                        Locale.ENGLISH,
                        ZoneId.of("UTC")))
                : plain;
    }

    private static Path signed(Path file, boolean seen) {
        return SigningForTests.signed(file, SIGNER, SignAlgorithm.ECDSA_WITH_SHA256, options(seen));
    }

    private static void judged(Path file, int signatures) {
        var judged = (Verification.Judged)
                PdfVerification.verify(file, TrustAnchors.of(List.of(CA.certificate())), SigningForTests.TIME);
        assertThat(judged.verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged.signatures()).hasSize(signatures);
        assertThat(ForeignJudges.pdfsig(file)).contains("Signature is Valid");
        assertThat(ForeignJudges.qpdf(file).exit()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void a_signature_has_its_place_in_the_structure(Layout layout) throws IOException {
        var file = document(layout);
        assertThat(ArchiveJudge.judgeAccess(file).broken()).isEmpty();
        for (var seen : List.of(true, false)) {
            var signed = signed(file, seen);

            assertThat(ArchiveJudge.judgeAccess(signed).broken())
                    .as("seen %s", seen)
                    .isEmpty();
            judged(signed, 1);
            try (var document = Loader.loadPDF(signed.toFile())) {
                var widget = document.getPage(0).getAnnotations().get(0).getCOSObject();
                var element = ((COSObjectable) document.getDocumentCatalog()
                                                .getStructureTreeRoot()
                                                .getParentTree()
                                                .getValue(widget.getInt(COSName.STRUCT_PARENT)))
                                        .getCOSObject()
                                instanceof COSDictionary found
                        ? found
                        : new COSDictionary();
                COSBase pointed = element.getCOSDictionary(COSName.K).getDictionaryObject(COSName.OBJ);
                assertThat(pointed).isSameAs(widget);
                assertThat(element.getCOSDictionary(COSName.P).getCOSName(COSName.S))
                        .isEqualTo(
                                layout == Layout.DOCUMENT || layout == Layout.KIDS_APART
                                        ? COSName.getPDFName("Document")
                                        : null);
            }
            Files.delete(signed);
        }
    }

    /** What the first signer saw stays as it is, structure and all: other readers would call that a change. */
    @Test
    void a_second_signature_touches_no_structure_that_the_first_protects() throws IOException {
        var once = signed(document(Layout.DOCUMENT), true);
        int before;
        try (var document = Loader.loadPDF(once.toFile())) {
            before = root(document).getInt("ParentTreeNextKey");
        }

        var twice = SigningForTests.signed(once, SIGNER, SignAlgorithm.ECDSA_WITH_SHA256, options(false));

        judged(twice, 2);
        try (var document = Loader.loadPDF(twice.toFile())) {
            assertThat(root(document).getInt("ParentTreeNextKey")).isEqualTo(before);
        }
    }

    @Test
    void a_structure_that_is_not_laid_out_as_it_should_be_stays_as_it_is() throws IOException {
        var file = document(Layout.PARAGRAPH_ALONE);
        var odd = desk.resolve("odd.pdf");
        try (var document = Loader.loadPDF(file.toFile())) {
            root(document)
                    .getCOSDictionary(COSName.PARENT_TREE)
                    .getCOSArray(COSName.NUMS)
                    .add(COSInteger.ONE);
            document.save(odd.toFile());
        }

        var signed = signed(odd, true);

        judged(signed, 1);
        try (var document = Loader.loadPDF(signed.toFile())) {
            assertThat(root(document).containsKey("ParentTreeNextKey")).isFalse();
        }
    }

    /** An array of a hostile file may be many things at once; the structure's list is its list of pages here. */
    @Test
    void what_the_structure_shares_with_the_pages_is_not_changed() throws IOException {
        var file = document(Layout.DOCUMENT);
        var shared = desk.resolve("shared.pdf");
        try (var document = Loader.loadPDF(file.toFile())) {
            var kids = document.getPages().getCOSObject().getCOSArray(COSName.KIDS);
            kids.setDirect(false);
            root(document).setItem(COSName.K, kids);
            document.save(shared.toFile(), CompressParameters.NO_COMPRESSION);
        }

        var before = pages(shared);
        var signed = signed(shared, true);

        assertThat(pages(signed)).isEqualTo(before);
    }

    private static int pages(Path file) throws IOException {
        try (var document = Loader.loadPDF(file.toFile())) {
            return document.getPages().getCOSObject().getCOSArray(COSName.KIDS).size();
        }
    }
}
