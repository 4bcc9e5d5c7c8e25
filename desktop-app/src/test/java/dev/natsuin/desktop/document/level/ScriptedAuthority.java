package dev.natsuin.desktop.document.level;

import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.bytes.Bytes;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.util.CollectionStore;

/** A timestamp authority that is right in everything but what a test changes. */
public final class ScriptedAuthority implements PkiAsking {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.2.3");

    private final KeyPair pair = TestKeys.fresh();
    private List<KeyPurposeId> purposes = List.of(KeyPurposeId.id_kp_timeStamping);
    private boolean purposeCritical = true;
    private boolean carriesCertificate = true;
    private boolean otherKey;
    private Instant begins = NOW.minus(Duration.ofDays(1));
    private Duration lasts = Duration.ofDays(365);
    private Instant now = NOW;
    private Optional<byte[]> otherHash = Optional.empty();
    private Optional<BigInteger> otherNonce = Optional.empty();
    private boolean refuses;
    private Optional<X509CertificateHolder> issued = Optional.empty();
    private Optional<TestCa> issuer = Optional.empty();
    private int cutOctets;
    int asked;
    String askedAt = "";

    ScriptedAuthority purposes(KeyPurposeId... others) {
        purposes = List.of(others);
        return this;
    }

    ScriptedAuthority purposeNotCritical() {
        purposeCritical = false;
        return this;
    }

    ScriptedAuthority withoutCertificate() {
        carriesCertificate = false;
        return this;
    }

    ScriptedAuthority signsWithAnotherKey() {
        otherKey = true;
        return this;
    }

    ScriptedAuthority notYetValid() {
        begins = NOW.plus(Duration.ofHours(1));
        return this;
    }

    /** With a certificate that ends so long after the day before it usually begins. */
    public ScriptedAuthority lasting(Duration time) {
        lasts = time;
        return this;
    }

    /** From now on it is this time, and it has a new certificate for the same key that began the day before. */
    public ScriptedAuthority at(Instant time) {
        now = time;
        begins = time.minus(Duration.ofDays(1));
        issued = Optional.empty();
        return this;
    }

    /** With certificates of that authority, which then is whom to believe. */
    ScriptedAuthority issuedBy(TestCa authority) {
        issuer = Optional.of(authority);
        issued = Optional.empty();
        return this;
    }

    ScriptedAuthority stampsAnotherHash() {
        otherHash = Optional.of(new byte[32]);
        return this;
    }

    ScriptedAuthority answersAnotherRequest() {
        otherNonce = Optional.of(BigInteger.TEN);
        return this;
    }

    ScriptedAuthority refuses() {
        refuses = true;
        return this;
    }

    ScriptedAuthority cutsOff(int octets) {
        cutOctets = octets;
        return this;
    }

    /** One and the same: who believes it has this very one. */
    private synchronized X509CertificateHolder certificate() throws Exception {
        if (issued.isEmpty()) {
            issued = Optional.of(newCertificate());
        }
        return issued.get();
    }

    private X509CertificateHolder newCertificate() throws Exception {
        if (issuer.isPresent()) {
            var certificate = issuer.get().stamping(pair.getPublic(), begins, begins.plus(lasts));
            return new JcaX509CertificateHolder(certificate);
        }
        var name = new X500Name("CN=scripted");
        var builder = new X509v3CertificateBuilder(
                name,
                BigInteger.TWO,
                Date.from(begins),
                Date.from(begins.plus(lasts)),
                name,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        if (!purposes.isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    purposeCritical,
                    new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
        }
        return builder.build(TestKeys.signer(pair));
    }

    /** Its certificate, for who believes it. */
    public X509Certificate believed() {
        try {
            return new JcaX509CertificateConverter().getCertificate(certificate());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Made by hand: BouncyCastle makes no token for a certificate that may not sign one. */
    private byte[] token(TimeStampRequest request) throws Exception {
        var certificate = certificate();
        var imprint = new MessageImprint(
                new AlgorithmIdentifier(request.getMessageImprintAlgOID()),
                otherHash.orElse(request.getMessageImprintDigest()));
        var nonce = otherNonce.or(() -> Optional.ofNullable(request.getNonce()));
        var info = new TSTInfo(
                POLICY,
                imprint,
                new ASN1Integer(1),
                new ASN1GeneralizedTime(Date.from(now)),
                null,
                null,
                nonce.map(ASN1Integer::new).orElse(null),
                null,
                null);
        var generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider())
                .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(signed(certificate)))
                .build(TestKeys.signer(otherKey ? TestKeys.fresh() : pair), certificate));
        if (carriesCertificate) {
            generator.addCertificates(new CollectionStore<>(List.of(certificate)));
        }
        return generator
                .generate(new CMSProcessableByteArray(PKCSObjectIdentifiers.id_ct_TSTInfo, info.getEncoded()), true)
                .getEncoded();
    }

    private AttributeTable signed(X509CertificateHolder certificate) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        var time = new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(now))));
        var named = new Attribute(
                PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                new DERSet(new SigningCertificateV2(new ESSCertIDv2(digest))));
        var attributes = new ASN1EncodableVector();
        attributes.add(time);
        attributes.add(named);
        return new AttributeTable(attributes);
    }

    @Override
    public Optional<Bytes> post(String url, String contentType, Bytes body) {
        asked++;
        askedAt = url;
        try {
            var token = ContentInfo.getInstance(token(new TimeStampRequest(body.toArray())));
            var response = refuses
                    ? new TimeStampResp(new PKIStatusInfo(PKIStatus.rejection), null)
                    : new TimeStampResp(new PKIStatusInfo(PKIStatus.granted), token);
            var octets = response.getEncoded();
            return Optional.of(Bytes.of(Arrays.copyOf(octets, octets.length - cutOctets)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<Bytes> get(String url) {
        throw new IllegalStateException("timestamps are posted");
    }
}
