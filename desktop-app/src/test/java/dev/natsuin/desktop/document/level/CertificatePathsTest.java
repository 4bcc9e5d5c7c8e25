package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Paths to an authority that is believed, where several keys have one name (decision 0080). */
final class CertificatePathsTest {
    private static final TestCa FIRST = TestCa.above("first key", 0);
    private static final TestCa SECOND = FIRST.namesake("second key");
    private static final TestCa THIRD = FIRST.namesake("third key");
    private static final TestCa FOURTH = FIRST.namesake("fourth key");
    private static final TestCa STRANGER = FIRST.namesake("a stranger");
    private static final List<X509Certificate> LINKS =
            List.of(FIRST.link(SECOND), SECOND.link(THIRD), THIRD.link(FOURTH));
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    private static boolean lead(TestCa by, List<X509Certificate> carried, TestCa believed) {
        return lead(by, carried, believed, NOW);
    }

    private static boolean lead(TestCa by, List<X509Certificate> carried, TestCa believed, Instant at) {
        var target = by.signer("Hanako", KeyAlgorithm.P_256).certificate();
        return CertificatePaths.lead(target, carried, List.of(believed.certificate()), Date.from(at));
    }

    @Test
    void what_a_later_key_certified_leads_to_each_key_before_it_in_whatever_order_the_links_come() {
        var carried = new ArrayList<>(LINKS);
        carried.addAll(List.of(FIRST.certificate(), FOURTH.certificate(), STRANGER.certificate()));
        for (var seed = 0; seed < 24; seed++) {
            Collections.shuffle(carried, new Random(seed));
            for (var believed : List.of(FIRST, SECOND, THIRD, FOURTH)) {
                assertThat(lead(FOURTH, carried, believed)).as("%s", carried).isTrue();
            }
            assertThat(lead(FIRST, carried, SECOND)).isFalse();
            assertThat(lead(FOURTH, carried, STRANGER)).isFalse();
            assertThat(lead(STRANGER, carried, FIRST)).isFalse();
        }
    }

    @Test
    void a_link_that_misses_or_has_ended_leads_nowhere() {
        assertThat(lead(FOURTH, LINKS.subList(0, 2), FIRST)).isFalse();
        assertThat(lead(FOURTH, LINKS.subList(1, 3), FIRST)).isFalse();
        assertThat(lead(FOURTH, LINKS, FIRST, NOW.plus(Duration.ofDays(40 * 365L))))
                .isFalse();
    }

    @Test
    void a_signer_is_no_authority_and_another_name_stands_below_none_that_allows_none() {
        var signer = FIRST.signer("Hanako", KeyAlgorithm.P_256);
        var other = TestCa.above("of another name", 0);

        assertThat(CertificatePaths.lead(
                        other.certificate(),
                        List.of(signer.certificate()),
                        List.of(FIRST.certificate()),
                        Date.from(NOW)))
                .isFalse();
        assertThat(lead(other, List.of(SECOND.link(other), LINKS.get(0)), FIRST))
                .as("behind a link that allows no authority below")
                .isFalse();
    }

    /** Each certified each: n factorial paths, of which none leads anywhere. */
    @Test
    void a_tangle_of_certificates_is_given_up() {
        var tangle = new ArrayList<TestCa>();
        for (var i = 0; i < 9; i++) {
            tangle.add(FIRST.namesake("tangled " + i));
        }
        var carried = new ArrayList<X509Certificate>();
        for (var one : tangle) {
            tangle.stream().filter(each -> each != one).map(one::link).forEach(carried::add);
        }

        assertThat(lead(tangle.get(0), carried, FIRST)).isFalse();
    }
}
