package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.FakeCa;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A desk at a server whose authority gets another key (decision 0080). */
final class RenewedAuthorityTest {
    @TempDir
    private Path folder;

    private final FakeServer fake = new FakeServer();

    @AfterEach
    void end() {
        fake.close();
    }

    private Typist enrolled(String name) {
        var typist = new Typist(folder.resolve(name));
        var outcome = typist.enrols(fake.inviteSigner());
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return typist;
    }

    private static List<Bytes> believed(Typist typist) throws Refusal {
        return Profile.in(typist.profile()).owner().orElseThrow().authorities();
    }

    private static Typist.Outcome renews(Typist typist) {
        return renews(typist, key(typist));
    }

    private static String key(Typist typist) {
        return typist.types("keys", "list", "--json").text(0, "keyId");
    }

    private static Typist.Outcome renews(Typist typist, String key) {
        return typist.types("keys", "renew", key, "--pin-stdin", "--json");
    }

    private String signed(Typist typist) throws IOException {
        var pdf = HandMadePdf.onePage("contract")
                .write(folder.resolve(typist.profile().getFileName() + ".pdf"));
        var outcome = typist.types("sign", pdf.toString(), "--yes", "--pin-stdin", "--json");
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return outcome.text(0, "output");
    }

    private static int verifies(Typist typist, String file, String... more) {
        var all = new ArrayList<>(List.of("verify", file, "--offline"));
        all.addAll(List.of(more));
        return typist.types(all.toArray(String[]::new)).exit();
    }

    @Test
    void a_renewed_certificate_brings_the_new_key_and_the_former_one_stays_believed() throws Exception {
        var typist = enrolled("one");
        var former = fake.sgm.ca;
        var before = signed(typist);
        fake.sgm.ca = former.succeeded();

        var renewed = renews(typist);

        assertThat(renewed.exit()).as(renewed.err()).isZero();
        assertThat(believed(typist))
                .containsExactly(former.certificate(), fake.sgm.ca.issuers().get(0));
        assertThat(verifies(typist, before)).isZero();
    }

    @Test
    void what_is_signed_by_the_new_key_is_valid_at_desks_that_have_not_heard_of_it() throws Exception {
        var away = enrolled("away");
        var former = fake.sgm.ca;
        fake.sgm.ca = former.succeeded();
        var since = enrolled("since");
        var file = signed(since);

        assertThat(verifies(since, file)).isZero();
        assertThat(verifies(away, file)).isZero();
        assertThat(believed(away))
                .as("by the link that came along, and nothing is kept of it")
                .hasSize(1);
    }

    @Test
    void what_is_signed_by_the_new_key_is_valid_outside_by_either_file() throws Exception {
        var former = fake.sgm.ca;
        fake.sgm.ca = former.succeeded();
        var file = signed(enrolled("since"));
        var outside = new Typist(folder.resolve("outside"));

        for (var ca : List.of(former, fake.sgm.ca)) {
            var trust = Files.write(folder.resolve("ca.cer"), ca.certificate().toArray());
            assertThat(verifies(outside, file, "--trust", trust.toString())).isZero();
        }
        assertThat(verifies(outside, file)).isEqualTo(2);
    }

    /** As when the link has ended. */
    @Test
    void an_authority_that_comes_without_a_link_is_believed_by_the_answer_and_what_was_before_still_is()
            throws Exception {
        var typist = enrolled("one");
        var before = signed(typist);
        var former = fake.sgm.ca;
        fake.sgm.ca = new FakeCa();

        assertThat(renews(typist).exit()).isZero();

        assertThat(believed(typist)).containsExactly(former.certificate(), fake.sgm.ca.certificate());
        assertThat(verifies(typist, before)).isZero();
        Files.delete(folder.resolve("one.pdf"));
        Files.delete(Path.of(before));
        assertThat(verifies(typist, signed(typist))).isZero();
    }

    @Test
    void a_link_of_another_key_is_no_answer_and_nothing_is_believed_by_it() throws Exception {
        var typist = enrolled("one");
        var key = key(typist);
        var former = fake.sgm.ca;
        var next = former.succeeded();
        var other = new FakeCa();
        fake.sgm.ca = next;
        for (var issuers : List.of(
                List.of(former.link(other), former.certificate()), // of a key that did not sign
                List.of(other.link(next), former.certificate()), // by a key that is not the next one's
                List.of(other.certificate(), former.certificate()))) {
            fake.sgm.issuersLie = all -> issuers;

            assertThat(renews(typist, key).exit()).isNotZero();

            assertThat(believed(typist)).containsExactly(former.certificate());
        }
    }
}
