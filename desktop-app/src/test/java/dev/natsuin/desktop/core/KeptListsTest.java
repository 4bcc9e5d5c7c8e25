package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.device.Config;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.FormatsForTests;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.fake.QuickStretching;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trusted lists that somebody adds in the window, and what verifying makes of them. */
final class KeptListsTest {
    private static final TestSigner PUBLISHER = new TestCa("publisher").signer("List signer", KeyAlgorithm.P_256);
    private static final TestSigner STRANGER = new TestCa("stranger").signer("Mallory", KeyAlgorithm.P_256);
    private static final TestCa AUTHORITY = new TestCa("qualified");

    @TempDir
    private Path folder;

    private Instant now = SigningForTests.TIME.plusSeconds(3600);
    private Profile profile;
    private TrustFront trust;
    private Optional<Path> publisher = Optional.empty();
    private Path document;

    @BeforeEach
    void a_document_of_a_qualified_authority_and_the_certificate_of_a_publisher() throws Exception {
        profile = Profile.in(folder.resolve("profile"));
        trust = new TrustFront(profile, () -> now);
        publisher = Optional.of(Files.write(
                folder.resolve("publisher.cer"), PUBLISHER.certificate().getEncoded()));
        document = SigningForTests.signed(
                HandMadePdf.onePage("100 EUR").write(folder.resolve("contract.pdf")),
                AUTHORITY.signer("Taro", KeyAlgorithm.P_256),
                SignAlgorithm.ECDSA_WITH_SHA256);
    }

    private Path list(int number, TestSigner signer) throws Exception {
        var text = "<TrustServiceStatusList xmlns=\"http://uri.etsi.org/02231/v2#\" Id=\"list\"><SchemeInformation>"
                + "<TSLSequenceNumber>" + number + "</TSLSequenceNumber><SchemeOperatorName>"
                + "<Name xml:lang=\"de\">Behörde</Name><Name xml:lang=\"en\">Office</Name></SchemeOperatorName>"
                + "<SchemeTerritory>AT</SchemeTerritory>"
                + "<NextUpdate><dateTime>2026-12-31T00:00:00Z</dateTime></NextUpdate></SchemeInformation>"
                + "<TrustServiceProviderList><TrustServiceProvider><TSPServices><TSPService><ServiceInformation>"
                + "<ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/CA/QC</ServiceTypeIdentifier>"
                + "<ServiceDigitalIdentity><DigitalId><X509Certificate>"
                + Base64.getEncoder().encodeToString(AUTHORITY.certificate().getEncoded())
                + "</X509Certificate></DigitalId></ServiceDigitalIdentity>"
                + "<ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted</ServiceStatus>"
                + "<StatusStartingTime>2025-01-01T00:00:00Z</StatusStartingTime></ServiceInformation>"
                + "</TSPService></TSPServices></TrustServiceProvider></TrustServiceProviderList>"
                + "</TrustServiceStatusList>";
        var in = Files.createDirectories(
                folder.resolve(number + signer.certificate().getSerialNumber().toString()));
        return FormatsForTests.signed(
                Files.writeString(in.resolve("list.xml"), text),
                SignatureForm.XADES_ENVELOPED,
                signer,
                SignAlgorithm.ECDSA_WITH_SHA256);
    }

    private Trusting.TrustedList looked(Path list) {
        return trust.lookAtList(list, publisher).given().orElseThrow();
    }

    private Trusting.Believed add(Path list) {
        return trust.believeList(list, publisher, looked(list)).given().orElseThrow();
    }

    private List<Trusting.ListSource> lists() {
        return trust.believed().given().orElseThrow().lists();
    }

    private Verifier verifier() {
        var surroundings = new Surroundings(
                new SecureRandom(), System::nanoTime, time -> {}, Duration.ofSeconds(1), new QuickStretching());
        return new Verifier(profile, surroundings, () -> now);
    }

    private Optional<ProblemCode> refusalOfVerifying() {
        return verifier().verify(document).refusal().map(Problem::code);
    }

    private Verification verified() {
        return verifier().verify(document).given().orElseThrow();
    }

    private List<String> kept() throws Exception {
        try (var files = Files.list(profile.folder())) {
            return files.map(each -> each.getFileName().toString())
                    .filter(Profile::isKeptOfLists)
                    .toList();
        }
    }

    @Test
    void a_list_says_who_keeps_it_and_is_worth_nothing_until_its_publisher_was_named() throws Exception {
        var file = list(115, PUBLISHER);
        var unknown = trust.lookAtList(file, Optional.empty()).given().orElseThrow();

        assertThat(unknown.operator()).isEqualTo("Office");
        assertThat(unknown.territory()).isEqualTo("AT");
        assertThat(unknown.number()).isEqualTo("115");
        assertThat(unknown.next()).isEqualTo("2026-12-31T00:00:00Z");
        assertThat(unknown.standing()).isEqualTo(Trusting.Standing.NOT_SIGNED);
        assertThat(unknown.signer()).isEmpty();
        assertThat(trust.believeList(file, Optional.empty(), unknown).refusal().map(Problem::code))
                .contains(ProblemCode.TRUSTED_LIST_NOT_SIGNED);

        var known = looked(file);

        assertThat(known.standing()).isEqualTo(Trusting.Standing.HOLDS);
        assertThat(known.signer().orElseThrow().subject()).contains("List signer");
        assertThat(known.authorities()).isEqualTo(1);
        assertThat(lists()).isEmpty();
    }

    @Test
    void the_authorities_of_a_list_are_believed_also_when_its_files_are_gone_and_no_more_once_it_is_forgotten()
            throws Exception {
        var file = list(115, PUBLISHER);
        add(file);
        Files.delete(file);
        Files.delete(publisher.orElseThrow());

        assertThat(verified().verdict()).isEqualTo(Verification.Verdict.VALID);
        assertThat(verified().signatures().get(0).evidence().trustSource()).isEqualTo("Office (AT 115)");

        trust.forgetList(lists().get(0));

        assertThat(verified().verdict()).isNotEqualTo(Verification.Verdict.VALID);
        assertThat(profile.config().verifying()).isEqualTo(Config.Verifying.USUAL);
        assertThat(kept()).isEmpty();
    }

    @Test
    void a_newer_list_takes_the_place_of_the_one_before_and_an_older_one_does_not() throws Exception {
        add(list(115, PUBLISHER));
        var newer = list(116, PUBLISHER);
        assertThat(looked(newer).replaces()).isEqualTo("115");

        publisher = Optional.empty();
        add(newer);

        assertThat(lists()).extracting(each -> each.list().number()).containsExactly("116");
        assertThat(kept()).hasSize(2);
        var older = list(114, PUBLISHER);
        assertThat(looked(older).standing()).isEqualTo(Trusting.Standing.OLDER);
        assertThat(trust.believeList(older, publisher, looked(older)).refusal().map(Problem::code))
                .contains(ProblemCode.TRUSTED_LIST_OUT_OF_DATE);
    }

    @Test
    void a_list_that_somebody_else_signed_is_not_believed_with_the_publisher_of_another_one() throws Exception {
        add(list(115, PUBLISHER));

        assertThat(looked(list(999, STRANGER)).standing()).isEqualTo(Trusting.Standing.NOT_SIGNED);
    }

    @Test
    void a_list_that_was_exchanged_after_it_was_looked_at_is_not_believed() throws Exception {
        var file = list(115, PUBLISHER);
        var shown = looked(file);
        Files.copy(list(116, PUBLISHER), file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(trust.believeList(file, publisher, shown).refusal().map(Problem::code))
                .contains(ProblemCode.DOCUMENT_CHANGED);
        assertThat(lists()).isEmpty();
    }

    @Test
    void a_list_that_ran_out_says_so_and_nothing_is_verified_until_it_is_gone() throws Exception {
        add(list(115, PUBLISHER));

        now = Instant.parse("2026-12-31T00:00:00Z");

        assertThat(lists().get(0).list().standing()).isEqualTo(Trusting.Standing.OUT_OF_DATE);
        assertThat(refusalOfVerifying()).contains(ProblemCode.TRUSTED_LIST_OUT_OF_DATE);
        trust.forgetList(lists().get(0));
        assertThat(refusalOfVerifying()).isEmpty();
    }

    /** Whoever wrote the config by hand keeps the files, and the publishers in it. */
    @Test
    void what_was_written_by_hand_is_shown_and_its_files_stay() throws Exception {
        var file = list(115, PUBLISHER);
        profile.keep(Config.NONE.with(
                List.of(),
                new Config.Verifying(
                        false,
                        List.of(file.toString(), "gone.xml"),
                        List.of(publisher.orElseThrow().toString()),
                        true)));

        assertThat(lists())
                .extracting(each -> each.list().standing())
                .containsExactly(Trusting.Standing.HOLDS, Trusting.Standing.UNREADABLE);
        trust.forgetList(lists().get(1));
        trust.forgetList(lists().get(0));

        assertThat(file).exists();
        assertThat(profile.config().verifying())
                .isEqualTo(new Config.Verifying(
                        false, List.of(), List.of(publisher.orElseThrow().toString()), true));
    }
}
