package dev.natsuin.desktop.document.level;

import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.verify.FileKind;
import eu.europa.esig.dss.asic.cades.ASiCWithCAdESSignatureParameters;
import eu.europa.esig.dss.asic.cades.signature.ASiCWithCAdESService;
import eu.europa.esig.dss.cades.CAdESSignatureParameters;
import eu.europa.esig.dss.cades.signature.CAdESService;
import eu.europa.esig.dss.enumerations.ASiCContainerType;
import eu.europa.esig.dss.enumerations.JWSSerializationType;
import eu.europa.esig.dss.jades.JAdESSignatureParameters;
import eu.europa.esig.dss.jades.signature.JAdESService;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.signature.XAdESService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One step up for signatures that are no PDFs', by EU DSS, in their own baseline profile. */
final class FileExtending {
    private FileExtending() {}

    /** The file one level up; what DSS throws is the caller's to catch. */
    static DSSDocument extend(
            FileKind kind,
            DSSDocument document,
            Optional<? extends DSSDocument> detached,
            SignatureLevel step,
            CommonCertificateVerifier verifier,
            TSPSource timestamps) {
        var contents = detached.<List<DSSDocument>>map(List::of).orElse(List.of());
        return switch (kind) {
            case PDF -> throw new IllegalArgumentException("PDFs are raised elsewhere");
            case CMS -> {
                var service = new CAdESService(verifier);
                service.setTspSource(timestamps);
                var parameters = new CAdESSignatureParameters();
                parameters.setSignatureLevel(level("CAdES", step));
                parameters.setDetachedContents(contents);
                yield service.extendDocument(document, parameters);
            }
            case XML -> {
                var service = new XAdESService(verifier);
                service.setTspSource(timestamps);
                var parameters = new XAdESSignatureParameters();
                parameters.setSignatureLevel(level("XAdES", step));
                parameters.setDetachedContents(contents);
                yield service.extendDocument(document, parameters);
            }
            case JSON -> {
                var service = new JAdESService(verifier);
                service.setTspSource(timestamps);
                var parameters = new JAdESSignatureParameters();
                parameters.setSignatureLevel(level("JAdES", step));
                parameters.setDetachedContents(contents);
                parameters.setJwsSerializationType(JWSSerializationType.FLATTENED_JSON_SERIALIZATION);
                yield service.extendDocument(document, parameters);
            }
            case ZIP -> {
                var service = new ASiCWithCAdESService(verifier);
                service.setTspSource(timestamps);
                var parameters = new ASiCWithCAdESSignatureParameters();
                parameters.setSignatureLevel(level("CAdES", step));
                parameters.aSiC().setContainerType(containerType(document));
                yield service.extendDocument(document, parameters);
            }
        };
    }

    private static eu.europa.esig.dss.enumerations.SignatureLevel level(String form, SignatureLevel step) {
        return eu.europa.esig.dss.enumerations.SignatureLevel.valueOf(form + "_BASELINE_" + step);
    }

    /** By the first entry, which stands uncompressed at the beginning. */
    private static ASiCContainerType containerType(DSSDocument document) {
        try (var in = document.openStream()) {
            var head = new String(in.readNBytes(100), StandardCharsets.ISO_8859_1);
            return head.contains("vnd.etsi.asic-s+zip") ? ASiCContainerType.ASiC_S : ASiCContainerType.ASiC_E;
        } catch (IOException e) {
            throw new UncheckedIOException("the container cannot be read", e);
        }
    }
}
