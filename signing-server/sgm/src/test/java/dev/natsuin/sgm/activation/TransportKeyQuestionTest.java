package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.level.ImportRule;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Rows;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A token takes a second for a transport key; meanwhile nobody's reading transaction is held. */
class TransportKeyQuestionTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Bytes SGM = Bytes.utf8("sgm").sha256();

    private final SlowStore store = new SlowStore();
    private final TestDevice device = new TestDevice(SGM, "00112233445566ff");

    /** Counts what it makes; nothing else of a store is asked. */
    private static final class SlowStore implements KeyStore {
        private int made;

        @Override
        public boolean supports(KeyAlgorithm algorithm) {
            return true;
        }

        @Override
        public boolean takesImports() {
            return true;
        }

        @Override
        public TransportKey newTransportKey() {
            made++;
            return new TransportKey() {
                @Override
                public KeyTransport.Suite suite() {
                    return KeyTransport.Suite.HPKE_X25519;
                }

                @Override
                public Bytes publicKey() {
                    return SGM;
                }

                @Override
                public Taken take(Arriving arriving) {
                    return new Taken.Refused(ProblemCode.TRANSPORT_KEY_UNKNOWN);
                }

                @Override
                public void close() {
                    // Nothing is held.
                }
            };
        }

        @Override
        public int level() {
            return 1;
        }

        @Override
        public NewKey generate(KeyAlgorithm algorithm, Bytes associatedData) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OpenKey open(KeyAlgorithm algorithm, Bytes publicKey, Wrapped wrapped, Bytes associatedData) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Wrapped> underNewest(Wrapped wrapped, Bytes associatedData) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    /** Of level 1 nothing is asked of the rows. */
    private static Rows noRows() {
        return (Rows) Proxy.newProxyInstance(Rows.class.getClassLoader(), new Class<?>[] {Rows.class}, (p, m, a) -> {
            throw new UnsupportedOperationException(m.getName());
        });
    }

    private PersonRow person(Role role) {
        return new PersonRow(
                device.user, role, PersonRow.State.ACTIVE, Optional.empty(), Optional.empty(), 3, device.id(), NOW);
    }

    private TransportKeyQuestion question() {
        return question(Duration.ZERO);
    }

    private TransportKeyQuestion question(Duration pause) {
        var imports = new Imports(store, new TransportKeys(pause), ImportRule.ALLOWED, SGM, new SecureRandom());
        return new TransportKeyQuestion(new DeviceLevels(1), imports);
    }

    private Statement.TransportKey asks() {
        return new Statement.TransportKey(device.head(NOW), KeyAlgorithm.P_256);
    }

    @Test
    void it_is_made_once_the_rows_were_read() {
        var answer = question().asked(noRows(), person(Role.SIGNER), asks(), NOW);
        assertThat(store.made).isZero();

        assertThat(answer.get()).isInstanceOf(Answer.Body.Done.class);

        assertThat(store.made).isEqualTo(1);
    }

    @Test
    void whoever_had_one_a_moment_ago_is_to_come_again_and_none_is_made() {
        var question = question(Duration.ofSeconds(1));
        var first = question.asked(noRows(), person(Role.SIGNER), asks(), NOW).get();

        var again = question.asked(noRows(), person(Role.SIGNER), asks(), NOW).get();

        assertThat(first).isInstanceOf(Answer.Body.Done.class);
        assertThat(again).isEqualTo(new Answer.Body.Refused(Problem.of(ProblemCode.SERVER_BUSY)));
        assertThat(store.made).isEqualTo(1);
    }

    @Test
    void for_whoever_may_not_import_none_is_made() {
        var answer = question().asked(noRows(), person(Role.OFFICER), asks(), NOW);

        assertThat(answer.get()).isInstanceOf(Answer.Body.Refused.class);

        assertThat(store.made).isZero();
    }
}
