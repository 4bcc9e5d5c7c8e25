package dev.natsuin.desktop.document.verify;

import eu.europa.esig.dss.asic.cades.validation.ASiCContainerWithCAdESValidator;
import eu.europa.esig.dss.asic.xades.validation.ASiCContainerWithXAdESValidator;
import eu.europa.esig.dss.cades.validation.CMSDocumentValidator;
import eu.europa.esig.dss.jades.validation.JWSCompactDocumentValidator;
import eu.europa.esig.dss.jades.validation.JWSSerializationDocumentValidator;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import eu.europa.esig.dss.xades.validation.XMLDocumentValidator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One run of EU DSS over a signature file under our policy.
 *
 * <p>What DSS throws on a hostile file is the caller's to catch.
 */
final class FileValidation {
    private FileValidation() {}

    static Reports validate(FileKind kind, Path file, Circumstances circumstances) throws IOException {
        var validator = validator(kind, file);
        circumstances
                .detached()
                .ifPresent(content -> validator.setDetachedContents(List.of(new FileDocument(content.toFile()))));
        return DssRun.of(validator, circumstances);
    }

    private static SignedDocumentValidator validator(FileKind kind, Path file) throws IOException {
        var document = new FileDocument(file.toFile());
        return switch (kind) {
            case CMS -> new CMSDocumentValidator(document);
            case ZIP ->
                ContainerOutline.of(file).isCades()
                        ? new ASiCContainerWithCAdESValidator(document)
                        : new ASiCContainerWithXAdESValidator(document);
            case XML -> new XMLDocumentValidator(document);
            case JSON ->
                JwsOutline.isCompact(file)
                        ? new JWSCompactDocumentValidator(document)
                        : new JWSSerializationDocumentValidator(document);
            case PDF -> throw new IllegalArgumentException("PDFs are read elsewhere");
        };
    }
}
