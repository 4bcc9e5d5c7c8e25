package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.pdf.NoRoom;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.SignedRevision;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.pades.validation.ByteRange;
import eu.europa.esig.dss.pades.validation.PdfByteRangeDocument;
import eu.europa.esig.dss.pades.validation.PdfRevision;
import eu.europa.esig.dss.pades.validation.PdfSignatureDictionary;
import eu.europa.esig.dss.pades.validation.PdfSignatureField;
import eu.europa.esig.dss.pades.validation.dss.PdfCompositeDssDictionary;
import eu.europa.esig.dss.pdf.PDFServiceMode;
import eu.europa.esig.dss.pdf.PDFSignatureService;
import eu.europa.esig.dss.pdf.PdfDocDssRevision;
import eu.europa.esig.dss.pdf.PdfDocTimestampRevision;
import eu.europa.esig.dss.pdf.PdfDssDict;
import eu.europa.esig.dss.pdf.PdfSigDictWrapperFactory;
import eu.europa.esig.dss.pdf.PdfSignatureRevision;
import eu.europa.esig.dss.pdf.pdfbox.PdfBoxNativeObjectFactory;
import eu.europa.esig.dss.pdf.pdfbox.PdfBoxSignatureService;
import eu.europa.esig.dss.pdf.pdfbox.visible.nativedrawer.PdfBoxNativeSignatureDrawerFactory;
import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import eu.europa.esig.dss.spi.x509.tsp.TimestampToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.jspecify.annotations.Nullable;

/**
 * Gives EU DSS the signatures that we found, as we found them, instead of letting it look for them.
 *
 * <p>So both judge the same octets, no file is read that is not sound, and each revision is read once: DSS by itself
 * searches the whole file octet by octet and compares the revisions once more. What changed between revisions is our
 * business alone ({@code RevisionDiff}).
 */
final class LayeredPdf extends PdfBoxNativeObjectFactory {
    private static final COSName REFERENCE = COSName.getPDFName("Reference");
    private static final COSName LOCK = COSName.getPDFName("Lock");

    private final PdfFile pdf;
    private final SignedLayers layers;

    LayeredPdf(PdfFile pdf, SignedLayers layers) {
        this.pdf = pdf;
        this.layers = layers;
    }

    /** False for a CMS at which DSS throws, and then judges nothing of the whole file. */
    static boolean canRead(SignedRevision signature) throws IOException {
        try {
            return HostileInput.read(() -> dictionary(signature)).getCMS() != null;
        } catch (IOException e) {
            if (NoRoom.isCauseOf(e) || e.getCause() instanceof OutOfMemoryError) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public PDFSignatureService newPAdESSignatureService() {
        return new Service();
    }

    private final class Service extends PdfBoxSignatureService {
        Service() {
            super(PDFServiceMode.SIGNATURE, new PdfBoxNativeSignatureDrawerFactory());
        }

        @Override
        public List<PdfRevision> getRevisions(DSSDocument document, char @Nullable [] password) {
            try {
                return revisions(document);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void analyzePdfModifications(
                DSSDocument document, List<AdvancedSignature> signatures, char @Nullable [] password) {
            // Found out already.
        }

        @Override
        public void analyzeTimestampPdfModifications(
                DSSDocument document, List<TimestampToken> timestamps, char @Nullable [] password) {
            // Found out already.
        }
    }

    private List<PdfRevision> revisions(DSSDocument document) throws IOException {
        var revisions = new ArrayList<PdfRevision>();
        var all = new PdfCompositeDssDictionary();
        Optional<PdfDssDict> later = layers.newest();
        later.ifPresent(all::populateFromDssDictionary);
        boolean data = false;
        for (var layer : layers.soundNewestFirst()) {
            if (later.isPresent() && !later.equals(layer.validationData())) {
                all.populateFromDssDictionary(later.get());
                revisions.add(new PdfDocDssRevision(all, later.get()));
                data = true;
            }
            later = layer.validationData();
            revisions.add(revision(document, layer, all, data));
        }
        return revisions;
    }

    private PdfRevision revision(
            DSSDocument document, SignedLayers.Layer layer, PdfCompositeDssDictionary all, boolean data)
            throws IOException {
        var signature = layer.revision();
        var dictionary = dictionary(signature);
        // Both are the same octets, which was looked at before.
        dictionary.checkConsistency(dictionary(signature));
        dictionary.getByteRange().setValid(true);
        var signed = new PdfByteRangeDocument(document, dictionary.getByteRange());
        int start = Math.toIntExact(signature.updateStart(pdf));
        var earlier = new PdfByteRangeDocument(document, new ByteRange(new int[] {0, start, start, 0}));
        var fields = List.of(new PdfSignatureField(without(signature.holder(), LOCK)));
        boolean whole = signature.endBytes() == pdf.sizeBytes();
        return signature.timestamp()
                ? new PdfDocTimestampRevision(dictionary, fields, signed, earlier, whole)
                : new PdfSignatureRevision(
                        dictionary, all, data ? layers.newest().orElse(null) : null, fields, signed, earlier, whole);
    }

    private static PdfSignatureDictionary dictionary(SignedRevision signature) throws IOException {
        return new PdfSigDictWrapperFactory(without(signature.dictionary(), REFERENCE)).create();
    }

    /**
     * What a signature allows later: DSS throws at words that it does not know, and judges nothing then. What came
     * later is compared with it elsewhere, where such words allow nothing.
     */
    private static DictionaryView without(COSDictionary dictionary, COSName rules) {
        var rest = new COSDictionary(dictionary);
        rest.removeItem(rules);
        return new DictionaryView(rest);
    }
}
