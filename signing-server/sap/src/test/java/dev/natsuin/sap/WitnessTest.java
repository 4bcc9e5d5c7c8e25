package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Cosignature;
import dev.natsuin.sap.courier.Descriptors;
import dev.natsuin.sap.courier.SgmNotBelieved;
import dev.natsuin.sap.history.LogQueries;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.sap.store.SqlSeenIdentity;
import dev.natsuin.sap.store.SqlSeenLog;
import dev.natsuin.sap.store.SqlWitnessMemory;
import dev.natsuin.sap.witness.FollowedIdentity;
import dev.natsuin.sap.witness.LogGrowth;
import dev.natsuin.sap.witness.Shown;
import dev.natsuin.sap.witness.TakingUp;
import dev.natsuin.sap.witness.Witness;
import dev.natsuin.storage.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack 10: an SGM shows one log to one and another to the other; both get it through the SAP. */
final class WitnessTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    private Path folder;

    private Instant sgmsClock = NOW;
    private final LyingSgm sgm = new LyingSgm(RANDOM, () -> sgmsClock);
    private Database database;
    private Witness witness;

    @BeforeEach
    void a_witness_that_saw_three_entries() {
        database = SapDatabase.made(folder.resolve("sap.db"));
        witness = witness();
        sgm.log.grow(3);
        assertThat(cosigns()).isPresent();
    }

    @AfterEach
    void close() {
        witness.close();
        database.close();
    }

    private Witness witness() {
        return witness(descriptors());
    }

    private LogGrowth growth() {
        return new LogGrowth(new LogQueries(sgm), new SqlSeenLog(database), sgm.identityHash());
    }

    private Descriptors descriptors() {
        return new Descriptors(
                sgm,
                new FollowedIdentity(sgm.identityHash(), sgm, growth(), new SqlSeenIdentity(database), RANDOM),
                () -> new DescriptorCall(
                        "https://sign.example", List.of(Bytes.utf8("tls").sha256())),
                () -> NOW);
    }

    private Witness witness(Descriptors descriptors) {
        return new Witness(descriptors, growth(), new SqlSeenLog(database), sgm.identityHash(), () -> NOW, RANDOM);
    }

    /** When the checkpoint of now was cosigned. */
    private Optional<Instant> cosigns() {
        var nonce = Bytes.of(new byte[Hello.NONCE_SIZE_BYTES]);
        var note = witness.cosigned(sgm.hello(nonce), nonce);
        assertThat(note).startsWith(sgm.checkpoint());
        assertThat(Checkpoint.open(note, sgm.origin(), sgm.logKey.publicKey())).isPresent();
        return Cosignature.time(note, Cosignature.nameOf(sgm.identityHash()), witness.key());
    }

    private void refuses() {
        assertThatThrownBy(this::cosigns).isInstanceOf(SgmNotBelieved.class);
    }

    @Test
    void a_log_that_only_grows_is_cosigned_each_time_also_after_a_restart() {
        var key = witness.key();
        for (var i = 0; i < 4; i++) {
            assertThat(cosigns()).contains(NOW);
            sgm.log.grow(i);
        }
        witness.close();
        witness = witness();
        assertThat(cosigns()).contains(NOW);
        assertThat(witness.key()).isEqualTo(key);
    }

    /** Desks would say of such a hello that it does not prove where it came from. */
    @ParameterizedTest
    @ValueSource(ints = {-8, 8})
    void a_descriptor_that_desks_are_told_holds_at_the_time_of_the_hello_behind_it(int minutes) throws Malformed {
        sgmsClock = NOW.plus(Duration.ofMinutes(Math.max(0, minutes)));
        witness.close();
        var descriptors = descriptors();
        witness = witness(descriptors);
        assertThat(cosigns()).isPresent();
        sgmsClock = NOW.plus(Duration.ofMinutes(Math.min(0, minutes)));

        assertThat(cosigns()).isPresent();

        var told = Descriptor.open(descriptors.told().token(), sgm.identityHash(), List.of());
        assertThat(told.from()).isBeforeOrEqualTo(sgmsClock);
        assertThat(told.until()).isAfter(sgmsClock);
    }

    @Test
    void a_new_identity_key_that_the_log_proves_is_followed_and_known_after_a_restart() {
        sgm.renew();
        assertThat(cosigns()).contains(NOW);
        sgm.renew();
        sgm.log.grow(2);
        assertThat(cosigns()).contains(NOW);

        witness.close();
        witness = witness();
        sgm.shows = false;

        assertThat(cosigns()).contains(NOW);
        assertThat(new SqlSeenIdentity(database).successions()).hasSize(2);
    }

    /** Whoever stole the old key signs with it, and the log goes on. */
    @Test
    void what_a_replaced_identity_key_signs_is_not_handed_on() {
        sgm.renew();
        assertThat(cosigns()).isPresent();

        sgm.identity = sgm.first;

        refuses();
        witness.close();
        witness = witness();
        refuses();
    }

    @Test
    void a_new_identity_key_that_no_entry_of_the_log_tells_of_is_not_followed() {
        sgm.renew();
        sgm.shows = false;

        refuses();
        assertThat(new SqlSeenIdentity(database).successions()).isEmpty();
    }

    @Test
    void a_new_identity_key_in_another_log_is_not_followed() {
        sgm.log = new LyingSgm.Log();
        sgm.log.leaves.add(Bytes.utf8("another past"));
        sgm.log.grow(5);
        sgm.renew();

        refuses();
        assertThat(new SqlSeenIdentity(database).successions()).isEmpty();
    }

    @Test
    void of_two_successors_of_one_key_the_second_is_an_alarm() {
        var before = sgm.log.copy();
        sgm.renew();
        assertThat(cosigns()).isPresent();

        sgm.log = before;
        sgm.identity = sgm.first;
        sgm.renewals = List.of();
        sgm.renew();
        sgm.log.grow(3);

        refuses();
    }

    @Test
    void row_10_of_two_logs_of_one_size_the_second_is_not_cosigned_and_not_handed_on() {
        var forSigner = sgm.log.copy();
        var forAuditor = sgm.log.copy();
        forSigner.grow(2);
        forAuditor.leaves.add(Bytes.utf8("another"));
        forAuditor.grow(1);
        sgm.log = forSigner;
        assertThat(cosigns()).isPresent();

        sgm.log = forAuditor;

        refuses();
    }

    @Test
    void row_10_of_two_logs_of_one_size_that_are_shown_at_the_same_time_only_one_is_cosigned() {
        var another = sgm.log.copy();
        another.leaves.add(Bytes.utf8("another"));
        sgm.log.grow(1);
        sgm.meanwhile = () -> {
            var asked = sgm.log;
            sgm.log = another;
            assertThat(byAnotherDesk()).isPresent();
            sgm.log = asked;
        };

        refuses();
    }

    @Test
    void a_desk_does_not_wait_for_the_proof_that_is_asked_for_another() {
        sgm.log.grow(1);
        sgm.meanwhile = () -> assertThat(byAnotherDesk()).contains(NOW);

        assertThat(cosigns()).contains(NOW);
    }

    private Optional<Instant> byAnotherDesk() {
        return CompletableFuture.supplyAsync(this::cosigns)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void row_10_a_log_that_parted_from_the_one_that_was_seen_is_not_cosigned_however_far_it_grew() {
        var other = new LyingSgm.Log();
        other.leaves.add(Bytes.utf8("another"));
        other.grow(9);
        sgm.log = other;

        refuses();
        witness.close();
        witness = witness();
        refuses(); // what was seen is kept
    }

    @Test
    void row_10_a_shorter_log_of_another_past_is_not_cosigned() {
        sgm.log = new LyingSgm.Log();
        sgm.log.leaves.add(Bytes.utf8("another"));

        refuses();
    }

    @Test
    void a_checkpoint_that_was_asked_for_before_another_and_comes_after_it_is_cosigned() {
        var earlier = sgm.log.copy();
        sgm.log.grow(5);
        assertThat(cosigns()).isPresent();
        var later = sgm.log;
        var nonce = Bytes.of(new byte[Hello.NONCE_SIZE_BYTES]);
        sgm.log = earlier;
        var hello = sgm.hello(nonce);
        sgm.log = later;

        assertThat(witness.cosigned(hello, nonce)).contains("natsuin-sap/");
    }

    @Test
    void row_10_the_same_log_under_another_key_without_a_restore_is_not_cosigned() {
        sgm.logKey = SigningSeed.random(RANDOM);

        refuses();
    }

    @Test
    void a_restored_log_is_cosigned_under_its_new_key_also_where_entries_are_lost() {
        var backup = sgm.log.copy();
        sgm.log.grow(4);
        assertThat(cosigns()).isPresent();

        sgm.restore(backup);

        assertThat(cosigns()).isPresent();
        sgm.log.grow(2);
        assertThat(cosigns()).isPresent();
    }

    @Test
    void row_10_a_restore_of_another_log_is_not_cosigned() {
        var other = new LyingSgm.Log();
        other.leaves.add(Bytes.utf8("another"));
        other.grow(9);
        sgm.restore(other);

        refuses();
    }

    /** The first restore was seen here, the second goes on behind the epoch before it. */
    private void aSecondRestoreFromAnOlderBackup() {
        var first = sgm.logKey;
        var older = sgm.log.copy();
        sgm.log.grow(2);
        sgm.restore(sgm.log.copy());
        assertThat(cosigns()).isPresent();
        sgm.logKey = first;
        sgm.restore(older);
    }

    private TakingUp.Outcome takesUp(String log) {
        return takesUp(log, Optional.empty());
    }

    private TakingUp.Outcome takesUp(String log, Optional<String> identity) {
        var call = new DescriptorCall(
                "https://sign.example", List.of(Bytes.utf8("tls").sha256()));
        var shown = Shown.asked(sgm, sgm.identityHash(), call, RANDOM);
        return new TakingUp(new SqlWitnessMemory(database), sgm, sgm.identityHash()).takeUp(shown, log, identity);
    }

    @Test
    void row_10_a_second_restore_from_an_older_backup_is_cosigned_once_an_administrator_took_it_up() {
        aSecondRestoreFromAnOlderBackup();
        refuses();

        assertThat(takesUp(sgm.logFingerprint())).isEqualTo(TakingUp.Outcome.DONE);

        assertThat(cosigns()).isPresent();
        sgm.log.grow(2);
        witness.close();
        witness = witness();
        assertThat(cosigns()).isPresent();
        assertThat(takesUp(sgm.logFingerprint())).isEqualTo(TakingUp.Outcome.FOLLOWED_ANYWAY);
    }

    @Test
    void row_10_under_another_fingerprint_than_was_read_out_it_is_not_taken_up() {
        aSecondRestoreFromAnOlderBackup();

        assertThat(takesUp("0123-4567-89AB-CDEF")).isEqualTo(TakingUp.Outcome.OTHER_LOG);

        refuses();
    }

    @Test
    void row_10_a_log_that_was_not_restored_is_taken_up_by_nobody() {
        var other = new LyingSgm.Log();
        other.leaves.add(Bytes.utf8("another"));
        other.grow(9);
        sgm.log = other;
        assertThatThrownBy(() -> takesUp(sgm.logFingerprint())).isInstanceOf(SgmNotBelieved.class);

        sgm.logKey = SigningSeed.random(RANDOM);

        assertThatThrownBy(() -> takesUp(sgm.logFingerprint())).isInstanceOf(SgmNotBelieved.class);
        refuses();
    }

    @Test
    void row_10_a_restore_entry_of_another_log_is_taken_up_by_nobody() {
        aSecondRestoreFromAnOlderBackup();
        sgm.log.leaves.set(0, Bytes.utf8("another"));

        assertThatThrownBy(() -> takesUp(sgm.logFingerprint())).isInstanceOf(SgmNotBelieved.class);
    }

    /** The SGM had a new identity key, and a backup of before was restored: it signs with the first one again. */
    private void aRestoreFromBeforeANewIdentityKey() {
        var backup = sgm.log.copy();
        sgm.renew();
        assertThat(cosigns()).isPresent();
        sgm.restore(backup);
        sgm.identity = sgm.first;
    }

    @Test
    void an_identity_key_that_a_restore_brought_back_is_believed_once_an_administrator_took_it_up() {
        aRestoreFromBeforeANewIdentityKey();
        refuses();

        assertThat(takesUp(sgm.logFingerprint(), Optional.of(sgm.identityFingerprint())))
                .isEqualTo(TakingUp.Outcome.DONE);

        assertThat(cosigns()).isPresent();
        witness.close();
        witness = witness();
        assertThat(cosigns()).isPresent();
        assertThat(takesUp(sgm.logFingerprint())).isEqualTo(TakingUp.Outcome.FOLLOWED_ANYWAY);
        sgm.renew();
        assertThat(cosigns()).isPresent();
        assertThat(new SqlSeenIdentity(database).successions()).hasSize(1);
    }

    @Test
    void under_no_or_another_fingerprint_of_the_identity_key_neither_it_nor_the_log_is_taken_up() {
        aRestoreFromBeforeANewIdentityKey();
        var before = new SqlSeenLog(database).newest();

        assertThat(takesUp(sgm.logFingerprint())).isEqualTo(TakingUp.Outcome.IDENTITY_NOT_GIVEN);
        assertThat(takesUp(sgm.logFingerprint(), Optional.of("0123-4567-89AB-CDEF")))
                .isEqualTo(TakingUp.Outcome.OTHER_IDENTITY);
        assertThat(takesUp("0123-4567-89AB-CDEF", Optional.of(sgm.identityFingerprint())))
                .isEqualTo(TakingUp.Outcome.OTHER_LOG);

        refuses();
        assertThat(new SqlSeenLog(database).newest()).isEqualTo(before);
        assertThat(new SqlSeenIdentity(database).successions()).hasSize(1);
    }

    @Test
    void what_changed_since_it_was_read_out_is_not_taken_up() {
        aRestoreFromBeforeANewIdentityKey();
        var readOut = Optional.of(sgm.identityFingerprint());
        sgm.renew();

        assertThat(takesUp(sgm.logFingerprint(), readOut)).isEqualTo(TakingUp.Outcome.OTHER_IDENTITY);

        refuses();
    }

    @Test
    void another_successor_in_the_restored_log_is_taken_up_and_the_abandoned_one_is_believed_no_more() {
        var backup = sgm.log.copy();
        sgm.renew();
        var abandoned = sgm.identity;
        assertThat(cosigns()).isPresent();
        sgm.restore(backup);
        sgm.identity = sgm.first;
        sgm.renew();
        sgm.log.grow(2);
        refuses();

        assertThat(takesUp(sgm.logFingerprint(), Optional.of(sgm.identityFingerprint())))
                .isEqualTo(TakingUp.Outcome.DONE);

        assertThat(cosigns()).isPresent();
        sgm.identity = abandoned;
        refuses();
    }

    /** The backup of before was taken up by hand; then one of after the new identity key is found and restored. */
    @Test
    void a_new_identity_key_that_follows_the_known_one_needs_no_word_of_its_own_when_a_log_is_taken_up() {
        var first = sgm.logKey;
        var older = sgm.log.copy();
        sgm.renew();
        var newer = sgm.log.copy();
        var renewals = sgm.renewals;
        var renewed = sgm.identity;
        assertThat(cosigns()).isPresent();
        sgm.restore(older);
        sgm.identity = sgm.first;
        assertThat(takesUp(sgm.logFingerprint(), Optional.of(sgm.identityFingerprint())))
                .isEqualTo(TakingUp.Outcome.DONE);
        sgm.logKey = first;
        sgm.renewals = renewals;
        sgm.restore(newer);
        sgm.identity = renewed;
        witness.close();
        witness = witness();
        refuses();

        assertThat(takesUp(sgm.logFingerprint())).isEqualTo(TakingUp.Outcome.DONE);

        assertThat(cosigns()).isPresent();
        assertThat(new SqlSeenIdentity(database).successions()).hasSize(1);
    }

    /** Whoever has the old key, and the SGM hides the entry of the new one. */
    @Test
    void a_replaced_identity_key_in_a_log_that_lost_nothing_is_taken_up_by_nobody() {
        sgm.renew();
        assertThat(cosigns()).isPresent();
        sgm.log.grow(2);
        sgm.identity = sgm.first;
        sgm.shows = false;
        var identity = Optional.of(sgm.identityFingerprint());
        assertThatThrownBy(() -> takesUp(sgm.logFingerprint(), identity)).isInstanceOf(SgmNotBelieved.class);

        sgm.restore(sgm.log.copy());

        assertThatThrownBy(() -> takesUp(sgm.logFingerprint(), identity)).isInstanceOf(SgmNotBelieved.class);
        refuses();
        assertThat(new SqlSeenIdentity(database).successions()).hasSize(1);
    }

    @Test
    void an_identity_that_the_restored_log_does_not_lead_to_is_taken_up_by_nobody() {
        aRestoreFromBeforeANewIdentityKey();
        var stranger = SigningSeed.random(RANDOM);

        sgm.identity = stranger; // without a succession
        takenUpByNobody();
        sgm.renew(); // the succession of another first key
        takenUpByNobody();
        sgm.renewals = List.of();
        sgm.identity = sgm.first;
        sgm.renew(stranger); // a succession that the first key did not sign
        takenUpByNobody();
        sgm.renewals = List.of();
        sgm.identity = sgm.first;
        sgm.renew();
        sgm.shows = false; // a succession that is not told
        takenUpByNobody();
    }

    private void takenUpByNobody() {
        assertThatThrownBy(() -> takesUp(sgm.logFingerprint(), Optional.of(sgm.identityFingerprint())))
                .isInstanceOf(SgmNotBelieved.class);
        assertThat(new SqlSeenIdentity(database).successions()).hasSize(1);
    }

    @Test
    void a_hello_to_another_question_is_not_cosigned() {
        var nonce = Bytes.of(new byte[Hello.NONCE_SIZE_BYTES]);
        var other = Bytes.utf8("0123456789abcdef");

        assertThatThrownBy(() -> witness.cosigned(sgm.hello(nonce), other)).isInstanceOf(SgmNotBelieved.class);
    }
}
