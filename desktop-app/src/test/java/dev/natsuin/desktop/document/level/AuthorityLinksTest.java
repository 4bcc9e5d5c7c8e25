package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose addresses are asked for a timestamp where the authority of a signer has another key than the believed one. */
final class AuthorityLinksTest {
    private static final TestCa FIRST = TestCa.above("first key", 0);
    private static final TestCa SECOND = FIRST.namesake("second key");
    private static final TestCa THIRD = FIRST.namesake("third key");
    private static final TestCa STRANGER = FIRST.namesake("a stranger");
    private static final X509Certificate TO_SECOND = FIRST.link(SECOND);
    private static final X509Certificate TO_THIRD = SECOND.link(THIRD);

    private static boolean lead(TestCa by, List<X509Certificate> carried, X509Certificate... believed) {
        return AuthorityLinks.lead(by.signer("Hanako", KeyAlgorithm.P_256).certificate(), carried, List.of(believed));
    }

    @Test
    void a_later_key_is_found_by_the_links_to_it_and_by_nothing_less() {
        var all = List.of(TO_THIRD, FIRST.certificate(), THIRD.certificate(), TO_SECOND);

        assertThat(lead(FIRST, List.of(), FIRST.certificate())).isTrue();
        assertThat(lead(SECOND, all, FIRST.certificate())).isTrue();
        assertThat(lead(THIRD, all, FIRST.certificate())).isTrue();
        assertThat(lead(THIRD, List.of(TO_SECOND, FIRST.certificate()), FIRST.certificate()))
                .as("a link misses")
                .isFalse();
        assertThat(lead(THIRD, List.of(TO_THIRD), FIRST.certificate())).isFalse();
        assertThat(lead(FIRST, all, SECOND.certificate()))
                .as("links lead to later keys only")
                .isFalse();
    }

    @Test
    void whoever_calls_themselves_by_the_name_leads_to_nobody() {
        for (var carried : List.of(
                List.of(STRANGER.certificate()),
                List.of(STRANGER.link(STRANGER), FIRST.certificate()),
                List.of(THIRD.link(STRANGER), STRANGER.link(THIRD), TO_SECOND),
                List.of(TO_SECOND, TO_THIRD))) {
            assertThat(lead(STRANGER, carried, FIRST.certificate(), TO_SECOND)).isFalse();
        }
    }

    @Test
    void an_authority_of_another_name_below_is_no_other_key_of_it() {
        var other = TestCa.above("of another name", 0);

        assertThat(lead(other, List.of(FIRST.link(other)), FIRST.certificate())).isFalse();
    }
}
