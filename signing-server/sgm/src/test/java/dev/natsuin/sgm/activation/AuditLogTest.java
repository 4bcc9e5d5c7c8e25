package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.GrowingTree;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole log, as an auditor reads it. One server of level 2 for all: what only asks changes nothing for the others.
 */
class AuditLogTest {
    @TempDir
    static Path folder = Path.of("");

    private static TestSgm sgm;
    private static TestDevice administrator;
    private static TestDevice officer;
    private static TestDevice auditor;
    private static TestDevice unconfirmed;
    private static TestDevice signer;

    @BeforeAll
    static void people() {
        sgm = new TestSgm(folder, 2);
        officer = sgm.officer();
        administrator = sgm.administrator();
        auditor = sgm.enrol(sgm.invite(administrator, Role.AUDITOR));
        TestSgm.done(sgm.confirm(administrator, auditor, sgm.fingerprint(auditor)));
        unconfirmed = sgm.enrol(sgm.invite(administrator, Role.AUDITOR));
        signer = sgm.newSigner();
        TestSgm.done(sgm.confirm(officer, signer, sgm.fingerprint(signer)));
        TestSgm.done(sgm.send(signer.seal(
                new Statement.CreateKey(signer.head(sgm.now()), KeyAlgorithm.P_256, List.of("device")), sgm)));
    }

    @AfterAll
    static void close() {
        sgm.close();
    }

    private static Answer asked(TestDevice device, long from, Optional<String> person) {
        return sgm.send(device.seal(new Statement.AuditLog(device.head(sgm.now()), from, person), sgm));
    }

    private static Results.LogPage page(long from, Optional<String> person) throws Malformed {
        return Results.LogPage.read(TestSgm.done(asked(auditor, from, person)));
    }

    private static Checkpoint checkpoint(Results.LogPage page) throws Malformed {
        var origin = Checkpoint.originOf(sgm.firstCode.identityHash());
        return Checkpoint.open(page.checkpoint(), origin, sgm.hello().logKey()).orElseThrow();
    }

    @Test
    void an_auditor_gets_every_entry_and_each_is_proven() throws Malformed {
        var page = page(0, Optional.empty());

        var checkpoint = checkpoint(page);
        assertThat(page.more()).isFalse();
        assertThat(page.entries())
                .extracting(LogEntry::index)
                .containsExactlyElementsOf(
                        LongStream.range(0, checkpoint.size()).boxed().toList());
        for (var entry : page.entries()) {
            entry.proven(checkpoint);
        }
    }

    @Test
    void nothing_is_missing_if_the_leaves_alone_give_the_root() throws Malformed {
        var page = page(0, Optional.empty());

        var tree = new GrowingTree();
        page.entries().forEach(entry -> tree.add(Merkle.leafHash(entry.leaf())));
        assertThat(tree.root()).isEqualTo(checkpoint(page).root());
    }

    @Test
    void goes_on_from_an_entry() throws Malformed {
        assertThat(page(3, Optional.empty()).entries())
                .first()
                .extracting(LogEntry::index)
                .isEqualTo(3L);
        assertThat(page(1_000_000, Optional.empty()).entries()).isEmpty();
    }

    @Test
    void the_entries_of_one_person_are_theirs_alone() throws Malformed {
        var entries = page(0, Optional.of(signer.user)).entries();

        assertThat(entries).hasSize(2);
        for (var entry : entries) {
            assertThat(JsonObject.strict(entry.record()).reader().text("user")).isEqualTo(signer.user);
        }
        assertThat(Leaf.read(entries.get(1).leaf()).type()).isEqualTo(Leaf.Type.CREATE_KEY);
        assertThat(page(0, Optional.of("00000000000000ff")).entries()).isEmpty();
    }

    @Test
    void nobody_else_reads_the_log_of_others() {
        for (var device : List.of(signer, officer, administrator)) {
            assertThat(TestSgm.problem(asked(device, 0, Optional.empty())).code())
                    .isEqualTo(ProblemCode.NOT_PERMITTED);
            assertThat(TestSgm.problem(asked(device, 0, Optional.of(device.user)))
                            .code())
                    .isEqualTo(ProblemCode.NOT_PERMITTED);
        }
    }

    @Test
    void a_thief_of_an_auditors_code_reads_nothing_before_the_device_is_confirmed() {
        assertThat(TestSgm.problem(asked(unconfirmed, 0, Optional.empty())).code())
                .isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
    }

    @Test
    void an_auditor_reads_and_does_nothing_else() throws Malformed {
        var invite = sgm.send(auditor.seal(
                new Statement.Invite(
                        auditor.head(sgm.now()),
                        Role.OFFICER,
                        TestSgm.hash("secret"),
                        sgm.now().plusSeconds(3600),
                        Optional.empty(),
                        Optional.empty()),
                sgm));

        assertThat(TestSgm.problem(invite).code()).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(TestSgm.problem(sgm.send(auditor.seal(new Statement.ListPeople(auditor.head(sgm.now())), sgm)))
                        .code())
                .isEqualTo(ProblemCode.NOT_PERMITTED);
    }
}
