package dev.natsuin.sgm.certificate;

import dev.natsuin.link.side.Check;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RevocationRow;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.ServiceKeyRow;
import dev.natsuin.sgm.vault.Vault;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PrivateKeyUsagePeriod;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * The built-in certification authority: certifies only keys this SGM holds, for the subject of an officer's statement.
 *
 * <p>RSA-3072 with SHA-256, ten years, made anew for the same key and name while everything it certifies still ends
 * within them (decision 0069); certificates for two years, for signing only (KeyUsage nonRepudiation, critical; RFC
 * 5280, RFC 9336). The key is in clear only while it signs. Thread-safe.
 */
public final class CertificateAuthority {
    /** The policy every certificate of this authority names, under a UUID (X.667). */
    public static final String POLICY_OID = "2.25.147697689628921553170246038415294773155";

    /** What {@code self-check} calls its certificate. */
    public static final String CHECK = "ca-certificate";

    /** The name of its row among the service keys. */
    public static final String NAME = "ca";

    /**
     * BouncyCastle's own, which knows EC keys by their OID where the JDK's does not; it is not registered. One for all:
     * making it reads hundreds of classes.
     */
    static final Provider PROVIDER = new BouncyCastleProvider();

    private static final Duration CA_LIFE = Duration.ofDays(3652);
    private static final Duration LIFE = Duration.ofDays(730);
    private static final Duration CRL_LIFE = Duration.ofDays(7);

    /** So much is left of its own certificate: the longest life it gives, and some days until it is looked at again. */
    private static final Duration ALWAYS_LEFT = AuthorityService.LIFE.plusDays(30);

    private static final Duration BACKDATED = Duration.ofMinutes(1);
    private static final KeyPurposeId DOCUMENT_SIGNING =
            KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36"));

    private final Vault vault;
    private final Bytes wrappedKey;
    private volatile X509CertificateHolder certificate;
    private final String pkiUrl;
    private final SerialNumbers serials;

    private CertificateAuthority(
            Vault vault, Bytes wrappedKey, X509CertificateHolder certificate, String pkiUrl, SerialNumbers serials) {
        this.vault = vault;
        this.wrappedKey = wrappedKey;
        this.certificate = certificate;
        this.pkiUrl = pkiUrl;
        this.serials = serials;
    }

    /** Makes key and self-signed certificate and keeps them, for the ceremony of init. */
    public static void create(Rows rows, Vault vault, Bytes identityHash, Instant now, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4), random);
            var pair = generator.generateKeyPair();
            var spki = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
            var name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.O, "Natsuin")
                    .addRDN(
                            BCStyle.CN,
                            "Natsuin CA " + identityHash.toHex().substring(0, 8).toUpperCase(java.util.Locale.ROOT))
                    .build();
            var holder = own(name, spki, serial(random), now.minus(BACKDATED), now.plus(CA_LIFE))
                    .build(signer(pair.getPrivate()));
            try (var encoded = Secret.taking(pair.getPrivate().getEncoded())) {
                rows.put(new ServiceKeyRow(
                        NAME, vault.wrap(NAME, encoded), Bytes.of(holder.getEncoded()), now, now.plus(CA_LIFE)));
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new SgmFault("making the certification authority", e);
        }
    }

    private static X509v3CertificateBuilder own(
            X500Name name, SubjectPublicKeyInfo spki, BigInteger serial, Instant from, Instant until)
            throws IOException {
        var builder = new X509v3CertificateBuilder(name, serial, date(from), date(until), name, spki);
        add(builder, Extension.basicConstraints, true, new BasicConstraints(0));
        add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        add(builder, Extension.subjectKeyIdentifier, false, extensionUtils().createSubjectKeyIdentifier(spki));
        return builder;
    }

    /**
     * Makes its own certificate anew when not everything that it certifies now could end within it: same key, name and
     * beginning, ten years from now. What was certified before leads to either.
     *
     * @return when the new one ends; nothing if it was not due
     */
    public synchronized Optional<Instant> renewIfDue(Records records, Instant now) {
        var before = certificate;
        var end = now.truncatedTo(ChronoUnit.SECONDS).plus(CA_LIFE);
        if (now.plus(ALWAYS_LEFT).isBefore(before.getNotAfter().toInstant())) {
            return Optional.empty();
        }
        try {
            var builder = own(
                    before.getSubject(),
                    before.getSubjectPublicKeyInfo(),
                    serials.next(),
                    before.getNotBefore().toInstant(),
                    end);
            var renewed = withKey(key -> builder.build(signer(key)));
            var encoded = Bytes.of(renewed.getEncoded());
            records.write(rows -> {
                var row = kept(rows);
                rows.eraseServiceKey(NAME);
                rows.put(new ServiceKeyRow(NAME, row.wrapped(), encoded, row.from(), end));
                return row;
            });
            certificate = renewed;
            return Optional.of(end);
        } catch (IOException e) {
            throw new SgmFault("renewing the certification authority's certificate", e);
        }
    }

    /** What {@code self-check} says of its own certificate. */
    public Check check(Instant now) {
        var end = certificate.getNotAfter().toInstant();
        if (end.isBefore(now.plus(AuthorityService.LIFE))) {
            var what = "the authority's certificate ends at " + end
                    + ", and with it all that is certified now: start the server anew, which makes it anew";
            return end.isBefore(now) ? Check.fail(CHECK, what) : Check.warn(CHECK, what);
        }
        return Check.ok(
                CHECK,
                "the authority's certificate holds until " + end + "; the server makes it anew six years before");
    }

    private static ServiceKeyRow kept(Rows rows) {
        return rows.serviceKey(NAME)
                .orElseThrow(() -> new SgmFault("opening the certification authority: it is not there"));
    }

    /**
     * Opens what {@link #create} kept; vault and guard stay the caller's.
     *
     * @param serials makes the serial numbers recognisable, also those of before the rows were put under another key
     * @throws SgmFault if it is not there, or its row is not as it was made
     */
    public static CertificateAuthority open(
            Rows rows, Vault vault, String pkiUrl, RowGuard serials, SecureRandom random) {
        var row = kept(rows);
        var opened = certificateOf(row).flatMap(certificate -> {
            var authority = new CertificateAuthority(
                    vault, row.wrapped(), certificate, pkiUrl, new SerialNumbers(serials, random));
            var own = authority.withKey(key -> ((java.security.interfaces.RSAPrivateKey) key).getModulus());
            return agree(certificate, own, row) ? Optional.of(authority) : Optional.empty();
        });
        return opened.orElseThrow(() ->
                new SgmFault("opening the certification authority: a row of sgm.db was altered: service_key " + NAME));
    }

    /**
     * The certificate of a row in the octets that it was signed in, DER; nothing if it is none. Others may stand for
     * the same: any octet but 0 for TRUE.
     */
    @SuppressWarnings("IllegalCatch") // What the reader of damaged ASN.1 throws is not declared.
    static Optional<X509CertificateHolder> certificateOf(ServiceKeyRow row) {
        try {
            var certificate = new X509CertificateHolder(row.publicPart().toArray());
            var signed = Bytes.of(certificate.toASN1Structure().getEncoded(ASN1Encoding.DER));
            return signed.equals(row.publicPart()) ? Optional.of(certificate) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The certificate is of the key that the vault protects, signed by it, and the row tells its times. */
    @SuppressWarnings("IllegalCatch") // as above
    private static boolean agree(X509CertificateHolder certificate, BigInteger own, ServiceKeyRow row) {
        try {
            var spki = certificate.getSubjectPublicKeyInfo();
            return RSAPublicKey.getInstance(spki.parsePublicKey()).getModulus().equals(own)
                    && certificate.isSignatureValid(verifierOf(spki))
                    && row.from()
                            .minus(BACKDATED)
                            .equals(certificate.getNotBefore().toInstant())
                    && row.until().equals(certificate.getNotAfter().toInstant());
        } catch (OperatorCreationException | CertException | IOException | RuntimeException e) {
            return false;
        }
    }

    /** A certificate as issued. */
    public record Issued(Bytes certificate, Instant notAfter) {}

    /**
     * Certifies the requested key for the subject, after checking that the request is signed with it and names that
     * subject.
     *
     * @throws SgmFault if the request is not what our own key store made
     */
    public Issued issue(PKCS10CertificationRequest request, X500Name subject, Instant now) {
        try {
            var spki = request.getSubjectPublicKeyInfo();
            if (!request.isSignatureValid(verifierOf(spki))
                    || !request.getSubject().equals(subject)) {
                throw new SgmFault("certifying a key: the request does not hold");
            }
            var notAfter = within(now.plus(LIFE));
            var builder = new X509v3CertificateBuilder(
                    certificate.getSubject(),
                    serials.next(),
                    date(now.minus(BACKDATED)),
                    date(notAfter),
                    subject,
                    spki);
            addKeyNames(builder, spki);
            add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.nonRepudiation));
            add(builder, Extension.extendedKeyUsage, false, new ExtendedKeyUsage(DOCUMENT_SIGNING));
            add(
                    builder,
                    Extension.certificatePolicies,
                    false,
                    new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(POLICY_OID))));
            addAddresses(builder);
            var issued = withKey(key -> builder.build(signer(key)));
            return new Issued(
                    Bytes.of(issued.getEncoded()), issued.getNotAfter().toInstant());
        } catch (OperatorCreationException | PKCSException | IOException e) {
            throw new SgmFault("certifying a key", e);
        }
    }

    /**
     * Certifies the key of one of the authority's services, for that alone.
     *
     * <p>The responder's certificate is not to be looked up itself (RFC 6960 §4.2.2.2.1); that of the timestamps tells
     * until when its key signs (RFC 3280 §4.2.1.4), and where its revocation would stand.
     */
    X509CertificateHolder issue(AuthorityService service, SubjectPublicKeyInfo spki, Instant now) {
        var builder = new X509v3CertificateBuilder(
                certificate.getSubject(),
                serials.next(),
                date(now.minus(BACKDATED)),
                date(within(now.plus(AuthorityService.LIFE))),
                serviceName(service),
                spki);
        try {
            addKeyNames(builder, spki);
            add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            add(
                    builder,
                    Extension.extendedKeyUsage,
                    service.purposeCritical(),
                    new ExtendedKeyUsage(service.purpose()));
            if (service == AuthorityService.OCSP) {
                add(builder, OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
            } else {
                add(builder, Extension.privateKeyUsagePeriod, false, use(now, now.plus(AuthorityService.USE)));
                addAddresses(builder);
            }
            return withKey(key -> builder.build(signer(key)));
        } catch (IOException e) {
            throw new SgmFault("certifying the key of " + service, e);
        }
    }

    private static PrivateKeyUsagePeriod use(Instant from, Instant until) {
        return PrivateKeyUsagePeriod.getInstance(new DERSequence(new ASN1Encodable[] {
            new DERTaggedObject(false, 0, new DERGeneralizedTime(date(from))),
            new DERTaggedObject(false, 1, new DERGeneralizedTime(date(until)))
        }));
    }

    /** No certificate outlives the authority's. */
    private Instant within(Instant end) {
        var own = certificate.getNotAfter().toInstant();
        return end.isBefore(own) ? end : own;
    }

    /** As the authority's own name, with the service in the place of "CA". */
    private X500Name serviceName(AuthorityService service) {
        var own = certificate.getSubject().getRDNs(BCStyle.CN)[0].getFirst().getValue();
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Natsuin")
                .addRDN(BCStyle.CN, own.toString().replace(" CA ", " " + service.commonName() + " "))
                .build();
    }

    /** True if {@link #issue} could have made this certificate for that service at that time. */
    boolean issuedFor(AuthorityService service, X509CertificateHolder issued, Instant from) throws CertException {
        var purposes = ExtendedKeyUsage.fromExtensions(issued.getExtensions());
        try {
            return issued.isSignatureValid(verifierOf(certificate.getSubjectPublicKeyInfo()))
                    && issued.getSubject().equals(serviceName(service))
                    && purposes != null
                    && List.of(purposes.getUsages()).equals(List.of(service.purpose()))
                    && issued.getNotBefore().toInstant().equals(from.minus(BACKDATED))
                    && !issued.getNotAfter().toInstant().isAfter(from.plus(AuthorityService.LIFE))
                    && madeSerial(issued.getSerialNumber());
        } catch (OperatorCreationException e) {
            throw new SgmFault("checking a certificate of " + service, e);
        }
    }

    /** True if this authority made that serial number. */
    boolean madeSerial(BigInteger serial) {
        return serials.isOurs(serial);
    }

    /** True if a row of the service keys is one of this authority's services', as it was made. */
    public boolean keeps(ServiceKeyRow row) {
        return Arrays.stream(AuthorityService.values())
                .anyMatch(service -> ServiceSigner.isSound(row, service, vault, this));
    }

    X509CertificateHolder holder() {
        return certificate;
    }

    private static ContentVerifierProvider verifierOf(SubjectPublicKeyInfo spki) throws OperatorCreationException {
        return new JcaContentVerifierProviderBuilder().setProvider(PROVIDER).build(spki);
    }

    private static void add(
            X509v3CertificateBuilder builder, ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value)
            throws IOException {
        builder.addExtension(oid, critical, value);
    }

    /** Whose key it is and whose signed it (RFC 5280 §4.2.1.1, §4.2.1.2). */
    private void addKeyNames(X509v3CertificateBuilder builder, SubjectPublicKeyInfo spki) throws IOException {
        var extensions = extensionUtils();
        add(
                builder,
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(certificate.getSubjectPublicKeyInfo()));
        add(builder, Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(spki));
    }

    /** Where to ask whether it still holds, and where the authority's own is. */
    private void addAddresses(X509v3CertificateBuilder builder) throws IOException {
        add(builder, Extension.cRLDistributionPoints, false, distributionPoint());
        add(builder, Extension.authorityInfoAccess, false, new AuthorityInformationAccess(new AccessDescription[] {
            new AccessDescription(AccessDescription.id_ad_ocsp, uri("/ocsp")),
            new AccessDescription(AccessDescription.id_ad_caIssuers, uri("/ca.cer"))
        }));
    }

    private CRLDistPoint distributionPoint() {
        var name = new DistributionPointName(new GeneralNames(uri("/ca.crl")));
        return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, null)});
    }

    private GeneralName uri(String path) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, pkiUrl + path);
    }

    /**
     * The revocation list (RFC 5280 §5), DER, good for a week; its number is the time in seconds, so it only grows. It
     * says that it names those, too, whose time is over (X.509 §9.5.2.8, expiredCertsOnCRL).
     */
    public Bytes revocationList(List<RevocationRow> revocations, Instant now) {
        var builder = new X509v2CRLBuilder(certificate.getSubject(), date(now));
        builder.setNextUpdate(date(now.plus(CRL_LIFE)));
        for (var revocation : revocations) {
            builder.addCRLEntry(
                    new BigInteger(1, revocation.serial().toArray()),
                    date(revocation.revoked()),
                    crlReason(revocation));
        }
        try {
            builder.addExtension(Extension.expiredCertsOnCRL, false, statesKeptSince());
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(now.getEpochSecond())));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensionUtils().createAuthorityKeyIdentifier(certificate.getSubjectPublicKeyInfo()));
            return Bytes.of(withKey(key -> builder.build(signer(key))).getEncoded());
        } catch (IOException e) {
            throw new SgmFault("making the revocation list", e);
        }
    }

    /** The number that RFC 5280 §5.3.1 has for why. */
    static int crlReason(RevocationRow revocation) {
        return switch (revocation.cause()) {
            case CESSATION_OF_OPERATION -> CRLReason.cessationOfOperation;
            case KEY_COMPROMISE -> CRLReason.keyCompromise;
        };
    }

    /** No state is ever forgotten: since when there is one of every certificate, also of those that ended since. */
    ASN1GeneralizedTime statesKeptSince() {
        return new DERGeneralizedTime(certificate.getNotBefore());
    }

    /** The authority's own certificate, DER. */
    public Bytes certificate() {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (IOException e) {
            throw new SgmFault("encoding the certification authority's certificate", e);
        }
    }

    /** The last second of a certificate that stands in the log. */
    public static Instant notAfterOf(Bytes certificate) {
        return parsed(certificate).getNotAfter().toInstant();
    }

    /** The public key of a certificate that stands in the log, DER SubjectPublicKeyInfo. */
    public static Bytes publicKeyOf(Bytes certificate) {
        try {
            return Bytes.of(parsed(certificate).getSubjectPublicKeyInfo().getEncoded());
        } catch (IOException e) {
            throw new SgmFault("reading a certificate", e);
        }
    }

    private static X509CertificateHolder parsed(Bytes certificate) {
        try {
            return new X509CertificateHolder(certificate.toArray());
        } catch (IOException e) {
            throw new SgmFault("reading a certificate", e);
        }
    }

    /**
     * Whose a certificate is.
     *
     * @throws SgmFault if it is no certificate
     */
    public static X500Name subjectOf(Bytes certificate) {
        try {
            return new X509CertificateHolder(certificate.toArray()).getSubject();
        } catch (IOException e) {
            throw new SgmFault("reading a certificate of ours", e);
        }
    }

    /**
     * The serial number of a certificate, big-endian; reads nothing else of it, as every order asks for it.
     *
     * @throws SgmFault if it is no certificate
     */
    public static Bytes serialOf(Bytes certificate) {
        // Lazily: each order asks, and of all a certificate holds only this is wanted.
        try (var der = new ASN1InputStream(certificate.toArray(), true)) {
            var outer = ASN1Sequence.getInstance(der.readObject());
            var toBeSigned = ASN1Sequence.getInstance(outer.getObjectAt(0)); // RFC 5280 §4.1: version, serialNumber …
            // The version is left out in a certificate of version 1, as other authorities may make them.
            var serial = toBeSigned.getObjectAt(0) instanceof ASN1TaggedObject ? 1 : 0;
            return Bytes.of(ASN1Integer.getInstance(toBeSigned.getObjectAt(serial))
                    .getValue()
                    .toByteArray());
        } catch (IOException | IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw new SgmFault("reading a certificate of ours", e);
        }
    }

    private interface KeyUse<R> {
        R with(PrivateKey key);
    }

    private <R> R withKey(KeyUse<R> use) {
        try (var encoded = vault.unwrap(NAME, wrappedKey)) {
            var copy = encoded.use(octets -> octets.clone());
            try {
                return use.with(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(copy)));
            } finally {
                Arrays.fill(copy, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new SgmFault("using the certification authority's key", e);
        }
    }

    private static ContentSigner signer(PrivateKey key) {
        try {
            return new JcaContentSignerBuilder("SHA256withRSA").build(key);
        } catch (OperatorCreationException e) {
            throw new SgmFault("signing as the certification authority", e);
        }
    }

    /** RFC 5280 §5.2.1 and §4.2.1.2 (method 1) want SHA-1 here: a name for a key, not a protection. */
    private static X509ExtensionUtils extensionUtils() {
        try {
            var sha1 = new DefaultDigestAlgorithmIdentifierFinder().find("SHA-1");
            return new X509ExtensionUtils(new BcDigestCalculatorProvider().get(sha1));
        } catch (OperatorCreationException e) {
            throw new SgmFault("naming a key", e);
        }
    }

    private static BigInteger serial(SecureRandom random) {
        var octets = new byte[16];
        random.nextBytes(octets);
        octets[0] = (byte) ((octets[0] & 0x3F) | 0x40);
        return new BigInteger(1, octets);
    }

    private static Date date(Instant instant) {
        return Date.from(instant);
    }
}
