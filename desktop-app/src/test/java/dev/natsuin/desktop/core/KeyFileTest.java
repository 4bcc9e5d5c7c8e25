package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key files as OpenSSL and the JDK write them, and as nobody honest would. */
final class KeyFileTest {
    private static final String PASSWORD = "秘密のことば 1";

    @TempDir
    static Path folder;

    @BeforeAll
    static void a_key_with_a_chain() throws Exception {
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Root -days 9"
                + " -keyout root.key -out root.pem");
        openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /O=Elsewhere/CN=Yamada"
                + " -keyout own.key -out own.csr");
        openssl("x509 -req -in own.csr -CA root.pem -CAkey root.key -CAcreateserial -days 9 -out own.pem");
        export("modern.p12", "");
    }

    static void openssl(String arguments) throws IOException, InterruptedException {
        openssl(Arrays.asList(arguments.split(" ")));
    }

    private static void openssl(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    private static void export(String name, String more) throws Exception {
        export(name, more, PASSWORD);
    }

    private static void export(String name, String more, String password) throws Exception {
        var arguments = new ArrayList<>(List.of("pkcs12", "-export", "-inkey", "own.key", "-in", "own.pem"));
        arguments.addAll(List.of("-certfile", "root.pem", "-name", "my key", "-out", name));
        Arrays.stream(more.split(" ")).filter(part -> !part.isEmpty()).forEach(arguments::add);
        arguments.addAll(List.of("-passout", "pass:" + password));
        openssl(arguments);
    }

    private static KeyFileContent open(String name, String password) throws Refusal {
        return open(name, password, Optional.empty());
    }

    private static KeyFileContent open(String name, String password, Optional<Instant> now) throws Refusal {
        try (var secret = Secret.taking(password.getBytes(StandardCharsets.UTF_8))) {
            return new KeyFileContent(KeyFile.read(folder.resolve(name)).open(secret), now);
        }
    }

    private static void assertRefused(ProblemCode code, ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.why().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-legacy",
                "-keypbe AES-256-CBC -certpbe AES-256-CBC -macalg sha512 -iter 100000",
                "-keypbe NONE -certpbe NONE",
                "-nomac"
            })
    void opens_what_openssl_exports(String options) throws Exception {
        export("exported.p12", options);

        try (var content = open("exported.p12", PASSWORD)) {
            var key = content.choose(Optional.empty());

            assertThat(content.names()).containsExactly("my key");
            assertThat(key.algorithm()).isEqualTo(KeyAlgorithm.P_256);
            assertThat(key.subject()).isEqualTo("CN=Yamada,O=Elsewhere");
            assertThat(key.issuer()).isEqualTo("CN=Root");
            assertThat(key.certificates()).hasSize(2);
            assertThat(key.pkcs8().use(Bytes::of)).isEqualTo(pkcs8());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-legacy", "-keypbe NONE -certpbe NONE", "-legacy -nomac", "-nomac"})
    void opens_what_openssl_exports_under_an_empty_password(String options) throws Exception {
        export("empty.p12", options, "");

        try (var content = open("empty.p12", "")) {
            assertThat(content.choose(Optional.empty()).pkcs8().use(Bytes::of)).isEqualTo(pkcs8());
        }
        if (!options.contains("NONE") || !options.contains("-nomac")) {
            assertRefused(ProblemCode.KEY_FILE_PASSWORD_WRONG, () -> open("empty.p12", "wrong"));
        }
    }

    /** RFC 7292 B.1 has the empty password as two zero octets; others derive keys from none at all, or do both. */
    @ParameterizedTest
    @ValueSource(strings = {"PBEWithSHA1AndDESede", "PBEWithHmacSHA256AndAES_256"})
    void an_empty_password_opens_either_way_of_writing_none(String protection) throws Exception {
        var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8().toArray()));
        Certificate own;
        try (var in = Files.newInputStream(folder.resolve("own.pem"))) {
            own = CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        // The JDK takes no characters for two zero octets, and one zero for none.
        for (int i = 0; i < 4; i++) {
            var written = new char[i % 2];
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, written);
            var how = new KeyStore.PasswordProtection(new char[i / 2], protection, null);
            store.setEntry("key", new KeyStore.PrivateKeyEntry(key, new Certificate[] {own}), how);
            try (var out = Files.newOutputStream(folder.resolve("jdk-empty.p12"))) {
                store.store(out, written);
            }
            try (var content = open("jdk-empty.p12", "")) {
                assertThat(content.choose(Optional.empty()).pkcs8().use(Bytes::of))
                        .as(i / 2 + " characters for the key, " + i % 2 + " for the file")
                        .isEqualTo(pkcs8());
            }
            assertRefused(ProblemCode.KEY_FILE_PASSWORD_WRONG, () -> open("jdk-empty.p12", "wrong"));
        }
    }

    /**
     * Made with OpenSSL's library (3.0), whose functions take a password for each part: {@code PKCS12_add_safe} and
     * {@code PKCS8_encrypt} with an empty one, {@code PKCS12_set_mac} with none; in the other file the other way round.
     */
    @ParameterizedTest
    @ValueSource(strings = {"mac-of-none.p12", "mac-of-empty.p12"})
    void a_mac_may_write_no_password_in_another_way_than_what_it_is_about(String name) throws Exception {
        try (var made = Objects.requireNonNull(KeyFileTest.class.getResourceAsStream(name))) {
            Files.write(folder.resolve(name), made.readAllBytes());
        }
        try (var content = open(name, "")) {
            assertThat(content.choose(Optional.empty()).subject()).isEqualTo("CN=Yamada,O=Elsewhere");
        }
        assertRefused(ProblemCode.KEY_FILE_PASSWORD_WRONG, () -> open(name, "wrong"));
        var octets = Files.readAllBytes(folder.resolve(name));
        octets[octets.length - 30] ^= 1; // in the MAC
        Files.write(folder.resolve(name), octets);
        assertRefused(ProblemCode.KEY_FILE_PASSWORD_WRONG, () -> open(name, ""));
    }

    /** The SGM refuses them, too, but whoever asks it has typed the PIN by then. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "keyUsage=keyEncipherment",
                "keyUsage=digitalSignature,keyCertSign",
                "extendedKeyUsage=serverAuth,codeSigning",
                "extendedKeyUsage=timeStamping",
                "basicConstraints=CA:TRUE"
            })
    void a_key_whose_certificate_is_not_for_signing_is_refused_once_the_file_is_open(String extension)
            throws Exception {
        certify(extension);

        try (var content = open("unfit.p12", PASSWORD)) {
            assertRefused(ProblemCode.CERTIFICATE_NOT_FOR_SIGNING, () -> content.choose(Optional.empty()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keyUsage=nonRepudiation,keyEncipherment",
                "extendedKeyUsage=serverAuth,clientAuth",
                "extendedKeyUsage=emailProtection",
                "basicConstraints=CA:FALSE"
            })
    void and_one_that_may_sign_besides_is_not(String extension) throws Exception {
        certify(extension);

        try (var content = open("unfit.p12", PASSWORD)) {
            assertThat(content.choose(Optional.empty()).subject()).isEqualTo("CN=Yamada,O=Elsewhere");
        }
    }

    private static void certify(String extension) throws Exception {
        Files.writeString(folder.resolve("own.ext"), extension + "\n");
        openssl("x509 -req -in own.csr -CA root.pem -CAkey root.key -CAcreateserial -days 9 -extfile own.ext"
                + " -out unfit.pem");
        openssl(List.of(
                "pkcs12",
                "-export",
                "-inkey",
                "own.key",
                "-in",
                "unfit.pem",
                "-out",
                "unfit.p12",
                "-passout",
                "pass:" + PASSWORD));
    }

    @Test
    void whose_certificate_begins_in_this_second_is_left_to_the_server() throws Exception {
        certify("keyUsage=critical,nonRepudiation");
        Instant begins;
        try (var in = Files.newInputStream(folder.resolve("unfit.pem"))) {
            var certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            begins = certificate.getNotBefore().toInstant();
        }
        try (var content = open("unfit.p12", PASSWORD, Optional.of(begins.minusSeconds(1)))) {
            assertThat(content.choose(Optional.empty()).certificates()).isNotEmpty();
        }
        try (var content = open("unfit.p12", PASSWORD, Optional.of(begins.minusSeconds(31)))) {
            assertRefused(ProblemCode.CERTIFICATE_NOT_YET_VALID, () -> content.choose(Optional.empty()));
        }
    }

    @Test
    void whose_certificate_has_ended_or_not_begun_is_told_by_the_servers_time_and_no_other() throws Exception {
        var day = Instant.now();
        try (var content = open("modern.p12", PASSWORD, Optional.of(day.plus(Duration.ofDays(10))))) {
            assertRefused(ProblemCode.CERTIFICATE_EXPIRED, () -> content.choose(Optional.empty()));
        }
        try (var content = open("modern.p12", PASSWORD, Optional.of(day.minus(Duration.ofDays(1))))) {
            assertRefused(ProblemCode.CERTIFICATE_NOT_YET_VALID, () -> content.choose(Optional.empty()));
        }
        try (var content = open("modern.p12", PASSWORD, Optional.of(day.plus(Duration.ofDays(8))))) {
            assertThat(content.choose(Optional.empty()).subject()).isEqualTo("CN=Yamada,O=Elsewhere");
        }
    }

    private static Bytes pkcs8() throws Exception {
        openssl("pkcs8 -topk8 -nocrypt -in own.key -outform DER -out own.der");
        return Bytes.of(Files.readAllBytes(folder.resolve("own.der")));
    }

    @Test
    void a_wrong_password_is_told_from_a_damaged_file() throws Exception {
        for (var wrong : List.of("", "秘密のことば 2", "x".repeat(1000))) {
            assertRefused(ProblemCode.KEY_FILE_PASSWORD_WRONG, () -> open("modern.p12", wrong));
        }
        export("bare.p12", "-nomac");
        assertRefused(ProblemCode.KEY_FILE_PASSWORD_WRONG, () -> open("bare.p12", "wrong"));
        for (var text : List.of("", "-----BEGIN CERTIFICATE-----", "0")) {
            Files.writeString(folder.resolve("damaged"), text);
            assertRefused(ProblemCode.KEY_FILE_UNREADABLE, () -> open("damaged", PASSWORD));
        }
        assertRefused(ProblemCode.FILE_MISSING, () -> open("nowhere.p12", PASSWORD));
    }

    @Test
    void every_cut_and_every_changed_octet_is_a_refusal_and_nothing_else() throws Exception {
        var whole = Files.readAllBytes(folder.resolve("modern.p12"));
        var random = new Random(7);
        for (var i = 0; i < 60; i++) {
            var damaged = i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (i % 2 == 1) {
                damaged[random.nextInt(120)] ^= (byte) (1 << random.nextInt(8)); // where the lengths and kinds are
            }
            Files.write(folder.resolve("damaged"), damaged);
            try (var content = open("damaged", PASSWORD)) {
                content.choose(Optional.empty());
            } catch (Refusal e) {
                assertThat(e.why().code().code()).startsWith("key-file-");
            }
        }
    }

    /**
     * Looking for its factors takes longer the longer it is, and is the SGM's business, which sees one key and not a
     * hundred.
     */
    @Test
    void a_modulus_is_compared_with_the_certificates_and_not_searched_for_factors() throws Exception {
        var modulus = BigInteger.valueOf(3)
                .multiply(new BigInteger(2045, new Random(7)).setBit(2044).setBit(0));
        var exponent = BigInteger.valueOf(65_537);
        var rsa = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        var one = BigInteger.ONE;
        var key = new PrivateKeyInfo(rsa, new RSAPrivateKey(modulus, exponent, one, one, one, one, one, one));
        var issuer = KeyPairGenerator.getInstance("EC").generateKeyPair();
        var certificate = new X509v3CertificateBuilder(
                        new X500Name("CN=Somebody"),
                        one,
                        Date.from(Instant.now()),
                        Date.from(Instant.now().plusSeconds(60)),
                        new X500Name("CN=Somebody else"),
                        new SubjectPublicKeyInfo(rsa, new RSAPublicKey(modulus, exponent)))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate()));
        var file = new PKCS12PfxPduBuilder()
                .addData(new PKCS12SafeBagBuilder(key).build())
                .addData(new PKCS12SafeBagBuilder(certificate).build())
                .build(null, null)
                .getEncoded();

        try (var password = Secret.taking(new byte[] {'x'})) {
            var entries = KeyFile.read(file).open(password);

            assertThat(entries).hasSize(1);
            try (var entry = entries.get(0)) {
                assertThat(entry.certificates()).containsExactly(Bytes.of(certificate.getEncoded()));
            }
        }
    }

    /** In each place where a count stands: for the certificates, for the key, and behind them for the whole. */
    @ParameterizedTest
    @ValueSource(strings = {"-nomac", ""})
    void a_file_that_asks_for_years_of_work_is_not_opened(String options) throws Exception {
        export("slow.p12", "-iter 1000 " + options);
        var octets = Files.readAllBytes(folder.resolve("slow.p12"));
        var counts = places(octets, new byte[] {0x02, 0x02, 0x03, (byte) 0xe8});
        assertThat(counts).isNotEmpty();
        for (var at : counts) {
            var most = new byte[] {0x02, 0x04, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};
            Files.write(folder.resolve("slow"), Pkcs12Surgery.replaced(octets, at, most));
            var begun = System.nanoTime();
            assertThatThrownBy(() -> open("slow", PASSWORD))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            // Where a MAC is, it is looked at before, and does not hold any more.
                            refusal -> assertThat(refusal.why().code())
                                    .isIn(ProblemCode.KEY_FILE_TOO_COSTLY, ProblemCode.KEY_FILE_PASSWORD_WRONG));
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun))
                    .isLessThan(10);
        }
        Files.write(folder.resolve("slow"), Pkcs12Surgery.replaced(octets, counts.get(counts.size() - 1), new byte[] {
            0x02, 0x04, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff
        }));
        assertRefused(ProblemCode.KEY_FILE_TOO_COSTLY, () -> open("slow", PASSWORD));
    }

    private static List<Integer> places(byte[] octets, byte[] part) {
        var found = new ArrayList<Integer>();
        for (var i = 0; i + part.length <= octets.length; i++) {
            if (Arrays.equals(octets, i, i + part.length, part, 0, part.length)) {
                found.add(i);
            }
        }
        return found;
    }

    /** One name in two orders of its parts, of which each is looked for among all of the other. */
    private static X500Name longName(int parts, boolean backwards) {
        var all = new RDN[parts];
        for (var i = 0; i < parts; i++) {
            var part = new DERUTF8String(Integer.toString(backwards ? parts - i : i + 1, 36));
            all[i] = new RDN(BCStyle.CN, part);
        }
        return new X500Name(all);
    }

    @Test
    void issuers_with_names_of_thousands_of_parts_are_looked_for_at_once() throws Exception {
        var pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        var by = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        var file = new PKCS12PfxPduBuilder();
        file.addData(new PKCS12SafeBagBuilder(
                        PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded()))
                .build());
        for (var backwards : List.of(false, true)) {
            var name = longName(20_000, backwards);
            var certificate = new JcaX509v3CertificateBuilder(
                            backwards ? new X500Name("CN=Root") : name,
                            BigInteger.ONE,
                            Date.from(Instant.EPOCH),
                            Date.from(Instant.parse("2099-01-01T00:00:00Z")),
                            backwards ? name : new X500Name("CN=Yamada"),
                            pair.getPublic())
                    .build(by);
            file.addData(new PKCS12SafeBagBuilder(certificate).build());
        }
        Files.write(folder.resolve("names"), file.build(null, new char[0]).getEncoded());

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            try (var content = open("names", PASSWORD)) {
                assertThat(content.size()).isOne();
            }
        });
    }

    @Test
    void a_huge_file_is_not_read() throws Exception {
        try (var file = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
            file.setLength(4L << 30);
        }
        assertRefused(ProblemCode.KEY_FILE_TOO_COSTLY, () -> open("huge", PASSWORD));
    }

    @Test
    void of_several_keys_one_is_named() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8().toArray()));
        var chain = new Certificate[] {certificate()};
        for (var alias : List.of("first", "second")) {
            store.setKeyEntry(alias, key, "p".toCharArray(), chain);
        }
        try (var out = Files.newOutputStream(folder.resolve("two.p12"))) {
            store.store(out, "p".toCharArray());
        }

        try (var content = open("two.p12", "p")) {
            assertThat(content.names()).containsExactlyInAnyOrder("first", "second");
            assertRefused(ProblemCode.KEY_FILE_KEY_NOT_CHOSEN, () -> content.choose(Optional.empty()));
            assertRefused(ProblemCode.KEY_FILE_NO_KEY, () -> content.choose(Optional.of("third")));
            assertThat(content.choose(Optional.of("second")).subject()).isEqualTo("CN=Yamada,O=Elsewhere");
        }
    }

    @Test
    void a_file_without_key_or_without_its_certificate_imports_nothing() throws Exception {
        openssl(List.of("pkcs12", "-export", "-nokeys", "-in", "root.pem", "-out", "nokey.p12", "-passout", "pass:p"));
        openssl(List.of(
                "pkcs12", "-export", "-inkey", "own.key", "-nocerts", "-out", "nocert.p12", "-passout", "pass:p"));

        try (var content = open("nokey.p12", "p")) {
            assertRefused(ProblemCode.KEY_FILE_NO_KEY, () -> content.choose(Optional.empty()));
        }
        try (var content = open("nocert.p12", "p")) {
            assertRefused(ProblemCode.KEY_FILE_NO_CERTIFICATE, () -> content.choose(Optional.empty()));
        }
    }

    private static Certificate certificate() throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(folder.resolve("own.pem"))));
    }
}
