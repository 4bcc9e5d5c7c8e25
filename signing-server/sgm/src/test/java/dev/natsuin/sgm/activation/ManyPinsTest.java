package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import dev.natsuin.storage.StorageFault;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PINs tried at once are judged one by one (attacks 3 and 26); when a commit fails, nothing of it was ever told. */
class ManyPinsTest {
    private static final int TRIES = 60;
    private static final int AT_ONCE = 12;

    /** The fifth wrong PIN breaks a rule that is looked at when its transaction ends. */
    private static final String FIFTH_FAILS_AT_COMMIT =
            "CREATE TRIGGER fifth AFTER UPDATE ON device WHEN NEW.failures_in_a_row = 5"
                    + " BEGIN INSERT INTO trap (id) VALUES (4711); END";

    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice device;
    private Results.KeyInfo key;

    @BeforeEach
    void a_signer() {
        sgm = new TestSgm(folder);
        device = sgm.newSigner();
        key = sgm.createKey(device, KeyAlgorithm.P_256);
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private void sql(String... statements) {
        sgm.whileClosed(() -> {
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sgm.db"));
                    var s = connection.createStatement()) {
                for (var statement : statements) {
                    s.executeUpdate(statement);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** What a wrong PIN is told; nothing if the SGM's commit failed. */
    private Optional<Problem> tryWrongPin() {
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        var sealed = device.seal(order, sgm, draft -> {
            draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
            return draft;
        });
        try {
            var call = new StatementCall(sealed, Optional.of(TestSgm.requestOf(order)));
            var token =
                    sgm.askRaw(LinkOperation.STATEMENT, call.toBytes()).body().toUtf8();
            return Optional.of(TestSgm.problem(Answer.open(token, sgm.identity, sealed)));
        } catch (StorageFault e) {
            return Optional.empty();
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    private int judgedOf(int tries, AtomicInteger silent) throws Exception {
        var pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var all = new ArrayList<Callable<Optional<Problem>>>();
            for (var i = 0; i < tries; i++) {
                all.add(this::tryWrongPin);
            }
            var judged = 0;
            for (var outcome : pool.invokeAll(all)) {
                var told = outcome.get();
                judged += told.map(Problem::code).equals(Optional.of(ProblemCode.PIN_WRONG)) ? 1 : 0;
                silent.addAndGet(told.isEmpty() ? 1 : 0);
            }
            return judged;
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void a_commit_that_fails_after_pin_judgements_releases_nothing() throws Exception {
        sql(
                "CREATE TABLE kept (id INTEGER PRIMARY KEY)",
                "CREATE TABLE trap (id INTEGER REFERENCES kept (id) DEFERRABLE INITIALLY DEFERRED)",
                FIFTH_FAILS_AT_COMMIT);
        var silent = new AtomicInteger();

        var told = judgedOf(TRIES, silent);

        assertThat(told).isLessThan(5);
        assertThat(silent.get()).isEqualTo(TRIES - told);
        sql("DROP TRIGGER fifth");
        // What was told was counted and nothing else was: exactly the tries that are left are still there.
        assertThat(tryWrongPin()).contains(Problem.pinWrong(5 - told - 1));
    }

    @Test
    void the_same_tries_again_judge_five_and_no_more() throws Exception {
        var silent = new AtomicInteger();

        assertThat(judgedOf(TRIES, silent)).isEqualTo(5);

        assertThat(silent).hasValue(0);
        assertThat(tryWrongPin().map(Problem::code)).contains(ProblemCode.DEVICE_LOCKED);
    }
}
