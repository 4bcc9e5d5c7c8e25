package dev.natsuin.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CheckpointTest {
    private final SigningSeed key = Samples.seed("log");
    private final String origin = Checkpoint.originOf(Samples.identityHash());
    private final Checkpoint checkpoint =
            new Checkpoint(origin, 42, Bytes.utf8("root").sha256());
    private final String note = checkpoint.sign(key);

    @AfterEach
    void close() {
        key.close();
    }

    private void assertRefused(String bad) {
        assertThat(Checkpoint.open(bad, origin, key.publicKey())).as(bad).isEmpty();
    }

    /** A note over any body, signed as a log would. */
    private String signed(String body) {
        var id = Bytes.concat(
                        Bytes.utf8(origin + "\n"),
                        Bytes.hex("01"),
                        key.publicKey().encoded())
                .sha256()
                .slice(0, 4);
        var line = Bytes.concat(id, key.sign(Bytes.utf8(body))).toBase64();
        return body + "\n\u2014 " + origin + " " + line + "\n";
    }

    @Test
    void has_the_shape_of_a_signed_note() {
        // c2sp.org/tlog-checkpoint: origin, size, root; c2sp.org/signed-note: em dash, name, base64 of id and
        // signature.
        var lines = note.split("\n", -1);

        assertThat(lines).hasSize(6);
        assertThat(lines[0]).isEqualTo("natsuin/" + Samples.identityHash().toHex());
        assertThat(lines[1]).isEqualTo("42");
        assertThat(lines[2]).isEqualTo(Bytes.utf8("root").sha256().toBase64());
        assertThat(lines[3]).isEmpty();
        assertThat(lines[4]).startsWith("\u2014 " + lines[0] + " ");
        assertThat(lines[5]).isEmpty();
        assertThat(note).isEqualTo(signed(lines[0] + "\n42\n" + lines[2] + "\n"));
    }

    @Test
    void opens_with_its_origin_and_key() {
        assertThat(Checkpoint.open(note, origin, key.publicKey())).contains(checkpoint);
    }

    @Test
    void refuses_another_key_and_another_origin() {
        try (var other = Samples.seed("other")) {
            assertThat(Checkpoint.open(note, origin, other.publicKey())).isEmpty();
            assertThat(Checkpoint.open(note, "natsuin/other", key.publicKey())).isEmpty();
        }
    }

    @Test
    void refuses_every_change_of_one_character() {
        for (var i = 0; i < note.length(); i++) {
            var other = note.charAt(i) == 'A' ? 'B' : 'A';
            assertRefused(note.substring(0, i) + other + note.substring(i + 1));
            assertRefused(note.substring(0, i) + note.substring(i + 1));
        }
    }

    @Test
    void refuses_other_ends_and_line_ends() {
        assertRefused("");
        assertRefused("\n\n");
        assertRefused(note.replace("\n", "\r\n"));
        assertRefused(note.substring(0, note.length() - 1));
        assertRefused(note + "\n");
        assertRefused(note + "x\n");
        assertRefused("\n" + note);
        assertRefused(note.replace("\n\n", "\n\nx\n"));
        assertRefused(note.replace("\n\n", "\n\n\n"));
    }

    @Test
    void refuses_a_signature_hidden_behind_a_line_end_of_another_kind() {
        var at = note.indexOf("\u2014");

        for (var end : new String[] {"\r", "\u0085", "\u2028", "\u000b"}) {
            assertRefused(note.substring(0, at) + "x" + end + note.substring(at));
        }
    }

    @Test
    void refuses_signed_bodies_that_are_no_checkpoint() {
        var root = Bytes.utf8("root").sha256().toBase64();

        assertThat(Checkpoint.open(signed(origin + "\n42\n" + root + "\n"), origin, key.publicKey()))
                .contains(checkpoint);
        for (var body : new String[] {
            origin + "\n042\n" + root + "\n",
            origin + "\n+42\n" + root + "\n",
            origin + "\n-42\n" + root + "\n",
            origin + "\n 42\n" + root + "\n",
            origin + "\n\uFF14\uFF12\n" + root + "\n",
            origin + "\n9223372036854775808\n" + root + "\n",
            origin + "\n42\n" + root.replace("=", "") + "\n",
            origin + "\n42\n" + Bytes.hex("00").toBase64() + "\n",
            origin + "\n42\n" + root + "\nextension\n",
            origin + "\n42\n",
            "other\n42\n" + root + "\n"
        }) {
            assertRefused(signed(body));
        }
    }

    @Test
    void passes_over_cosignatures_of_others() {
        var cosignature = "\u2014 sap.example "
                + Bytes.utf8("any signature of another kind").toBase64() + "\n";

        assertThat(Checkpoint.open(note + cosignature, origin, key.publicKey())).contains(checkpoint);
        assertThat(Checkpoint.open(note.replace("\u2014", cosignature + "\u2014"), origin, key.publicKey()))
                .contains(checkpoint);
    }

    @Test
    void reads_sixteen_signatures_and_no_more() {
        var line = note.substring(note.indexOf("\u2014"));

        assertThat(Checkpoint.open(note + line.repeat(15), origin, key.publicKey()))
                .contains(checkpoint);
        assertRefused(note + line.repeat(16));
    }

    @Test
    void refuses_to_be_of_a_tree_that_cannot_be() {
        assertThat(new Checkpoint(origin, 0, checkpoint.root()).size()).isZero();
        assertThatThrownBy(() -> new Checkpoint(origin, -1, checkpoint.root()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint(origin, 1, Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }
}
