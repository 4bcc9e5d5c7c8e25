package dev.natsuin.desktop.document.level;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.document.revocation.Competence;
import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.document.revocation.RevocationStates;
import dev.natsuin.desktop.document.verify.Circumstances;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.desktop.document.verify.RevocationState;
import dev.natsuin.desktop.document.verify.SignatureReport;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers and lists that look right, of somebody who may not give them or of something else. */
final class ForgedStatesTest {
    private static final String LIST = "http://authority/crl";
    private static final Party AUTHORITY = Party.authority("CN=authority", 1);
    private static final Party ANOTHER = Party.authority("CN=another", 2);
    private static final Party SIGNER = AUTHORITY.issues("CN=signer", 3, Optional.empty());
    private static final Party COLLEAGUE = AUTHORITY.issues("CN=colleague", 4, Optional.empty());
    private static final Party RESPONDER =
            AUTHORITY.issues("CN=responder", 5, Optional.of(KeyPurposeId.id_kp_OCSPSigning));
    private static final Party ANOTHERS =
            ANOTHER.issues("CN=responder", 6, Optional.of(KeyPurposeId.id_kp_OCSPSigning));

    /** Calls itself as the authority does, and has another key. */
    private static final Party NAMESAKE = Party.authority("CN=authority", 7);

    private static final Party NAMESAKES =
            NAMESAKE.issues("CN=responder", 8, Optional.of(KeyPurposeId.id_kp_OCSPSigning));

    @TempDir
    Path folder;

    /** Somebody with a key and a certificate for it. */
    private record Party(X509CertificateHolder certificate, KeyPair pair) {
        static Party authority(String name, long serial) {
            var pair = TestKeys.fresh();
            return certified(new X500Name(name), pair, name, pair, serial, true, Optional.empty());
        }

        Party issues(String name, long serial, Optional<KeyPurposeId> purpose) {
            return certified(certificate.getSubject(), pair, name, TestKeys.fresh(), serial, false, purpose);
        }

        private static Party certified(
                X500Name issuer,
                KeyPair by,
                String name,
                KeyPair pair,
                long serial,
                boolean authority,
                Optional<KeyPurposeId> purpose) {
            try {
                var builder = new X509v3CertificateBuilder(
                                issuer,
                                BigInteger.valueOf(serial),
                                Date.from(TIME.minus(Duration.ofDays(1))),
                                Date.from(
                                        TIME.plus(Duration.ofDays(authority ? 4000 : purpose.isPresent() ? 300 : 100))),
                                new X500Name(name),
                                SubjectPublicKeyInfo.getInstance(
                                        pair.getPublic().getEncoded()))
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                        .addExtension(
                                Extension.keyUsage,
                                true,
                                new KeyUsage(
                                        authority
                                                ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                                                : KeyUsage.nonRepudiation | KeyUsage.digitalSignature))
                        .addExtension(
                                Extension.authorityInfoAccess,
                                false,
                                new AuthorityInformationAccess(
                                        new AccessDescription(AccessDescription.id_ad_ocsp, uri("http://authority/"))))
                        .addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                            new DistributionPoint(bothPlaces(), null, null)
                        }));
                if (purpose.isPresent()) {
                    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose.get()));
                }
                return new Party(builder.build(TestKeys.signer(by)), pair);
            } catch (CertIOException e) {
                throw new IllegalStateException(e);
            }
        }

        X509Certificate x509() {
            try {
                return new JcaX509CertificateConverter().getCertificate(certificate);
            } catch (java.security.cert.CertificateException e) {
                throw new IllegalStateException(e);
            }
        }

        ScriptedResponder answers() {
            return new ScriptedResponder(certificate.getSubject(), pair).showing(certificate);
        }
    }

    private static GeneralName uri(String url) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url);
    }

    /** As authorities in Japan write it. */
    private static DistributionPointName bothPlaces() {
        return new DistributionPointName(new GeneralNames(
                new GeneralName[] {uri(LIST), new GeneralName(new X500Name("CN=a list,O=authority"))}));
    }

    private static DistributionPointName place(String url) {
        return new DistributionPointName(new GeneralNames(uri(url)));
    }

    /** By OCSP alone, or by the list alone. */
    private record Answering(ScriptedResponder responder, Optional<Bytes> list) implements PkiAsking {
        @Override
        public Optional<Bytes> post(String url, String contentType, Bytes body) {
            return list.isPresent() ? Optional.empty() : Optional.of(responder.answer(body));
        }

        @Override
        public Optional<Bytes> get(String url) {
            return list;
        }
    }

    private static SignatureReport verified(
            Path file, Instant when, Optional<PkiAsking> asking, X509Certificate... by) {
        var believed = Stream.concat(Stream.of(AUTHORITY.x509(), ANOTHER.x509()), Stream.of(by));
        var circumstances = new Circumstances(
                TrustAnchors.of(believed.toList()),
                when,
                Optional.empty(),
                Optional.empty(),
                asking.map(each -> new RevocationStates(each, new SecureRandom())),
                false);
        return ((Verification.Judged) FileVerification.verify(file, circumstances))
                .signatures()
                .get(0);
    }

    private Path signed() {
        var signer = new TestSigner(
                SIGNER.x509(), List.of(AUTHORITY.x509()), SIGNER.pair().getPrivate());
        return SigningForTests.signed(
                HandMadePdf.onePage("contract").write(folder.resolve("a.pdf")),
                signer,
                SignAlgorithm.ECDSA_WITH_SHA256);
    }

    private Verdict asked(PkiAsking asking) {
        return verified(signed(), Instant.now(), Optional.of(asking)).verdict();
    }

    @Test
    void the_authority_and_whom_it_gave_that_task_are_believed() {
        assertThat(asked(new Answering(AUTHORITY.answers(), Optional.empty()))).isEqualTo(Verdict.VALID);
        assertThat(asked(new Answering(RESPONDER.answers(), Optional.empty()))).isEqualTo(Verdict.VALID);
    }

    static Stream<Arguments> whoMayNot() {
        return Stream.of(
                Arguments.of("the signer, of himself", SIGNER),
                Arguments.of("another whom the authority certified", COLLEAGUE),
                Arguments.of("another authority", ANOTHER),
                Arguments.of("its responder", ANOTHERS),
                Arguments.of("one of the same name", NAMESAKE),
                Arguments.of("and its responder", NAMESAKES));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whoMayNot")
    void whoever_was_given_no_such_task_answers_nothing(String who, Party party) {
        assertThat(asked(new Answering(party.answers(), Optional.empty())))
                .as(who)
                .isEqualTo(Verdict.INDETERMINATE);
    }

    /** Whoever believes an authority of that name, too, believes nothing of what it says about others' certificates. */
    @Test
    void another_believed_authority_of_the_same_name_answers_nothing() {
        for (var party : List.of(NAMESAKE, NAMESAKES)) {
            var asking = new Answering(party.answers(), Optional.empty());
            assertThat(verified(signed(), Instant.now(), Optional.of(asking), NAMESAKE.x509())
                            .verdict())
                    .isEqualTo(Verdict.INDETERMINATE);
        }
    }

    @Test
    void the_key_that_issued_a_certificate_answers_or_gave_that_task_to_whoever_signed() throws Exception {
        var issuer = AUTHORITY.certificate();
        for (var party : List.of(AUTHORITY, RESPONDER)) {
            assertThat(Competence.mayAnswer(party.answers().answer(question()), issuer))
                    .isTrue();
            assertThat(Competence.mayAnswer(party.answers().answer(question()), ANOTHER.certificate()))
                    .isFalse();
        }
        for (var party : List.of(SIGNER, COLLEAGUE, ANOTHER, ANOTHERS, NAMESAKE, NAMESAKES)) {
            assertThat(Competence.mayAnswer(party.answers().answer(question()), issuer))
                    .as("%s", party.certificate().getSubject())
                    .isFalse();
        }
        var stolen = new ScriptedResponder(RESPONDER.certificate().getSubject(), COLLEAGUE.pair())
                .showing(RESPONDER.certificate());
        assertThat(Competence.mayAnswer(stolen.answer(question()), issuer)).isFalse();
    }

    /** Longer lists have longer lengths. */
    @Test
    void how_many_stand_on_a_list_changes_nothing_of_what_it_is_about() throws Exception {
        for (int entries : new int[] {0, 1, 5, 60, 3000}) {
            for (var critical : List.of(true, false)) {
                var list = new X509v2CRLBuilder(AUTHORITY.certificate().getSubject(), Date.from(TIME));
                for (int i = 0; i < entries; i++) {
                    list.addCRLEntry(BigInteger.valueOf(1000 + i), Date.from(TIME), 0);
                }
                list.addExtension(new ASN1ObjectIdentifier("1.2.3.4.5"), critical, new ASN1Integer(8));
                var octets =
                        Bytes.of(list.build(TestKeys.signer(AUTHORITY.pair())).getEncoded());
                assertThat(Competence.covers(octets, SIGNER.certificate()))
                        .as(entries + " entries, " + octets.size() + " octets")
                        .isEqualTo(!critical);
            }
        }
    }

    @Test
    void a_list_of_authorities_is_about_authorities_and_one_of_users_about_users() {
        for (var of : List.of(AUTHORITY, SIGNER)) {
            var point = Extension.issuingDistributionPoint;
            assertThat(Competence.covers(
                            list(point, true, scope(LIST, true, false, null, false, false)), of.certificate()))
                    .isEqualTo(of.equals(SIGNER));
            assertThat(Competence.covers(
                            list(point, true, scope(LIST, false, true, null, false, false)), of.certificate()))
                    .isEqualTo(of.equals(AUTHORITY));
        }
    }

    @Test
    void an_answer_is_taken_whatever_hash_it_names_the_authority_by() throws Exception {
        var sha256 = new BcDigestCalculatorProvider().get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256));
        var other = new CertificateID(sha256, AUTHORITY.certificate(), BigInteger.valueOf(3));
        var said = other.toASN1Primitive();
        var bare = new CertificateID(new CertID(
                new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256),
                said.getIssuerNameHash(),
                said.getIssuerKeyHash(),
                said.getSerialNumber()));

        for (var id : List.of(other, bare)) {
            assertThat(asked(new Answering(RESPONDER.answers().about(id), Optional.empty())))
                    .isEqualTo(Verdict.VALID);
        }
        var anothers = new CertificateID(sha256, ANOTHER.certificate(), BigInteger.valueOf(3));
        assertThat(asked(new Answering(RESPONDER.answers().about(anothers), Optional.empty())))
                .isEqualTo(Verdict.INDETERMINATE);
    }

    @Test
    void an_answer_without_an_end_is_a_copy_after_a_day_and_nobody_knows_of_tomorrow() {
        var file = signed();
        var hours = Stream.of(0, 23, 25, -23, -25)
                .map(each -> RESPONDER.answers().at(Instant.now().minus(Duration.ofHours(each))))
                .map(each -> verified(file, Instant.now(), Optional.of(new Answering(each, Optional.empty())))
                        .verdict());

        assertThat(hours)
                .containsExactly(
                        Verdict.VALID, Verdict.VALID, Verdict.INDETERMINATE, Verdict.VALID, Verdict.INDETERMINATE);
    }

    private static Bytes list(ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value) {
        try {
            var builder = new X509v2CRLBuilder(
                    AUTHORITY.certificate().getSubject(),
                    Date.from(Instant.now().minusSeconds(60)));
            builder.setNextUpdate(Date.from(Instant.now().plusSeconds(3600)));
            builder.addExtension(Extension.cRLNumber, false, new ASN1Integer(9));
            builder.addExtension(extension, critical, value);
            if (!extension.equals(Extension.issuingDistributionPoint)) {
                // With the right address DSS looks at nothing else.
                builder.addExtension(
                        Extension.issuingDistributionPoint, true, scope(LIST, false, false, null, false, false));
            }
            return Bytes.of(builder.build(TestKeys.signer(AUTHORITY.pair())).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IssuingDistributionPoint scope(
            String url,
            boolean users,
            boolean authorities,
            @Nullable ReasonFlags reasons,
            boolean indirect,
            boolean attributes) {
        return new IssuingDistributionPoint(place(url), users, authorities, reasons, indirect, attributes);
    }

    /** Of no place of its own, as OpenSSL and many authorities write it. */
    private static IssuingDistributionPoint anywhere(
            boolean users, boolean authorities, @Nullable ReasonFlags reasons, boolean indirect, boolean attributes) {
        return new IssuingDistributionPoint(null, users, authorities, reasons, indirect, attributes);
    }

    static Stream<Arguments> lists() {
        var point = Extension.issuingDistributionPoint;
        var some = new ReasonFlags(ReasonFlags.keyCompromise);
        return Stream.of(
                Arguments.of("whole", true, list(point, true, scope(LIST, false, false, null, false, false))),
                Arguments.of("of users", true, list(point, true, scope(LIST, true, false, null, false, false))),
                Arguments.of("of users anywhere", true, list(point, true, anywhere(true, false, null, false, false))),
                Arguments.of(
                        "of authorities there", false, list(point, true, anywhere(false, true, null, false, false))),
                Arguments.of(
                        "of attributes there", false, list(point, true, anywhere(false, false, null, false, true))),
                Arguments.of("some reasons there", false, list(point, true, anywhere(true, false, some, false, false))),
                Arguments.of("of others there", false, list(point, true, anywhere(true, false, null, true, false))),
                Arguments.of(
                        "of its place in a directory", true, list(point, true, directory("CN=a list,O=authority"))),
                Arguments.of("of a place in a directory", false, list(point, true, directory("CN=b"))),
                Arguments.of("of authorities", false, list(point, true, scope(LIST, false, true, null, false, false))),
                Arguments.of("not critically", false, list(point, false, scope(LIST, false, true, null, false, false))),
                Arguments.of("of attributes", false, list(point, true, scope(LIST, false, false, null, false, true))),
                Arguments.of("some reasons", false, list(point, true, scope(LIST, false, false, some, false, false))),
                Arguments.of("of others too", false, list(point, true, scope(LIST, false, false, null, true, false))),
                Arguments.of(
                        "of another address",
                        false,
                        list(point, true, scope("http://authority/b.crl", false, false, null, false, false))),
                Arguments.of("a supplement", false, list(Extension.deltaCRLIndicator, true, new ASN1Integer(8))),
                Arguments.of("not critically", false, list(Extension.deltaCRLIndicator, false, new ASN1Integer(8))),
                Arguments.of(
                        "something critical",
                        false,
                        list(new ASN1ObjectIdentifier("1.2.3.4.5"), true, new ASN1Integer(8))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void a_list_counts_only_if_it_is_of_all_there_is_to_say(String what, boolean counts, Bytes list) {
        assertThat(asked(new Answering(SIGNER.answers(), Optional.of(list))))
                .as(what)
                .isEqualTo(counts ? Verdict.VALID : Verdict.INDETERMINATE);
        assertThat(Competence.covers(list, SIGNER.certificate())).isEqualTo(counts);
    }

    private static IssuingDistributionPoint directory(String name) {
        var place = new DistributionPointName(new GeneralNames(new GeneralName(new X500Name(name))));
        return new IssuingDistributionPoint(place, true, false, null, false, false);
    }

    /** Critically of users' certificates and of no place, with these entries. */
    private Bytes byOpenSsl(String entries) throws IOException {
        Files.writeString(folder.resolve("index.txt"), entries);
        Files.writeString(folder.resolve("number"), "01");
        var settings = Files.writeString(folder.resolve("ca.cnf"), """
                [ca]
                default_ca=own
                [own]
                database=%1$s/index.txt
                crlnumber=%1$s/number
                default_md=sha256
                default_crl_days=1
                [list]
                issuingDistributionPoint=critical,@scope
                [scope]
                onlyuser=TRUE
                """.formatted(folder));
        var key = pem("PRIVATE KEY", AUTHORITY.pair().getPrivate().getEncoded());
        var certificate = pem("CERTIFICATE", AUTHORITY.certificate().getEncoded());
        var list = folder.resolve("list.pem");
        assertThat(ForeignJudges.openssl(
                                "ca",
                                "-gencrl",
                                "-config",
                                settings.toString(),
                                "-keyfile",
                                key.toString(),
                                "-cert",
                                certificate.toString(),
                                "-crlexts",
                                "list",
                                "-out",
                                list.toString())
                        .exit())
                .isZero();
        var der = folder.resolve("list.der");
        assertThat(ForeignJudges.openssl("crl", "-in", list.toString(), "-outform", "DER", "-out", der.toString())
                        .exit())
                .isZero();
        return Bytes.of(Files.readAllBytes(der));
    }

    private Path pem(String what, byte[] octets) throws IOException {
        return Files.writeString(
                folder.resolve(what + ".pem"),
                "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(octets) + "\n-----END " + what
                        + "-----\n");
    }

    @Test
    void a_list_of_users_certificates_that_openssl_made_counts_and_is_kept_in_the_file() throws IOException {
        var list = byOpenSsl("");
        assertThat(asked(new Answering(SIGNER.answers(), Optional.of(list)))).isEqualTo(Verdict.VALID);
        var stamping = new ScriptedAuthority().at(Instant.now());
        PkiAsking asking = new PkiAsking() {
            @Override
            public Optional<Bytes> post(String url, String contentType, Bytes body) {
                return url.equals("http://stamping/") ? stamping.post(url, contentType, body) : Optional.empty();
            }

            @Override
            public Optional<Bytes> get(String url) {
                return Optional.of(list);
            }
        };
        var file = signed();

        var raised = new LevelRaising(
                        TrustAnchors.of(AUTHORITY.x509(), stamping.believed()),
                        List.of("http://stamping/"),
                        asking,
                        new SecureRandom(),
                        Instant::now)
                .raise(file, SignatureLevel.LT);

        assertThat(raised.why()).isEmpty();
        assertThat(raised.level()).isEqualTo(SignatureLevel.LT);
        var found = verified(file, Instant.now(), Optional.empty(), stamping.believed());
        assertThat(found.path().get(0).state().map(RevocationState::status)).contains(RevocationState.Status.GOOD);
    }

    @Test
    void whom_such_a_list_revokes_is_revoked() throws IOException {
        var list = byOpenSsl("R\t361231000000Z\t261120000000Z\t03\tunknown\t/CN=signer\n");

        assertThat(asked(new Answering(SIGNER.answers(), Optional.of(list)))).isNotEqualTo(Verdict.VALID);
        var found = verified(signed(), Instant.now(), Optional.of(new Answering(SIGNER.answers(), Optional.of(list))));
        assertThat(found.path().get(0).state().map(RevocationState::status)).contains(RevocationState.Status.REVOKED);
    }

    @Test
    void octets_that_are_no_list_and_no_answer_say_nothing() {
        var whole = list(Extension.issuingDistributionPoint, true, scope(LIST, false, false, null, false, false));
        for (int length = 0; length < whole.size(); length += 7) {
            var cut = whole.slice(0, length);
            assertThat(Competence.covers(cut, SIGNER.certificate()))
                    .as("%s", length)
                    .isFalse();
            assertThat(Competence.mayAnswer(cut, AUTHORITY.certificate())).isFalse();
        }
    }

    /** With a believed timestamp, and behind it what somebody said, as validation data of this name. */
    private Path kept(ScriptedAuthority stamping, String name, Bytes said) throws IOException {
        var file = signed();
        var raised = new LevelRaising(
                        TrustAnchors.of(AUTHORITY.x509(), stamping.believed()),
                        List.of("http://stamping/"),
                        stamping,
                        new SecureRandom(),
                        () -> TIME.plus(Duration.ofDays(4)))
                .raise(file, SignatureLevel.T);
        assertThat(raised.why()).isEmpty();
        var kept = folder.resolve("kept.pdf");
        try (var pdf = Loader.loadPDF(file.toFile());
                var answer = pdf.getDocument().createCOSStream();
                var out = Files.newOutputStream(kept)) {
            try (var octets = answer.createOutputStream()) {
                octets.write(said.toArray());
            }
            var answers = new COSArray();
            answers.add(answer);
            var store = new COSDictionary();
            store.setItem(name, answers);
            var catalog = pdf.getDocumentCatalog().getCOSObject();
            catalog.setItem("DSS", store);
            catalog.setNeedToBeUpdated(true);
            pdf.saveIncremental(out);
        }
        return kept;
    }

    private static Bytes question() throws IOException, OCSPException {
        var sha1 = new BcDigestCalculatorProvider();
        try {
            var id = new CertificateID(
                    sha1.get(CertificateID.HASH_SHA1), AUTHORITY.certificate(), BigInteger.valueOf(3));
            return Bytes.of(new OCSPReqBuilder().addRequest(id).build().getEncoded());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private SignatureReport keptAndSilent(Party responder) throws IOException, OCSPException {
        return keptAndSilent("OCSPs", responder.answers().answer(question()));
    }

    private SignatureReport keptAndSilent(String name, Bytes said) throws IOException {
        var stamping = new ScriptedAuthority();
        PkiAsking silent = new Answering(SIGNER.answers(), Optional.of(Bytes.EMPTY));
        return verified(kept(stamping, name, said), Instant.now(), Optional.of(silent), stamping.believed());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void in_a_file_a_list_counts_no_more_than_elsewhere(String what, boolean counts, Bytes list) throws IOException {
        var found = keptAndSilent("CRLs", list);

        assertThat(found.path().get(0).state().map(RevocationState::status))
                .isEqualTo(counts ? Optional.of(RevocationState.Status.GOOD) : Optional.empty());
        assertThat(found.verdict()).isEqualTo(counts ? Verdict.VALID : Verdict.INDETERMINATE);
    }

    @Test
    void in_a_file_the_responders_word_counts() throws IOException, OCSPException {
        var found = keptAndSilent(RESPONDER);

        assertThat(found.path().get(0).state().map(RevocationState::status)).contains(RevocationState.Status.GOOD);
        assertThat(found.verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void in_a_file_the_signers_own_word_counts_no_more_than_elsewhere() throws IOException, OCSPException {
        var found = keptAndSilent(SIGNER);

        assertThat(found.path().get(0).state()).isEmpty();
        assertThat(found.verdict()).isEqualTo(Verdict.INDETERMINATE);
    }
}
