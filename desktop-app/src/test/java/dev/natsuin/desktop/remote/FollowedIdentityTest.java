package dev.natsuin.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.IdentityMemory;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.Rig;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SGM has a new identity key, or somebody says so (decision 0050). */
class FollowedIdentityTest {
    private static final String ORDERS = "/csc/v2/signatures/signHash";

    @TempDir
    Path folder;

    private Rig rig;
    private Results.KeyInfo key;
    private SigningSeed first;

    @BeforeEach
    void an_enrolled_device_with_a_key() throws Exception {
        rig = new Rig(folder);
        key = rig.key();
        first = rig.fake.sgm.identity;
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static void refused(ThrowingCallable work, ProblemCode code) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.why().code()).isEqualTo(code));
    }

    private int known() throws Refusal {
        return rig.profile.identity().map(IdentityMemory::number).orElse(0);
    }

    private void followed() throws Refusal {
        rig.fake.sgm.renewIdentity();
        rig.server().greet();
        assertThat(known()).isEqualTo(1);
    }

    @Test
    void a_new_key_that_the_log_proves_is_followed_and_everything_goes_on() throws Exception {
        rig.fake.sgm.renewIdentity();

        rig.sign(rig.begin(), key, Rig.PIN);

        var memory = rig.profile.identity().orElseThrow();
        assertThat(memory.keyHash()).isEqualTo(Identity.hashOf(rig.fake.sgm.identity.publicKey()));
        assertThat(memory.askedBy()).isEqualTo("aaaaaaaaaaaaaaaa");
        assertThat(memory.approvedBy()).isEqualTo("bbbbbbbbbbbbbbbb");
        assertThat(memory.told()).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("identity.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void several_are_followed_at_once() throws Exception {
        rig.fake.sgm.renewIdentity();
        rig.fake.sgm.renewIdentity();
        rig.fake.sgm.renewIdentity();

        rig.server().greet();

        assertThat(known()).isEqualTo(3);
    }

    /** The connection stays, the key is another: the desk meets the server once more and goes on. */
    @Test
    void a_key_that_changes_between_two_greetings_is_followed_without_a_word() throws Exception {
        var server = rig.server();
        server.greet();
        rig.fake.sgm.renewIdentity();

        server.greet();

        assertThat(known()).isEqualTo(1);
    }

    @Test
    void a_key_that_changes_between_order_and_answer_confirms_the_order() throws Exception {
        var conversation = rig.begin();
        rig.fake.sgm.renewIdentity();

        assertThat(rig.sign(conversation, key, Rig.PIN).entry().index()).isPositive();
        assertThat(rig.profile.unanswered()).isEmpty();
    }

    /** The connection ends after the order, and whoever answers next shows a successor that no log has. */
    @Test
    void an_order_is_not_sent_again_to_a_key_that_is_not_proven() throws Exception {
        var conversation = rig.begin();
        rig.sign(conversation, key, Rig.PIN);
        var sent = rig.fake.count(ORDERS);
        rig.fake.dropPath = ORDERS;
        rig.fake.answersToDrop = 1;
        rig.fake.sgm.succeed();

        refused(() -> rig.sign(conversation, key, Rig.PIN), ProblemCode.NOT_CONFIRMED);

        assertThat(rig.fake.count(ORDERS)).isEqualTo(sent + 1);
        assertThat(rig.profile.unanswered()).isPresent();
    }

    /** The same where the log has it: the order goes out again and is obeyed once. */
    @Test
    void an_order_is_sent_again_once_the_new_key_is_proven() throws Exception {
        var conversation = rig.begin();
        rig.fake.dropPath = ORDERS;
        rig.fake.answersToDrop = 1;
        rig.fake.sgm.renewIdentity();

        rig.sign(conversation, key, Rig.PIN);

        assertThat(rig.fake.sgm.obeyed).containsOnlyOnce("sign");
        assertThat(known()).isEqualTo(1);
    }

    @Test
    void what_the_replaced_key_signs_is_refused_with_its_own_word() throws Exception {
        followed();
        rig.fake.sgm.identity = first;
        rig.fake.sgm.successions = List.of();

        refused(() -> rig.server().greet(), ProblemCode.IDENTITY_SUPERSEDED);
        refused(() -> rig.sign(rig.begin(), key, Rig.PIN), ProblemCode.IDENTITY_SUPERSEDED);
        assertThat(known()).isEqualTo(1);
    }

    /** The descriptor of now, and a hello that the stolen old key signed. */
    @Test
    void an_old_hello_under_the_new_descriptor_is_not_believed() throws Exception {
        followed();
        var descriptor = rig.fake.sgm.descriptor(rig.fake.url(), rig.fake.describedKeys);
        rig.fake.descriptorLie = told -> descriptor;
        rig.fake.sgm.identity = first;

        refused(() -> rig.server().greet(), ProblemCode.ANSWER_NOT_BELIEVABLE);
    }

    @Test
    void a_succession_that_is_hidden_is_refused() throws Exception {
        followed();
        rig.fake.sgm.successions = List.of();

        refused(() -> rig.server().greet(), ProblemCode.IDENTITY_NOT_PROVEN);
    }

    /** Whoever stole the identity key makes a successor of his own, and cannot write it into the log. */
    @Test
    void a_succession_outside_of_the_log_is_not_followed() throws Exception {
        rig.fake.sgm.succeed();

        refused(() -> rig.server().greet(), ProblemCode.IDENTITY_NOT_PROVEN);
        assertThat(known()).isZero();
        rig.fake.sgm.identity = first;
        rig.fake.sgm.successions = List.of();
        rig.sign(rig.begin(), key, Rig.PIN);
    }

    @Test
    void a_succession_in_a_log_with_another_past_is_not_followed() throws Exception {
        rig.server().greet();
        rig.fake.sgm.log.rewrite(1);
        rig.fake.sgm.renewIdentity();

        refused(() -> rig.server().greet(), ProblemCode.ANSWER_NOT_BELIEVABLE);
        assertThat(known()).isZero();
    }

    @Test
    void of_two_successors_the_second_is_refused_as_a_fork() throws Exception {
        followed();
        rig.fake.sgm.identity = first;
        rig.fake.sgm.successions = List.of();
        rig.fake.sgm.renewIdentity();

        refused(() -> rig.server().greet(), ProblemCode.IDENTITY_FORKED);
        assertThat(known()).isEqualTo(1);
    }

    /** While this process has the proof in hand, another of the same desk keeps what it followed to. */
    private void meanwhileFollowedTo(int number, SigningSeed other) {
        rig.fake.lieOn = "/api/v1/log/successions";
        rig.fake.lie = told -> {
            try {
                Profile.in(folder)
                        .keep(new IdentityMemory(
                                rig.fake.sgm.identityHash(),
                                number,
                                Identity.hashOf(other.publicKey()),
                                rig.fake.sgm.now,
                                "aaaaaaaaaaaaaaaa",
                                "bbbbbbbbbbbbbbbb",
                                false));
            } catch (Refusal e) {
                throw new IllegalStateException(e);
            }
            return told;
        };
    }

    @Test
    void of_two_successors_that_two_processes_of_a_desk_heard_of_one_is_refused() throws Exception {
        rig.server().greet();
        rig.fake.sgm.renewIdentity();
        meanwhileFollowedTo(1, first);

        refused(() -> rig.server().greet(), ProblemCode.IDENTITY_FORKED);
    }

    @Test
    void a_key_that_another_process_of_this_desk_went_beyond_meanwhile_is_refused() throws Exception {
        rig.server().greet();
        rig.fake.sgm.renewIdentity();
        meanwhileFollowedTo(2, first);

        refused(() -> rig.server().greet(), ProblemCode.IDENTITY_SUPERSEDED);
        assertThat(known()).isEqualTo(2);
    }

    @Test
    void a_skipped_succession_is_refused() throws Exception {
        rig.fake.sgm.renewIdentity();
        rig.fake.sgm.renewIdentity();
        rig.fake.sgm.successions = rig.fake.sgm.successions.subList(1, 2);

        refused(() -> rig.server().greet(), ProblemCode.IDENTITY_NOT_PROVEN);
    }

    @Test
    void the_chain_of_another_sgm_is_refused() throws Exception {
        try (var other = new Rig(folder.resolve("other"))) {
            other.fake.sgm.renewIdentity();
            rig.fake.sgm.identity = other.fake.sgm.identity;
            rig.fake.sgm.successions = other.fake.sgm.successions;

            refused(() -> rig.server().greet(), ProblemCode.IDENTITY_NOT_PROVEN);
        }
    }

    @Test
    void a_code_of_before_leads_to_the_key_of_now() throws Exception {
        rig.fake.sgm.renewIdentity();

        assertThat(Server.nameOf(rig.fake.url(), Identity.hashOf(first.publicKey()), rig.surroundings))
                .isEqualTo(rig.fake.sgm.identityHash());
        assertThat(Server.nameOf(rig.fake.url(), Identity.hashOf(rig.fake.sgm.identity.publicKey()), rig.surroundings))
                .isEqualTo(rig.fake.sgm.identityHash());
        refused(
                () -> Server.nameOf(rig.fake.url(), key.certificateSha256(), rig.surroundings),
                ProblemCode.ANSWER_NOT_BELIEVABLE);
    }

    /** Whoever enrolled with a code of after a succession never knew the first key, and believes it no more. */
    @Test
    void a_device_that_knows_the_second_key_from_its_code_refuses_the_first() throws Exception {
        rig.fake.sgm.renewIdentity();
        var pinned = Identity.hashOf(rig.fake.sgm.identity.publicKey());
        var server = new Server(rig.fake.url(), rig.fake.sgm.identityHash(), pinned, rig.profile, rig.surroundings);
        server.greet();
        rig.fake.sgm.identity = first;
        rig.fake.sgm.successions = List.of();

        var again = new Server(rig.fake.url(), rig.fake.sgm.identityHash(), pinned, rig.profile, rig.surroundings);
        refused(again::greet, ProblemCode.IDENTITY_SUPERSEDED);
    }
}
