package dev.natsuin.sgm.certificate;

import dev.natsuin.link.side.Check;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.log.AuthorityRenewals;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RevocationRow;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.ServiceKeyRow;
import dev.natsuin.sgm.vault.Vault;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
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
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * The built-in certification authority: certifies only keys this SGM holds, for the subject of an officer's statement.
 *
 * <p>It begins with a key RSA-3072, and may get another under its name (decision 0080): the former then goes on saying
 * what it certified still holds, and certifies nobody any more. Its certificate holds ten years, made anew for the same
 * key and name while everything it certifies still ends within them (decision 0069); certificates for two years, for
 * signing only (KeyUsage nonRepudiation, critical; RFC 5280, RFC 9336). A key is in clear only while it signs.
 * Thread-safe.
 */
public final class CertificateAuthority {
    /** The policy every certificate of this authority names, under a UUID (X.667). */
    public static final String POLICY_OID = "2.25.147697689628921553170246038415294773155";

    /** What {@code self-check} calls its certificate. */
    public static final String CHECK = "ca-certificate";

    /** The name of the row of its first key among the service keys, and of its files without their ends. */
    public static final String NAME = "ca";

    private static final Pattern ROW = Pattern.compile(NAME + "(?:-([2-9]|[1-9][0-9]))?");

    /** The last number that a key can have. */
    private static final int MOST_KEYS = 99;

    /** Every signature carries each of them. */
    private static final int MOST_LINKS = 4;

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
    private static final String ANY_POLICY = "2.5.29.32.0";
    private static final KeyPurposeId DOCUMENT_SIGNING =
            KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36"));

    private final Vault vault;
    private final int number;
    private final AuthorityAlgorithm algorithm;
    private final Bytes wrappedKey;
    private volatile X509CertificateHolder certificate;
    private final String pkiUrl;
    private final SerialNumbers serials;
    private final SecureRandom random;
    private final Optional<Before> before;

    /**
     * The authority with its key before.
     *
     * @param link the present key, certified by that one
     */
    private record Before(CertificateAuthority authority, X509CertificateHolder link) {}

    /** What all keys of an authority have in common. */
    private record Common(Vault vault, String pkiUrl, RowGuard serials, SecureRandom random) {}

    private CertificateAuthority(
            Common common,
            int number,
            AuthorityAlgorithm algorithm,
            Bytes wrappedKey,
            X509CertificateHolder certificate,
            Optional<Before> before) {
        this.vault = common.vault();
        this.pkiUrl = common.pkiUrl();
        this.random = common.random();
        this.number = number;
        this.algorithm = algorithm;
        this.wrappedKey = wrappedKey;
        this.certificate = certificate;
        this.before = before;
        this.serials = new SerialNumbers(
                common.serials(), number == 1 ? Bytes.EMPTY : keyIdentifier(certificate), common.random());
    }

    /** True for the name of a row with a key of the authority. */
    public static boolean isRow(String name) {
        return ROW.matcher(name).matches();
    }

    private static int numberOf(String row) {
        var named = ROW.matcher(row);
        return named.matches() && named.group(1) != null ? Integer.parseInt(named.group(1)) : 1;
    }

    private static String row(int number) {
        return number == 1 ? NAME : NAME + "-" + number;
    }

    /** Makes key and self-signed certificate and keeps them, for the ceremony of init. */
    public static void create(Rows rows, Vault vault, Bytes identityHash, Instant now, SecureRandom random) {
        var name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Natsuin")
                .addRDN(
                        BCStyle.CN,
                        "Natsuin CA " + identityHash.toHex().substring(0, 8).toUpperCase(java.util.Locale.ROOT))
                .build();
        var algorithm = AuthorityAlgorithm.RSA_3072;
        keep(rows, vault, row(1), name, algorithm, algorithm.newPair(random), now, random);
    }

    /** Keeps a new key with its self-signed certificate, and gives that. */
    private static X509CertificateHolder keep(
            Rows rows,
            Vault vault,
            String row,
            X500Name name,
            AuthorityAlgorithm algorithm,
            KeyPair pair,
            Instant now,
            SecureRandom random) {
        try (var encoded = Secret.taking(pair.getPrivate().getEncoded())) {
            var spki = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
            var made = own(name, spki, serial(random), now.minus(BACKDATED), now.plus(CA_LIFE))
                    .build(algorithm.signer(pair.getPrivate(), random));
            rows.put(new ServiceKeyRow(
                    row, vault.wrap(row, encoded), Bytes.of(made.getEncoded()), now, now.plus(CA_LIFE)));
            return made;
        } catch (IOException e) {
            throw new SgmFault("making the certification authority", e);
        }
    }

    /**
     * A key that followed.
     *
     * @param number which one it is, from 2
     * @param certificate self-signed, DER
     * @param link the same key, certified by the one before, DER
     * @param linkedUntil when the link ends
     * @param file where relying parties get the certificate
     * @param keyIdentifier what tells the key from the others of this name
     */
    public record Successor(
            int number, Bytes certificate, Bytes link, Instant linkedUntil, String file, Bytes keyIdentifier) {}

    /**
     * Makes a key that follows this one, and keeps it, within the transaction that logs it; the former keys for
     * timestamps are erased. This object goes on with the key that it has.
     *
     * @throws SgmFault if it has had too many of late
     */
    public Successor succeed(Rows rows, AuthorityAlgorithm next, Instant now) {
        if (number == MOST_KEYS) {
            throw new SgmFault("The authority has had " + number + " keys, and gets no more. Nothing was changed.");
        }
        if (links(now).size() >= MOST_LINKS) {
            throw new SgmFault("The authority got " + MOST_LINKS + " keys in the last ten years, and every signature"
                    + " carries a certificate of each. Nothing was changed. The next can be made after "
                    + lastsLeast(now) + ".");
        }
        var pair = next.newPair(random);
        var made = keep(rows, vault, row(number + 1), certificate.getSubject(), next, pair, now, random);
        rows.serviceKeys(AuthorityService.TIMESTAMP.prefix(number))
                .forEach(former -> rows.eraseServiceKey(former.name()));
        var link = link(made.getSubjectPublicKeyInfo(), now);
        return new Successor(
                number + 1,
                octets(made),
                octets(link),
                link.getNotAfter().toInstant(),
                pkiUrl + "/" + row(number + 1) + ".cer",
                keyIdentifier(made));
    }

    private Instant lastsLeast(Instant now) {
        return links(now).stream()
                .map(link -> link.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElse(now);
    }

    /** Self-issued: of one name, so that it counts in no path (RFC 5280 §3.2, §6.1.4); as RFC 4210 §4.4 wants it. */
    private X509CertificateHolder link(SubjectPublicKeyInfo next, Instant now) {
        var name = certificate.getSubject();
        var builder = new X509v3CertificateBuilder(
                name, serials.next(), date(now.minus(BACKDATED)), certificate.getNotAfter(), name, next);
        try {
            addKeyNames(builder, next);
            addAuthority(builder);
            add(builder, Extension.certificatePolicies, false, policy(ANY_POLICY));
            addAddresses(builder);
            return withKey(key -> builder.build(algorithm.signer(key, random)));
        } catch (IOException e) {
            throw new SgmFault("certifying the certification authority's next key", e);
        }
    }

    private static CertificatePolicies policy(String oid) {
        return new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(oid)));
    }

    private static void addAuthority(X509v3CertificateBuilder builder) throws IOException {
        // No length of paths: EU DSS counts links in it.
        add(builder, Extension.basicConstraints, true, new BasicConstraints(true));
        add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    private static X509v3CertificateBuilder own(
            X500Name name, SubjectPublicKeyInfo spki, BigInteger serial, Instant from, Instant until)
            throws IOException {
        var builder = new X509v3CertificateBuilder(name, serial, date(from), date(until), name, spki);
        addAuthority(builder);
        add(builder, Extension.subjectKeyIdentifier, false, extensionUtils().createSubjectKeyIdentifier(spki));
        return builder;
    }

    /**
     * Makes its own certificate anew when not everything that it certifies now could end within it: same key, name and
     * beginning, ten years from now. What was certified before leads to either. Those of its former keys likewise.
     *
     * @return when what was made anew ends; nothing if it was not due
     */
    public Optional<Instant> renewIfDue(Records records, Instant now) {
        var former = before.flatMap(key -> key.authority().renewIfDue(records, now));
        return renewOwnIfDue(records, now).or(() -> former);
    }

    private synchronized Optional<Instant> renewOwnIfDue(Records records, Instant now) {
        var former = certificate;
        var end = now.truncatedTo(ChronoUnit.SECONDS).plus(CA_LIFE);
        if (now.plus(ALWAYS_LEFT).isBefore(former.getNotAfter().toInstant())) {
            return Optional.empty();
        }
        try {
            var builder = own(
                    former.getSubject(),
                    former.getSubjectPublicKeyInfo(),
                    serials.next(),
                    former.getNotBefore().toInstant(),
                    end);
            var renewed = withKey(key -> builder.build(algorithm.signer(key, random)));
            var encoded = octets(renewed);
            records.write(rows -> {
                var row = kept(rows, number);
                rows.eraseServiceKey(row.name());
                rows.put(new ServiceKeyRow(row.name(), row.wrapped(), encoded, row.from(), end));
                return row;
            });
            certificate = renewed;
            return Optional.of(end);
        } catch (IOException e) {
            throw new SgmFault("renewing the certification authority's certificate", e);
        }
    }

    /** What {@code self-check} says of its own certificates. */
    public Check check(Instant now) {
        var end = all().stream()
                .map(each -> each.certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        if (end.isBefore(now.plus(AuthorityService.LIFE))) {
            var what = "the authority's certificate ends at " + end
                    + ", and with it all that is certified now: start the server anew, which makes it anew";
            return end.isBefore(now) ? Check.fail(CHECK, what) : Check.warn(CHECK, what);
        }
        var which = number == 1 ? "" : "; its key is number " + number + ", for relying parties at " + file(".cer");
        return Check.ok(
                CHECK,
                "the authority's certificate holds until " + end + "; the server makes it anew six years before"
                        + which);
    }

    private static ServiceKeyRow kept(Rows rows, int number) {
        return rows.serviceKey(row(number)).orElseThrow(() -> new SgmFault(missing(number)));
    }

    private static String missing(int number) {
        return number == 1
                ? "opening the certification authority: it is not there"
                : "opening the certification authority: a row of sgm.db is missing: service_key " + row(number);
    }

    /**
     * Opens what {@link #create} and {@link #succeed} kept, with the newest key; vault and guard stay the caller's.
     *
     * @param serials makes the serial numbers recognisable, also those of before the rows were put under another key
     * @throws SgmFault if a key is not there, its row is not as it was made, or it is not one that the log tells of
     */
    public static CertificateAuthority open(
            Rows rows, Vault vault, String pkiUrl, RowGuard serials, SecureRandom random) {
        var common = new Common(vault, pkiUrl, serials, random);
        var newest = opened(rows, common, 1, Optional.empty());
        for (var renewal : renewals(rows)) {
            newest = following(rows, common, newest, renewal);
        }
        for (var row : rows.serviceKeys(NAME)) {
            if (isRow(row.name()) && numberOf(row.name()) > newest.number) {
                throw altered(row.name());
            }
        }
        return newest;
    }

    private static List<AuthorityRenewals.Renewal> renewals(Rows rows) {
        try {
            return AuthorityRenewals.of(rows);
        } catch (RowTampered e) {
            throw new SgmFault(
                    "opening the certification authority: the log's entries of its keys cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }

    private static SgmFault altered(String row) {
        return new SgmFault("opening the certification authority: a row of sgm.db was altered: service_key " + row);
    }

    private static CertificateAuthority opened(Rows rows, Common common, int number, Optional<Before> before) {
        var row = kept(rows, number);
        return certificateOf(row)
                .flatMap(certificate -> AuthorityAlgorithm.of(certificate.getSubjectPublicKeyInfo())
                        .filter(algorithm -> agree(certificate, row, common.vault()))
                        .map(algorithm -> new CertificateAuthority(
                                common, number, algorithm, row.wrapped(), certificate, before)))
                .orElseThrow(() -> altered(row.name()));
    }

    private static CertificateAuthority following(
            Rows rows, Common common, CertificateAuthority former, AuthorityRenewals.Renewal renewal) {
        var link = parsed(renewal.link());
        var next = opened(rows, common, former.number + 1, Optional.of(new Before(former, link)));
        var begun = kept(rows, next.number).from().equals(renewal.time());
        if (!begun || !next.follows(former, parsed(renewal.certificate()), link)) {
            throw altered(row(next.number));
        }
        return next;
    }

    /** True of two certificates of one key and one name. */
    public static boolean areOfOneKey(Bytes one, Bytes other) {
        try {
            var first = new X509CertificateHolder(one.toArray());
            var second = new X509CertificateHolder(other.toArray());
            return first.getSubjectPublicKeyInfo().equals(second.getSubjectPublicKeyInfo())
                    && first.getSubject().equals(second.getSubject());
        } catch (IOException e) {
            return false;
        }
    }

    /** True if the log tells of this very key, and the former one certified it, both under one name. */
    private boolean follows(CertificateAuthority former, X509CertificateHolder told, X509CertificateHolder link) {
        var key = certificate.getSubjectPublicKeyInfo();
        var name = former.certificate.getSubject();
        try {
            return told.getSubjectPublicKeyInfo().equals(key)
                    && certificate.getSubject().equals(name)
                    && link.getSubjectPublicKeyInfo().equals(key)
                    && link.getSubject().equals(name)
                    && link.getIssuer().equals(name)
                    && link.isSignatureValid(verifierOf(former.certificate.getSubjectPublicKeyInfo()));
        } catch (OperatorCreationException | CertException e) {
            return false;
        }
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
    private static boolean agree(X509CertificateHolder certificate, ServiceKeyRow row, Vault vault) {
        try (var encoded = vault.unwrap(row.name(), row.wrapped())) {
            var spki = certificate.getSubjectPublicKeyInfo();
            return PublicHalf.of(encoded).equals(spki)
                    && certificate.isSignatureValid(verifierOf(spki))
                    && row.from()
                            .minus(BACKDATED)
                            .equals(certificate.getNotBefore().toInstant())
                    && row.until().equals(certificate.getNotAfter().toInstant());
        } catch (SgmFault e) {
            throw e;
        } catch (OperatorCreationException | CertException | IOException | RuntimeException e) {
            return false;
        }
    }

    /** Which of its keys this is, from 1. */
    int number() {
        return number;
    }

    /** The authority with each of its keys, the newest first. */
    List<CertificateAuthority> all() {
        return Stream.concat(Stream.of(this), before.stream().flatMap(former -> former.authority().all().stream()))
                .toList();
    }

    /** How the names of this key's files begin. */
    String stem() {
        return row(number);
    }

    /**
     * The certificates behind one that this authority issued, each of the key that signed the one before it: links
     * while they hold, and last the self-signed one that they lead to.
     *
     * @return empty if none of its keys issued it
     */
    public List<Bytes> issuersOf(Bytes issued, Instant now) {
        var named = AuthorityKeyIdentifier.fromExtensions(parsed(issued).getExtensions());
        return all().stream()
                .filter(each -> named == null
                        ? each.number == 1
                        : keyIdentifier(each.certificate).equals(Bytes.of(named.getKeyIdentifierOctets())))
                .findFirst()
                .map(by -> by.path(now))
                .orElse(List.of());
    }

    private List<Bytes> path(Instant now) {
        var link = linkAt(now);
        return link.isEmpty()
                ? List.of(certificate())
                : Stream.concat(Stream.of(octets(link.get().link())), link.get().authority().path(now).stream())
                        .toList();
    }

    private Optional<Before> linkAt(Instant now) {
        return before.filter(former -> !now.isAfter(former.link().getNotAfter().toInstant()));
    }

    /** What leads from this key to the earliest of those before it, while it holds. */
    List<X509CertificateHolder> links(Instant now) {
        var found = new ArrayDeque<X509CertificateHolder>();
        var link = linkAt(now);
        while (link.isPresent()) {
            found.add(link.get().link());
            link = link.get().authority().linkAt(now);
        }
        return List.copyOf(found);
    }

    /** This key, certified by the one before; nothing for the first. */
    Optional<Bytes> link() {
        return before.map(former -> octets(former.link()));
    }

    private static Bytes keyIdentifier(X509CertificateHolder certificate) {
        return Bytes.of(
                SubjectKeyIdentifier.fromExtensions(certificate.getExtensions()).getKeyIdentifier());
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
            add(builder, Extension.certificatePolicies, false, policy(POLICY_OID));
            addAddresses(builder);
            var issued = withKey(key -> builder.build(algorithm.signer(key, random)));
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
            return withKey(key -> builder.build(algorithm.signer(key, random)));
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
        return all().stream()
                .anyMatch(each -> Arrays.stream(AuthorityService.values())
                        .anyMatch(service -> ServiceSigner.isSound(row, service, vault, each)));
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

    /** Where to ask whether it still holds, and where certificates of the key that signed it are. */
    private void addAddresses(X509v3CertificateBuilder builder) throws IOException {
        add(builder, Extension.cRLDistributionPoints, false, distributionPoint());
        var places = Stream.of(
                        Stream.of(new AccessDescription(AccessDescription.id_ad_ocsp, uri(pkiUrl + "/ocsp"))),
                        before.stream().map(former -> issuers("-link.cer")),
                        Stream.of(issuers(".cer")))
                .flatMap(each -> each)
                .toArray(AccessDescription[]::new);
        add(builder, Extension.authorityInfoAccess, false, new AuthorityInformationAccess(places));
    }

    private AccessDescription issuers(String end) {
        return new AccessDescription(AccessDescription.id_ad_caIssuers, uri(file(end)));
    }

    private CRLDistPoint distributionPoint() {
        var name = new DistributionPointName(new GeneralNames(uri(file(".crl"))));
        return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, null)});
    }

    /** The address of one of this key's files. */
    private String file(String end) {
        return pkiUrl + "/" + row(number) + end;
    }

    private static GeneralName uri(String address) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, address);
    }

    /**
     * The revocation list (RFC 5280 §5), DER, good for a week; its number is the time in seconds, so it only grows. It
     * says that it names those, too, whose time is over (X.509 §9.5.2.8, expiredCertsOnCRL).
     *
     * <p>By each key of the authority there is one, and each has all: they are of one name, so that one which left some
     * out could be shown in the place of another.
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
            return Bytes.of(
                    withKey(key -> builder.build(algorithm.signer(key, random))).getEncoded());
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
        return octets(certificate);
    }

    private static Bytes octets(X509CertificateHolder certificate) {
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
        try (var encoded = vault.unwrap(row(number), wrappedKey)) {
            var copy = encoded.use(octets -> octets.clone());
            try {
                return use.with(algorithm.read(copy));
            } finally {
                Arrays.fill(copy, (byte) 0);
            }
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
