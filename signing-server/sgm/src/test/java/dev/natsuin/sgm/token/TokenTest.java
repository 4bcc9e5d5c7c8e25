package dev.natsuin.sgm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.key.KeyStoreUnavailable;
import dev.natsuin.sgm.token.cryptoki.Mechanism;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that vanish, are logged out, are the wrong one, or are asked by too many. */
@EnabledIf("dev.natsuin.sgm.token.SoftHsm#isInstalled")
class TokenTest {
    private static final Bytes ABOUT = Bytes.utf8("a key");
    private static final Bytes HASH = Bytes.of(new byte[32]);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private SoftHsm hsm;
    private @Nullable Token token;

    @BeforeEach
    void begin() {
        hsm = new SoftHsm(folder);
    }

    @AfterEach
    void end() {
        if (token != null) {
            token.close();
        }
    }

    private Token made(TokenProfile profile) {
        var made = Token.create(hsm.access(profile), SoftHsm.MARK);
        token = made;
        return made;
    }

    private static TokenKeyStore store(Token token) {
        return new TokenKeyStore(token, new TreeMap<>(Map.of(1, Secret.taking(new byte[32]))), new SecureRandom());
    }

    private static Bytes signed(TokenKeyStore store, KeyStore.NewKey key) {
        try (var open = store.open(KeyAlgorithm.P_256, key.publicKey(), key.wrapped(), ABOUT)) {
            return open.sign(SignAlgorithm.ECDSA_WITH_SHA256, HASH);
        }
    }

    /** Asks as a client does: again, while the answer is "later". */
    private static <R> R patiently(Callable<R> asked) throws Exception {
        var end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                return asked.call();
            } catch (KeyStoreUnavailable e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    private static TokenProfile profile(int sessions, long freshAfter) {
        var soft = TokenProfile.softHsm();
        return new TokenProfile(
                soft.name(),
                soft.wrapping(),
                soft.trusted(),
                soft.privateKek(),
                sessions,
                freshAfter,
                soft.exceptions(),
                soft.imports());
    }

    @Test
    void a_token_that_vanished_answers_later_and_is_found_again_with_its_keys() throws Exception {
        var store = store(made(TokenProfile.softHsm()));
        var key = store.generate(KeyAlgorithm.P_256, ABOUT);

        hsm.vanish();
        assertThatThrownBy(() -> {
                    while (true) { // the keeper notices within two seconds; SoftHSM itself goes on from memory
                        signed(store, key);
                    }
                })
                .isInstanceOf(KeyStoreUnavailable.class);
        assertThatThrownBy(() -> signed(store, key)).isInstanceOf(KeyStoreUnavailable.class);
        hsm.comeBack();

        assertThat(patiently(() -> signed(store, key))).isNotNull();
        assertThat(hsm.objects()).isEqualTo(2);
    }

    @Test
    void a_logout_by_somebody_else_in_the_process_is_made_good_unnoticed() {
        var held = made(TokenProfile.softHsm());
        var store = store(held);
        var key = store.generate(KeyAlgorithm.P_256, ABOUT);

        try (var lease = held.lease()) {
            lease.with(session -> {
                session.logout();
                return 0;
            });
        }

        assertThat(signed(store, key)).isNotNull();
    }

    @Test
    void a_token_without_this_servers_keys_is_refused_and_no_key_is_made() {
        made(TokenProfile.softHsm()).close();

        assertThatThrownBy(() -> Token.open(hsm.access(), Bytes.utf8("another server's mark, 32 octets")))
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("No key is made anew");
        assertThat(hsm.objects()).isEqualTo(2);
    }

    @Test
    void keys_that_are_gone_from_a_token_are_never_made_anew_while_it_runs() throws Exception {
        var store = store(made(TokenProfile.softHsm()));
        var key = store.generate(KeyAlgorithm.P_256, ABOUT);

        // Another token in its place, with the same label and PIN.
        hsm.vanish();
        Files.createDirectory(hsm.tokens());
        hsm.tool("--init-token", "--free", "--label", SoftHsm.label(), "--pin", "271828", "--so-pin", "31415926");
        assertThatThrownBy(() -> {
                    while (true) {
                        signed(store, key);
                    }
                })
                .isInstanceOf(KeyStoreUnavailable.class);
        assertThatThrownBy(() -> signed(store, key)).isInstanceOf(KeyStoreUnavailable.class);

        assertThat(hsm.objects()).isZero();
    }

    @Test
    void a_token_that_is_not_there_at_the_start_is_absent_and_not_wrong() {
        made(TokenProfile.softHsm()).close();
        hsm.vanish();

        assertThatThrownBy(() -> Token.open(hsm.access(), SoftHsm.MARK)).isInstanceOf(TokenAbsent.class);
    }

    @Test
    void a_wrong_pin_is_tried_once_and_told_without_the_pin() throws IOException {
        made(TokenProfile.softHsm()).close();
        Files.writeString(hsm.pinFile(), "999999\n");

        assertThatThrownBy(() -> Token.open(hsm.access(), SoftHsm.MARK))
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("PIN_INCORRECT")
                .hasMessageNotContaining("999999");
    }

    /** Were it tried at each look, the token would soon be locked. */
    @Test
    void a_pin_that_is_wrong_once_the_token_is_back_is_tried_once_and_no_more() throws Exception {
        var held = made(TokenProfile.softHsm());
        var store = store(held);
        var key = store.generate(KeyAlgorithm.P_256, ABOUT);
        Files.writeString(hsm.pinFile(), "999999\n");

        hsm.vanish();
        assertThatThrownBy(() -> {
                    while (true) {
                        signed(store, key);
                    }
                })
                .isInstanceOf(KeyStoreUnavailable.class);
        hsm.comeBack();
        var end = Instant.now().plus(PATIENCE);
        while (!held.pinRefused() && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }
        assertThat(held.pinRefused()).isTrue();
        Files.writeString(hsm.pinFile(), "271828\n");
        held.look();

        assertThatThrownBy(() -> signed(store, key)).isInstanceOf(KeyStoreUnavailable.class);
    }

    @Test
    void a_pin_that_others_can_read_is_not_used() throws IOException {
        Files.setPosixFilePermissions(hsm.pinFile(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> made(TokenProfile.softHsm()))
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("0600");
    }

    @Test
    void a_module_that_is_none_is_told_and_ends_nothing() {
        var access = hsm.access();
        var wrong = new TokenAccess(
                Path.of("/etc/hostname"), access.label(), access.pin(), access.officerPin(), access.profile());

        assertThatThrownBy(() -> Token.open(wrong, SoftHsm.MARK))
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("/etc/hostname");
    }

    @Test
    void more_open_keys_than_sessions_wait_and_then_are_told_to_come_again() {
        var store = store(made(profile(2, 0)));
        var key = store.generate(KeyAlgorithm.P_256, ABOUT);
        try (var one = store.open(KeyAlgorithm.P_256, key.publicKey(), key.wrapped(), ABOUT);
                var two = store.open(KeyAlgorithm.P_256, key.publicKey(), key.wrapped(), ABOUT)) {
            assertThatThrownBy(() -> signed(store, key)).isInstanceOf(KeyStoreUnavailable.class);
            assertThat(one.sign(SignAlgorithm.ECDSA_WITH_SHA256, HASH)).isNotNull();
            assertThat(two.sign(SignAlgorithm.ECDSA_WITH_SHA256, HASH)).isNotNull();
        }
        assertThat(signed(store, key)).isNotNull();
    }

    @Test
    void the_connection_is_made_anew_while_eight_threads_sign() throws Exception {
        var store = store(made(profile(8, 40)));
        var key = store.generate(KeyAlgorithm.P_256, ABOUT);
        var pool = Executors.newFixedThreadPool(8);
        try {
            var ends = new ArrayList<Callable<Integer>>();
            var end = Instant.now().plusSeconds(2);
            for (int thread = 0; thread < 8; thread++) {
                ends.add(() -> {
                    int made = 0;
                    while (Instant.now().isBefore(end)) {
                        patiently(() -> signed(store, key));
                        made++;
                    }
                    return made;
                });
            }
            for (var result : pool.invokeAll(ends)) {
                assertThat(result.get()).isPositive();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void with_trusted_wrapping_keys_no_attack_of_the_self_test_succeeds() {
        var trusting = new TokenProfile("trusting", Mechanism.AES_KWP, true, false, 4, 0, Set.of(), Optional.empty());
        var held = made(trusting);
        var store = store(held);

        assertThat(held.succeedingAttacks()).isEmpty();
        assertThat(store.level()).isEqualTo(3);
        assertThat(signed(store, store.generate(KeyAlgorithm.P_256, ABOUT))).isNotNull();
    }

    @Test
    void a_token_that_cannot_refuse_everything_stays_below_level_three() {
        var held = made(TokenProfile.softHsm());

        assertThat(store(held).level()).isEqualTo(2);
        assertThat(held.succeedingAttacks()).containsExactly(Attack.WRAP_UNDER_A_KNOWN_KEY);
    }

    @Test
    void a_profile_that_promises_more_than_the_token_holds_is_refused_before_a_key_is_made() {
        var soft = TokenProfile.softHsm();
        var proud = new TokenProfile("proud", soft.wrapping(), false, true, 4, 0, Set.of(), Optional.empty());

        assertThatThrownBy(() -> made(proud))
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("wrap-under-a-known-key");
        assertThat(hsm.objects()).isZero();
    }

    @Test
    void the_security_officer_makes_a_further_trusted_wrapping_key_and_no_attack_on_either_succeeds() {
        var trusting = new TokenProfile("trusting", Mechanism.AES_KWP, true, false, 4, 0, Set.of(), Optional.empty());
        var first = made(trusting);
        var before = store(first).generate(KeyAlgorithm.P_256, ABOUT);
        first.close();

        Token.makeKek(hsm.access(trusting), SoftHsm.MARK, 2);

        var both = Token.open(hsm.access(trusting), SoftHsm.MARK);
        token = both;
        var secrets = new TreeMap<>(Map.of(1, Secret.taking(new byte[32]), 2, Secret.taking(new byte[32])));
        var store = new TokenKeyStore(both, secrets, new SecureRandom());
        assertThat(both.succeedingAttacks()).isEmpty();
        assertThat(signed(store, before)).isNotNull();
        var behind = store.generate(KeyAlgorithm.P_256, ABOUT);
        assertThat(behind.wrapped().kekEpoch()).isEqualTo(2);
        assertThat(signed(store, behind)).isNotNull();
        var lied = new KeyStore.Wrapped(behind.wrapped().octets(), 1);
        assertThatThrownBy(() -> store.open(KeyAlgorithm.P_256, behind.publicKey(), lied, ABOUT))
                .isInstanceOf(KeyStoreFault.class);
    }

    @Test
    void a_further_key_that_attacks_succeed_on_is_not_kept() {
        made(TokenProfile.softHsm()).close();
        var soft = TokenProfile.softHsm();
        var proud = new TokenProfile("proud", soft.wrapping(), false, true, 4, 0, Set.of(), Optional.empty());

        assertThatThrownBy(() -> Token.makeKek(hsm.access(proud), SoftHsm.MARK, 2))
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("wrap-under-a-known-key");
        assertThat(hsm.objects()).isEqualTo(2);
    }
}
