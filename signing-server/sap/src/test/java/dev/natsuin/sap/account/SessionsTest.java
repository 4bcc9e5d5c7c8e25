package dev.natsuin.sap.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Role;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An access token is its account's alone, for a quarter of an hour, and as long as not too many others log in. */
class SessionsTest {
    private static final int MOST = 100_000;
    private static final Account SIGNER = new Account("0".repeat(16), "a".repeat(32), Role.SIGNER);
    private static final Account OFFICER = new Account("1".repeat(16), "b".repeat(32), Role.OFFICER);

    private Instant now = Instant.parse("2026-11-01T00:00:00Z");
    private final Sessions sessions = new Sessions(new SecureRandom(), () -> now);

    @Test
    void each_token_is_another_and_its_accounts_alone() {
        var signers = sessions.open(SIGNER);
        var officers = sessions.open(OFFICER);
        var again = sessions.open(SIGNER);

        assertThat(sessions.of(signers)).contains(SIGNER);
        assertThat(sessions.of(officers)).contains(OFFICER);
        assertThat(again).isNotEqualTo(signers);
        assertThat(sessions.of(again)).contains(SIGNER);
    }

    @Test
    void what_is_no_token_is_nobodys_not_even_the_hash_of_one() {
        var token = sessions.open(SIGNER);

        assertThat(sessions.of("")).isEmpty();
        assertThat(sessions.of(Bytes.of(new byte[32]).toBase64Url())).isEmpty();
        assertThat(sessions.of(Bytes.utf8(token).sha256().toBase64Url())).isEmpty();
        assertThat(sessions.of(token + "=")).isEmpty();
    }

    @Test
    void it_is_good_for_a_quarter_of_an_hour_to_the_second_and_no_later_one_dies_with_it() {
        var token = sessions.open(SIGNER);
        now = now.plusSeconds(899);
        var later = sessions.open(OFFICER);
        assertThat(sessions.of(token)).contains(SIGNER);

        now = now.plusSeconds(1);

        assertThat(sessions.of(token)).isEmpty();
        assertThat(sessions.of(sessions.open(SIGNER))).contains(SIGNER);
        assertThat(sessions.of(later)).contains(OFFICER);
    }

    @Test
    void one_that_was_opened_while_the_clock_was_a_year_ahead_is_good_no_more_once_it_is_right() {
        now = now.plusSeconds(365 * 86_400);
        var ahead = sessions.open(SIGNER);
        assertThat(sessions.of(ahead)).contains(SIGNER);

        now = now.minusSeconds(365 * 86_400);

        assertThat(sessions.of(ahead)).isEmpty();
        assertThat(sessions.of(sessions.open(OFFICER))).contains(OFFICER);
    }

    @Test
    void of_more_than_a_hundred_thousand_the_oldest_dies_early_and_only_that() {
        var oldest = sessions.open(SIGNER);
        var second = sessions.open(SIGNER);
        IntStream.range(2, MOST).forEach(i -> assertThat(sessions.open(OFFICER)).isNotEmpty());
        assertThat(sessions.of(oldest)).contains(SIGNER);

        var newest = sessions.open(OFFICER);

        assertThat(sessions.of(oldest)).isEmpty();
        assertThat(sessions.of(second)).contains(SIGNER);
        assertThat(sessions.of(newest)).contains(OFFICER);
    }
}
