package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Migrations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack 7: what a key's row admits decides how it is activated, whatever page somebody shows to its signer. */
class MethodsTest {
    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice device;
    private Results.KeyInfo key;

    @BeforeEach
    void a_key_made_device_only() {
        sgm = new TestSgm(folder);
        device = sgm.newSigner();
        key = sgm.createKey(device, KeyAlgorithm.P_256);
        assertThat(key.methods()).containsExactly("device");
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private Answer sign(UnaryOperator<TestDevice.Draft> change) {
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        return sgm.send(device.seal(order, sgm, change), order);
    }

    private static ProblemCode refusal(Answer answer) {
        return TestSgm.problem(answer).code();
    }

    /** What a page of the SAP could get out of a person: digits, a passkey's signature; never the device's key. */
    @Test
    void row_7_a_key_made_device_only_is_activated_by_nothing_but_its_device_and_pin() {
        assertThat(refusal(sign(draft -> {
                    draft.secrets.remove(Envelope.Field.ACTIVATION_SIGNATURE);
                    return draft;
                })))
                .isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        assertThat(refusal(sign(draft -> {
                    draft.secrets.remove(Envelope.Field.ACTIVATION_SIGNATURE);
                    draft.secrets.put(Envelope.Field.ENROLMENT_SECRET, TestDevice.random(16)); // in the place of a code
                    return draft;
                })))
                .isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        assertThat(refusal(sign(draft -> {
                    draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64)); // a passkey's
                    return draft;
                })))
                .isEqualTo(ProblemCode.PIN_WRONG);
        var stranger = new TestDevice(sgm.firstCode.identityHash(), device.user); // the SAP's own, in the person's name
        var order = sgm.order(stranger, key, TestSgm.hash("contract"));
        assertThat(refusal(sgm.send(stranger.seal(order, sgm), order))).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        TestSgm.done(sign(draft -> draft));
    }

    @Test
    void row_7_no_key_is_made_that_anything_but_a_device_activates() {
        for (var methods : List.of(List.of("totp"), List.of("device", "passkey"), List.<String>of())) {
            var create = new Statement.CreateKey(device.head(sgm.now()), KeyAlgorithm.P_256, methods);
            assertThat(refusal(sgm.send(device.seal(create, sgm)))).isEqualTo(ProblemCode.METHOD_NOT_ALLOWED_FOR_KEY);
        }
    }

    /** The row decides also the other way round: where it does not say device, a device activates nothing. */
    @Test
    void row_7_a_method_that_the_keys_row_does_not_name_is_refused_with_the_right_pin() {
        sgm.whileClosed(() -> admitOnly("totp"));

        assertThat(refusal(sign(draft -> draft))).isEqualTo(ProblemCode.METHOD_NOT_ALLOWED_FOR_KEY);
        assertThat(refusal(sign(draft -> {
                    draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                    return draft;
                })))
                .isEqualTo(ProblemCode.METHOD_NOT_ALLOWED_FOR_KEY); // before the PIN: it counts nothing
    }

    /** As whoever has the row key could write it; without that the row's MAC breaks ({@link EveryRowTest}). */
    private void admitOnly(String method) {
        var random = new SecureRandom();
        try (var vault = Vault.open(folder.resolve("vault.key"), random);
                var database = Database.openExisting(folder.resolve("sgm.db"), Migrations.of(Sgm.class, "sgm"));
                var keys = Sgm.unguarded(database, random).read(rows -> ServiceKeys.open(rows, vault));
                var guard = new RowGuard(keys.rowKey(), random)) {
            new SqlRecords(database, guard).write(rows -> {
                var row = rows.key(key.keyId()).orElseThrow();
                rows.put(new KeyRow(
                        row.keyId(),
                        row.user(),
                        row.algorithm(),
                        List.of(method),
                        row.level(),
                        row.state(),
                        row.kekEpoch(),
                        row.publicKey(),
                        row.sealed(),
                        row.certificate(),
                        row.notAfter(),
                        row.created()));
                return Bytes.EMPTY;
            });
        }
    }
}
