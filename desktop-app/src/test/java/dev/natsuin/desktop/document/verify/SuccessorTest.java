package dev.natsuin.desktop.document.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An authority with another key under its name (decision 0080): whom EU DSS and we believe by which of its keys. */
final class SuccessorTest {
    /** As our first keys are: no other authority may stand below. */
    private static final TestCa FIRST = TestCa.above("first key", 0);

    private static final TestCa SECOND = FIRST.namesake("second key");
    private static final TestCa THIRD = FIRST.namesake("third key");
    private static final TestCa STRANGER = FIRST.namesake("a stranger");
    private static final X509Certificate TO_SECOND = FIRST.link(SECOND);
    private static final X509Certificate TO_THIRD = SECOND.link(THIRD);

    @TempDir
    Path desk;

    private Verdict judged(TestCa by, List<X509Certificate> carried, X509Certificate... believed) throws IOException {
        var signer = by.signer("Hanako", KeyAlgorithm.P_256);
        var with = new TestSigner(signer.certificate(), carried, signer.key());
        var signed = SigningForTests.signed(
                HandMadePdf.onePage("contract").write(desk.resolve("a.pdf")), with, SignAlgorithm.ECDSA_WITH_SHA256);
        var circumstances = Circumstances.offline(TrustAnchors.of(believed), Instant.parse("2026-11-26T00:00:00Z"));
        return ((Verification.Judged) PdfVerification.verify(signed, circumstances)).verdict();
    }

    static List<Arguments> believers() {
        return List.of(
                Arguments.of("the first", new X509Certificate[] {FIRST.certificate()}),
                Arguments.of("the second", new X509Certificate[] {SECOND.certificate()}),
                Arguments.of("the link, as desks keep it", new X509Certificate[] {TO_SECOND}),
                Arguments.of("first and link", new X509Certificate[] {FIRST.certificate(), TO_SECOND}),
                Arguments.of("all", new X509Certificate[] {FIRST.certificate(), SECOND.certificate(), TO_SECOND}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("believers")
    void what_the_second_key_certified_is_valid_to_whoever_believes(String what, X509Certificate... believed)
            throws IOException {
        assertThat(judged(SECOND, List.of(TO_SECOND, FIRST.certificate()), believed))
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void a_third_key_is_believed_through_two_links() throws IOException {
        var carried = List.of(TO_THIRD, TO_SECOND, FIRST.certificate());

        for (var believed :
                List.of(FIRST.certificate(), TO_SECOND, SECOND.certificate(), TO_THIRD, THIRD.certificate())) {
            assertThat(judged(THIRD, carried, believed)).isEqualTo(Verdict.VALID);
        }
    }

    @Test
    void what_the_first_key_certified_is_valid_to_whoever_believes_both_and_not_by_the_second_alone()
            throws IOException {
        var carried = List.of(FIRST.certificate());

        assertThat(judged(FIRST, carried, FIRST.certificate(), TO_SECOND, SECOND.certificate()))
                .isEqualTo(Verdict.VALID);
        assertThat(judged(FIRST, carried, SECOND.certificate())).isNotEqualTo(Verdict.VALID);
        assertThat(judged(FIRST, carried, TO_SECOND)).isNotEqualTo(Verdict.VALID);
    }

    /** What is put into files is to serve readers who believe the former key only. */
    @Test
    void a_link_that_holds_is_no_end_of_the_path_where_states_are_gathered_and_everybody_else_is() {
        var now = Instant.parse("2026-11-26T00:00:00Z");
        var all = List.of(FIRST.certificate(), TO_SECOND, TO_THIRD, THIRD.certificate(), STRANGER.certificate());

        assertThat(TrustAnchors.of(all).withoutLinks(now).certificates())
                .containsExactly(FIRST.certificate(), THIRD.certificate(), STRANGER.certificate());
        assertThat(TrustAnchors.of(all)
                        .withoutLinks(Instant.parse("2056-01-02T00:00:00Z"))
                        .certificates())
                .as("they have ended")
                .isEqualTo(all);
        assertThat(TrustAnchors.of(TO_SECOND).withoutLinks(now).certificates())
                .as("alone it is all there is")
                .containsExactly(TO_SECOND);
    }

    @Test
    void an_authority_of_another_name_below_one_that_allows_none_is_believed_with_nothing() throws IOException {
        var other = TestCa.above("of another name", 0);
        var carried = List.of(FIRST.link(other), FIRST.certificate());

        assertThat(judged(other, carried, FIRST.certificate())).isEqualTo(Verdict.INDETERMINATE);
        assertThat(judged(other, List.of(SECOND.link(other), TO_SECOND, FIRST.certificate()), FIRST.certificate()))
                .as("behind a link")
                .isEqualTo(Verdict.INDETERMINATE);
    }

    static List<Arguments> strangers() {
        return List.of(
                Arguments.of("its own certificate", List.of(STRANGER.certificate())),
                Arguments.of("the first beside it", List.of(STRANGER.certificate(), FIRST.certificate())),
                Arguments.of("a true link that is another key's", List.of(TO_SECOND, FIRST.certificate())),
                Arguments.of("a link by itself", List.of(STRANGER.link(STRANGER), FIRST.certificate())),
                Arguments.of(
                        "a link to itself by somebody of the name",
                        List.of(THIRD.link(STRANGER), TO_SECOND, FIRST.certificate())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    void whoever_calls_themselves_by_the_name_is_believed_with_nothing(String what, List<X509Certificate> carried)
            throws IOException {
        assertThat(judged(STRANGER, carried, FIRST.certificate(), TO_SECOND)).isEqualTo(Verdict.INDETERMINATE);
    }
}
