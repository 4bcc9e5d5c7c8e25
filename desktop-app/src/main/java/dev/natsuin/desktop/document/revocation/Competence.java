package dev.natsuin.desktop.document.revocation;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was said of a certificate comes from somebody who may say it, and is about all there is to say of it.
 *
 * <p>EU DSS asks for neither: it believes any responder whose certificate leads to a believed authority, be it the
 * signer whose own certificate was revoked, and any list that bears the right address, be it one of other certificates.
 */
public final class Competence {
    private static final int MOST_RESPONDERS = 8;
    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(
            Extension.authorityKeyIdentifier,
            Extension.cRLNumber,
            Extension.issuingDistributionPoint,
            Extension.expiredCertsOnCRL);
    private static final int EXTENSIONS = 0xA0;

    private Competence() {}

    /**
     * True if an answer was signed by the issuer itself, or by somebody to whom the very key that issued the
     * certificate gave nothing but that task (RFC 6960 §4.2.2.2).
     *
     * @param issuer whose certificates the answer is about
     */
    public static boolean mayAnswer(BasicOCSPResp answer, X509CertificateHolder issuer) {
        return signed(answer, issuer)
                || Arrays.stream(answer.getCerts())
                        .filter(each -> isResponder(each) && each.getIssuer().equals(issuer.getSubject()))
                        .limit(MOST_RESPONDERS)
                        .anyMatch(each -> issued(each, issuer) && signed(answer, each));
    }

    /** The same for octets; false for those that are no answer. */
    // BouncyCastle says in many ways that octets are not what they should be.
    @SuppressWarnings("IllegalCatch")
    public static boolean mayAnswer(Bytes answer, X509CertificateHolder issuer) {
        try {
            return new OCSPResp(answer.toArray()).getResponseObject() instanceof BasicOCSPResp basic
                    && mayAnswer(basic, issuer);
        } catch (IOException | OCSPException | RuntimeException e) {
            return false;
        }
    }

    private static boolean isResponder(X509CertificateHolder certificate) {
        var usage = ExtendedKeyUsage.fromExtensions(certificate.getExtensions());
        return usage != null && usage.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning);
    }

    private static boolean signed(BasicOCSPResp answer, X509CertificateHolder by) {
        try {
            return answer.isSignatureValid(verifier(by));
        } catch (OCSPException | OperatorCreationException | IOException e) {
            return false;
        }
    }

    private static boolean issued(X509CertificateHolder certificate, X509CertificateHolder by) {
        try {
            return certificate.isSignatureValid(verifier(by));
        } catch (CertException | OperatorCreationException | IOException e) {
            return false;
        }
    }

    private static ContentVerifierProvider verifier(X509CertificateHolder key)
            throws OperatorCreationException, IOException {
        return new JcaContentVerifierProviderBuilder()
                .setProvider(new BouncyCastleProvider())
                .build(key.getSubjectPublicKeyInfo());
    }

    /**
     * True if whoever does not stand on a list is not revoked by its author (RFC 5280 §6.3.3): it is whole and no
     * supplement, of this kind of certificates and of the address that the certificate names, for every reason, of
     * nobody else's certificates, and bears nothing critical that nobody here understands.
     *
     * @param list in DER
     */
    // BouncyCastle says in many ways that octets are not what they should be.
    @SuppressWarnings("IllegalCatch")
    public static boolean covers(Bytes list, X509CertificateHolder certificate) {
        try {
            var extensions = extensions(list);
            return extensions.isEmpty() || covers(extensions.get(), certificate);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /**
     * True of a list that is whole and for every reason, of nobody else's certificates and of none that give
     * attributes, and that bears nothing critical that nobody here understands. Of which certificates it is,
     * {@link #covers} says.
     *
     * @param list in DER
     */
    // BouncyCastle says in many ways that octets are not what they should be.
    @SuppressWarnings("IllegalCatch")
    static boolean understands(Bytes list) {
        try {
            var extensions = extensions(list);
            if (extensions.isEmpty()) {
                return true;
            }
            var scope = extensions.get().getExtensionParsedValue(Extension.issuingDistributionPoint);
            return understands(extensions.get())
                    && (scope == null || understands(IssuingDistributionPoint.getInstance(scope)));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static boolean understands(Extensions list) {
        return UNDERSTOOD.containsAll(List.of(list.getCriticalExtensionOIDs()))
                && list.getExtension(Extension.deltaCRLIndicator) == null;
    }

    private static boolean understands(IssuingDistributionPoint scope) {
        return !scope.isIndirectCRL() && !scope.onlyContainsAttributeCerts() && scope.getOnlySomeReasons() == null;
    }

    private static boolean covers(Extensions list, X509CertificateHolder certificate) {
        if (!understands(list)) {
            return false;
        }
        var scope = list.getExtensionParsedValue(Extension.issuingDistributionPoint);
        return scope == null || covers(IssuingDistributionPoint.getInstance(scope), certificate);
    }

    private static boolean covers(IssuingDistributionPoint scope, X509CertificateHolder certificate) {
        var constraints = BasicConstraints.fromExtensions(certificate.getExtensions());
        boolean authority = constraints != null && constraints.isCA();
        return understands(scope)
                && !(authority ? scope.onlyContainsUserCerts() : scope.onlyContainsCACerts())
                && (scope.getDistributionPoint() == null || isNamed(scope.getDistributionPoint(), certificate));
    }

    private static boolean isNamed(DistributionPointName place, X509CertificateHolder certificate) {
        var points = CRLDistPoint.fromExtensions(certificate.getExtensions());
        var named = points == null
                ? Stream.<GeneralName>empty()
                : Arrays.stream(points.getDistributionPoints())
                        .map(DistributionPoint::getDistributionPoint)
                        .flatMap(Competence::names);
        var own = names(place).toList();
        return named.anyMatch(own::contains);
    }

    private static Stream<GeneralName> names(@Nullable DistributionPointName point) {
        return point == null || point.getType() != DistributionPointName.FULL_NAME
                ? Stream.empty()
                : Arrays.stream(GeneralNames.getInstance(point.getName()).getNames());
    }

    /** Of a list, without building all that stands on it. */
    private static Optional<Extensions> extensions(Bytes list) throws IOException {
        try {
            var signed = inside(ByteBuffer.wrap(list.toArray()));
            var parts = inside(signed);
            while (parts.hasRemaining()) {
                boolean last = (parts.get(parts.position()) & 0xff) == EXTENSIONS;
                var part = inside(parts);
                if (last) {
                    var octets = new byte[part.remaining()];
                    part.get(octets);
                    return Optional.of(Extensions.getInstance(ASN1Primitive.fromByteArray(octets)));
                }
            }
            return Optional.empty();
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IOException("octets that end too early", e);
        }
    }

    /** What is in the next value of DER, which is passed over. */
    private static ByteBuffer inside(ByteBuffer der) throws IOException {
        der.get();
        long length = der.get() & 0xff;
        if (length > 0x7f) {
            int octets = (int) length & 0x7f;
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | (der.get() & 0xff);
            }
            if (octets > 4) {
                throw new IOException("a length that nothing has");
            }
        }
        if (length > der.remaining()) {
            throw new IOException("octets that end too early");
        }
        var inside = der.slice(der.position(), (int) length);
        der.position(der.position() + (int) length);
        return inside;
    }
}
