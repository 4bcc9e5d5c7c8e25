package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.pdf.SignedRevision;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SubIndication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSName;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignerDigestMismatchException;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * A signature whose signer's key is of a kind that EU DSS has no name for, as ML-DSA: with it DSS judges nothing in the
 * whole file. So DSS does not get to see it, and we say what can be said without: whether the octets and the content
 * are those that were signed. Whether the certificate was good nobody looks at, so the verdict is never better than
 * open.
 */
final class OwnJudgement {
    /** Why it is open although it holds; none of the standard's reasons. */
    static final String NOT_JUDGED = "ALGORITHM_NOT_JUDGED";

    /** Why it is open, if nobody here knows whether it holds; none of the standard's reasons. */
    static final String NOT_KNOWN = "ALGORITHM_NOT_KNOWN";

    /** An instance of its own: without one nothing that is asked of the class knows any kind of key. */
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private final CMSSignedData cms;
    private final SignerInformation signer;
    private final X509CertificateHolder certificate;

    private OwnJudgement(CMSSignedData cms, SignerInformation signer, X509CertificateHolder certificate) {
        this.cms = cms;
        this.signer = signer;
        this.certificate = certificate;
    }

    /** Of this signature; nothing if DSS knows what its signer's key is called, or it has no such certificate. */
    static Optional<OwnJudgement> of(SignedRevision revision) {
        if (!revision.sound() || revision.timestamp()) {
            return Optional.empty();
        }
        try {
            return HostileInput.read(() -> read(revision));
        } catch (IOException e) {
            return Optional.empty(); // then it is DSS's to say so
        }
    }

    private static Optional<OwnJudgement> read(SignedRevision revision) throws IOException {
        try {
            // The DER's own length says where it ends; zeros follow it.
            var der = new ASN1InputStream(revision.contents().toArray()).readObject();
            var cms = new CMSSignedData(ContentInfo.getInstance(der));
            if (cms.getSignerInfos().size() != 1) {
                return Optional.empty();
            }
            var signer = cms.getSignerInfos().iterator().next();
            for (var each : cms.getCertificates().getMatches(null)) {
                if (signer.getSID().match(each) && !isNamed(each)) {
                    return Optional.of(new OwnJudgement(cms, signer, each));
                }
            }
            return Optional.empty();
        } catch (CMSException e) {
            throw new IOException("not a CMS", e);
        }
    }

    private static boolean isNamed(X509CertificateHolder certificate) {
        try {
            var converter = new JcaX509CertificateConverter().setProvider(PROVIDER);
            var key = Optional.ofNullable(converter.getCertificate(certificate).getPublicKey());
            key.ifPresent(EncryptionAlgorithm::forKey);
            return key.isPresent();
        } catch (CertificateException | IllegalArgumentException e) {
            return false;
        }
    }

    /** What is found of it. */
    SignatureReport report(Path file, SignedRevision revision, long sizeBytes, List<FoundChange> changes) {
        var why = why(file, revision);
        var open = why.equals(NOT_JUDGED) || why.equals(NOT_KNOWN);
        var own = x509();
        return new SignatureReport(
                own.map(SigningCertificate::commonName),
                own.map(SigningCertificate::issuerName),
                "PAdES",
                (open ? Indication.INDETERMINATE : Indication.TOTAL_FAILED).name(),
                Optional.of(why),
                Optional.ofNullable(revision.dictionary().getDate(COSName.M)).map(Calendar::toInstant),
                Optional.empty(),
                revision.endBytes() == sizeBytes,
                changes,
                revision.field(),
                Optional.empty(),
                own.map(one -> new PathCertificate(one, false, Optional.empty(), List.of())).stream()
                        .toList(),
                algorithm(),
                revision.endBytes(),
                open ? openOr(changes) : Verdict.INVALID);
    }

    private static Verdict openOr(List<FoundChange> changes) {
        return changes.stream().allMatch(change -> change.what() == DocumentChange.UNDETERMINED)
                ? Verdict.INDETERMINATE
                : Verdict.CHANGED;
    }

    /** Whether the content is another, or the signature is not the key's: that is beyond doubt. */
    private String why(Path file, SignedRevision revision) {
        try {
            var detached = new CMSSignedData(new Content(file, revision), cms.toASN1Structure());
            var signed = detached.getSignerInfos().iterator().next();
            var verifier = new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(PROVIDER)
                    .build(certificate);
            return cms.getSignedContent() == null && signer.getSignedAttributes() != null && signed.verify(verifier)
                    ? NOT_JUDGED
                    : SubIndication.SIG_CRYPTO_FAILURE.name();
        } catch (CMSSignerDigestMismatchException e) {
            return SubIndication.HASH_FAILURE.name();
        } catch (CMSException e) {
            return e.getCause() instanceof OperatorCreationException
                    ? NOT_KNOWN
                    : SubIndication.SIG_CRYPTO_FAILURE.name();
        } catch (OperatorCreationException | CertificateException | IllegalArgumentException e) {
            return NOT_KNOWN;
        }
    }

    private Optional<X509Certificate> x509() {
        try {
            var read = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
            return read instanceof X509Certificate x509 ? Optional.of(x509) : Optional.empty();
        } catch (CertificateException | IOException e) {
            return Optional.empty();
        }
    }

    private String algorithm() {
        var oid = signer.getEncryptionAlgOID();
        return oid.equals(SignAlgorithm.ML_DSA_65.oid()) ? "ML-DSA-65" : oid;
    }

    /** What the byte range of a signature covers, read as often as somebody asks. */
    private record Content(Path file, SignedRevision revision) implements CMSTypedData {
        @Override
        public ASN1ObjectIdentifier getContentType() {
            return CMSObjectIdentifiers.data;
        }

        @Override
        public void write(OutputStream out) throws IOException {
            try (var in = Files.newInputStream(file)) {
                copy(in, out, revision.gapFrom());
                in.skipNBytes(revision.gapTo() - revision.gapFrom());
                copy(in, out, revision.endBytes() - revision.gapTo());
            }
        }

        private static void copy(InputStream in, OutputStream out, long length) throws IOException {
            var buffer = new byte[65_536];
            var left = length;
            while (left > 0) {
                var read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new IOException("the file is shorter than its byte range");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }

        @Override
        public Object getContent() {
            return Bytes.EMPTY;
        }
    }
}
