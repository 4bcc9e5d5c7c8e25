package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.RevisionDiff;
import dev.natsuin.desktop.document.pdf.SignedRevision;
import eu.europa.esig.dss.pdf.PdfDssDict;
import eu.europa.esig.dss.pdf.SingleDssDict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * The signatures of a file, each with what became of the document after it.
 *
 * @param layers oldest first; those that are not sound come first of all
 * @param newest the validation data that the whole file holds
 */
record SignedLayers(List<Layer> layers, Optional<PdfDssDict> newest) {
    SignedLayers {
        layers = List.copyOf(layers);
    }

    /**
     * One signature or document time-stamp.
     *
     * @param revision where it stands
     * @param changes what changed since without an explanation; empty if that could not be found out
     * @param validationData what the signed revision holds
     * @param own our own word on it, if EU DSS cannot judge it
     */
    record Layer(
            SignedRevision revision,
            Optional<List<RevisionDiff.Change>> changes,
            Optional<PdfDssDict> validationData,
            Optional<OwnJudgement> own) {
        static Layer unread(SignedRevision revision) {
            return new Layer(revision, Optional.empty(), Optional.empty(), OwnJudgement.of(revision));
        }
    }

    /** Looks at each revision once. */
    static SignedLayers of(PdfFile pdf, List<SignedRevision> signatures) throws IOException {
        var layers = new ArrayList<Layer>();
        for (var each : signatures) {
            layers.add(each.sound() ? layer(pdf, each, signatures) : Layer.unread(each));
        }
        return new SignedLayers(layers, validationData(pdf.document()));
    }

    private static Layer layer(PdfFile pdf, SignedRevision signature, List<SignedRevision> all) {
        try (var opened = signature.open(pdf)) {
            if (opened.document().isEmpty()) {
                var flawed = signature.withFlaw("the signature is not in the revision it signs");
                return Layer.unread(flawed);
            }
            var own = OwnJudgement.of(signature);
            if (own.isEmpty() && !LayeredPdf.canRead(signature)) {
                return Layer.unread(signature.withFlaw("a signature that cannot be read"));
            }
            var document = opened.document().get();
            var data = validationData(document);
            return new Layer(signature, changes(pdf, signature, all, document), data, own);
        } catch (IOException e) {
            return Layer.unread(signature);
        }
    }

    private static Optional<List<RevisionDiff.Change>> changes(
            PdfFile pdf, SignedRevision signature, List<SignedRevision> all, PDDocument document) {
        boolean whole = signature.endBytes() == pdf.sizeBytes();
        if (pdf.repaired()) {
            // The signed revision is sound, so the damage is in what follows it.
            return whole
                    ? Optional.empty()
                    : Optional.of(List.of(new RevisionDiff.Change(
                            RevisionDiff.Kind.OCTETS, List.of(), "what follows cannot be read without repair")));
        }
        if (whole) {
            return Optional.of(List.of());
        }
        try {
            return Optional.of(RevisionDiff.between(pdf, signature, all, document));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<PdfDssDict> validationData(PDDocument document) {
        return Optional.ofNullable(SingleDssDict.extract(
                new DictionaryView(document.getDocumentCatalog().getCOSObject())));
    }

    /** Those that EU DSS can judge. */
    SignedLayers forDss() {
        return new SignedLayers(
                layers.stream().filter(layer -> layer.own().isEmpty()).toList(), newest);
    }

    /** The sound ones, newest first. */
    List<Layer> soundNewestFirst() {
        var sound = new ArrayList<>(
                layers.stream().filter(layer -> layer.revision().sound()).toList());
        Collections.reverse(sound);
        return sound;
    }
}
