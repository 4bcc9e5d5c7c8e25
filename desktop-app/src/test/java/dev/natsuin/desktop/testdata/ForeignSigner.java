package dev.natsuin.desktop.testdata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureInterface;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Somebody else's program that signs and fills in PDFs: PDFBox and BouncyCastle as their manuals say. It asks no one.
 */
public final class ForeignSigner {
    private ForeignSigner() {}

    /** Work on an open document before it is saved behind what there is. */
    @FunctionalInterface
    public interface Work {
        /** Changes the document. */
        void on(PDDocument document) throws IOException;
    }

    /** Changes a file by an update. */
    public static Path updated(Path file, Path target, Work work) {
        try (var document = Loader.loadPDF(file.toFile());
                var out = Files.newOutputStream(target)) {
            work.on(document);
            document.saveIncremental(out);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Signs, with a picture if there is a place for it.
     *
     * @param place on the first page
     */
    public static Path signed(Path file, Path target, TestSigner signer, Instant time, Optional<PDRectangle> place) {
        try (var document = Loader.loadPDF(file.toFile());
                var out = Files.newOutputStream(target)) {
            var signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(COSName.getPDFName("ETSI.CAdES.detached"));
            var date = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
            date.setTimeInMillis(time.toEpochMilli());
            signature.setSignDate(date);
            SignatureInterface by = content -> cms(content.readAllBytes(), signer);
            document.addSignature(signature, by);
            if (place.isPresent()) {
                // PDFBox makes an invisible field, and lets its owner change that before saving.
                for (var field : document.getSignatureFields()) {
                    if (field.getCOSObject().getDictionaryObject(COSName.V) == signature.getCOSObject()) {
                        field.getWidgets().get(0).setRectangle(place.get());
                    }
                }
            }
            document.saveIncremental(out);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A detached CMS over content. */
    public static byte[] cms(byte[] content, TestSigner signer) throws IOException {
        try {
            var generator = new CMSSignedDataGenerator();
            var hash = java.security.MessageDigest.getInstance("SHA-256")
                    .digest(signer.certificate().getEncoded());
            var attributes = new ASN1EncodableVector();
            attributes.add(new Attribute(
                    PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                    new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash)))));
            var chain = new ArrayList<X509Certificate>(List.of(signer.certificate()));
            chain.addAll(signer.issuers());
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .setSignedAttributeGenerator(new WithoutTime(new AttributeTable(attributes)))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.key()), signer.certificate()));
            generator.addCertificates(new JcaCertStore(chain));
            return generator
                    .generate(new CMSProcessableByteArray(content), false)
                    .getEncoded();
        } catch (java.security.GeneralSecurityException | OperatorCreationException | CMSException e) {
            throw new IOException(e);
        }
    }

    /** A PAdES signature says its time outside of the CMS. */
    private static final class WithoutTime extends DefaultSignedAttributeTableGenerator {
        WithoutTime(AttributeTable attributes) {
            super(attributes);
        }

        @Override
        public AttributeTable getAttributes(@SuppressWarnings("rawtypes") java.util.Map parameters) {
            return super.getAttributes(parameters).remove(PKCSObjectIdentifiers.pkcs_9_at_signingTime);
        }
    }
}
