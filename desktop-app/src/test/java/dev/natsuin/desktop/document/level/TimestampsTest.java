package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.document.verify.Circumstances;
import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.bytes.Bytes;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.pades.PAdESTimestampParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimestampsTest {
    private static final byte[] HASH = new byte[32];
    private static final String ONE = "http://one/";
    private static final String TWO = "http://two/";

    static {
        HASH[0] = 7;
    }

    private static byte[] stamped(ScriptedAuthority authority, String... urls) {
        return stamped(authority, List.of(authority), urls);
    }

    private static byte[] stamped(PkiAsking asking, List<ScriptedAuthority> believed, String... urls) {
        var anchors = TrustAnchors.of(
                believed.stream().map(ScriptedAuthority::believed).toList());
        return new Timestamps(anchors, asking, new SecureRandom())
                .from(List.of(urls))
                .getTimeStampResponse(DigestAlgorithm.SHA256, HASH)
                .getBytes();
    }

    private static void refuses(ScriptedAuthority authority) {
        assertThatThrownBy(() -> stamped(authority, ONE)).isInstanceOf(Timestamps.None.class);
    }

    /** Several authorities under their addresses. */
    private static PkiAsking at(Map<String, PkiAsking> authorities) {
        return new PkiAsking() {
            @Override
            public Optional<Bytes> post(String url, String contentType, Bytes body) {
                assertThat(contentType).isEqualTo("application/timestamp-query");
                var authority = authorities.get(url);
                return authority == null ? Optional.empty() : authority.post(url, contentType, body);
            }

            @Override
            public Optional<Bytes> get(String url) {
                throw new IllegalStateException("timestamps are posted");
            }
        };
    }

    @Test
    void takes_a_sound_token_over_its_own_hash() throws Exception {
        var token = new TimeStampToken(new CMSSignedData(stamped(new ScriptedAuthority(), ONE)));

        assertThat(token.getTimeStampInfo().getMessageImprintDigest()).isEqualTo(HASH);
    }

    @Test
    void a_file_with_nothing_but_a_timestamp_is_reported_as_unsigned(@TempDir Path folder) throws Exception {
        var authority = new ScriptedAuthority();
        var file = HandMadePdf.onePage("minutes").write(folder.resolve("minutes.pdf"));
        var anchors = TrustAnchors.of(authority.believed());
        var service = new PAdESService(new CommonCertificateVerifier());
        service.setTspSource(new Timestamps(anchors, authority, new SecureRandom()).from(List.of(ONE)));
        var stamped = folder.resolve("stamped.pdf");
        service.timestamp(new FileDocument(file.toFile()), new PAdESTimestampParameters())
                .save(stamped.toString());

        var verified = PdfVerification.verify(
                stamped,
                new Circumstances(
                        anchors,
                        Instant.parse("2026-11-26T00:00:00Z"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true));

        assertThat(verified).isInstanceOf(Verification.Judged.class);
        var judged = (Verification.Judged) verified;
        assertThat(judged.verdict()).isEqualTo(Verdict.UNSIGNED);
        assertThat(judged.timestamps()).hasSize(1);
        assertThat(new String(judged.etsi().orElseThrow().toArray(), StandardCharsets.UTF_8))
                .containsPattern("<(ns\\d+:)?MainIndication>urn:cef:dss:mainindication:noSignatureFound</");
    }

    @Test
    void refuses_a_token_over_another_hash() {
        refuses(new ScriptedAuthority().stampsAnotherHash());
    }

    @Test
    void refuses_an_answer_to_another_request() {
        refuses(new ScriptedAuthority().answersAnotherRequest());
    }

    @Test
    void refuses_a_refusal() {
        refuses(new ScriptedAuthority().refuses());
    }

    @Test
    void refuses_a_certificate_whose_usage_is_not_critical() {
        refuses(new ScriptedAuthority().purposeNotCritical());
    }

    @Test
    void refuses_a_certificate_that_may_do_something_else_as_well() {
        refuses(new ScriptedAuthority().purposes(KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_clientAuth));
    }

    @Test
    void refuses_a_certificate_for_something_else() {
        refuses(new ScriptedAuthority().purposes(KeyPurposeId.id_kp_clientAuth));
    }

    @Test
    void refuses_a_certificate_without_a_usage() {
        refuses(new ScriptedAuthority().purposes());
    }

    @Test
    void refuses_a_token_without_its_certificate() {
        refuses(new ScriptedAuthority().withoutCertificate());
    }

    @Test
    void refuses_a_token_that_another_key_signed() {
        refuses(new ScriptedAuthority().signsWithAnotherKey());
    }

    @Test
    void refuses_a_certificate_that_was_not_valid_at_the_time() {
        refuses(new ScriptedAuthority().notYetValid());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1000})
    void refuses_an_answer_that_was_cut_off(int octets) {
        refuses(new ScriptedAuthority().cutsOff(octets));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "3000", "00", "ff"})
    void refuses_what_is_no_answer(String hex) {
        var nonsense = new PkiAsking() {
            @Override
            public Optional<Bytes> post(String url, String contentType, Bytes body) {
                return Optional.of(Bytes.hex(hex));
            }

            @Override
            public Optional<Bytes> get(String url) {
                return Optional.empty();
            }
        };
        assertThatThrownBy(() -> stamped(nonsense, List.of(new ScriptedAuthority()), ONE))
                .isInstanceOf(Timestamps.None.class);
    }

    @Test
    void asks_the_next_authority_when_one_is_away_or_wrong() {
        var wrong = new ScriptedAuthority().stampsAnotherHash();
        var right = new ScriptedAuthority();

        assertThat(stamped(at(Map.of(ONE, wrong, TWO, right)), List.of(wrong, right), "http://away/", ONE, TWO))
                .isNotEmpty();
        assertThat(wrong.asked).isEqualTo(1);
        assertThat(right.asked).isEqualTo(1);
    }

    @Test
    void refuses_a_sound_token_of_an_authority_that_nobody_believes() {
        assertThatThrownBy(() -> stamped(new ScriptedAuthority(), List.of(new ScriptedAuthority()), ONE))
                .isInstanceOf(Timestamps.NotBelieved.class);
        assertThatThrownBy(() -> stamped(new ScriptedAuthority(), List.of(), ONE))
                .isInstanceOf(Timestamps.NotBelieved.class);
    }

    @Test
    void passes_over_an_authority_that_nobody_believes() {
        var stranger = new ScriptedAuthority();
        var known = new ScriptedAuthority();

        assertThat(stamped(at(Map.of(ONE, stranger, TWO, known)), List.of(known), ONE, TWO))
                .isNotEmpty();
        assertThat(known.asked).isEqualTo(1);
    }

    @Test
    void asks_nobody_more_than_it_needs() {
        var first = new ScriptedAuthority();
        var second = new ScriptedAuthority();

        stamped(at(Map.of(ONE, first, TWO, second)), List.of(first), ONE, TWO);

        assertThat(second.asked).isZero();
    }

    @Test
    void a_policy_behind_the_address_is_asked_for_and_not_sent_as_a_part_of_it() {
        var authority = new ScriptedAuthority();

        assertThat(stamped(authority, ONE + "#1.2.3")).isNotEmpty();
        assertThat(authority.askedAt).isEqualTo(ONE);
    }

    @Test
    void refuses_a_token_of_another_policy() {
        assertThatThrownBy(() -> stamped(new ScriptedAuthority(), ONE + "#1.2.4"))
                .isInstanceOf(Timestamps.None.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "#policy", "#1", "#3.1", "#1.02", "#1.2.3#1.2.3", "#1.2.3 "})
    void asks_nobody_under_a_policy_that_is_none(String policy) {
        var authority = new ScriptedAuthority();

        assertThatThrownBy(() -> stamped(authority, ONE + policy)).isInstanceOf(Timestamps.None.class);
        assertThat(authority.asked).isZero();
    }
}
