package dev.natsuin.protocol.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SuccessionTest {
    private static final Bytes REQUEST = Bytes.utf8("request").sha256();
    private static final Bytes APPROVAL = Bytes.utf8("approval").sha256();

    private final SigningSeed first = Samples.identity();
    private final SigningSeed second = Samples.seed("second identity");
    private final SigningSeed third = Samples.seed("third identity");

    @AfterEach
    void close() {
        first.close();
        second.close();
        third.close();
    }

    private Succession succession(int number, SigningSeed before, SigningSeed next) {
        return new Succession(
                Samples.identityHash(), number, before.publicKey(), next.publicKey(), Samples.NOW, REQUEST, APPROVAL);
    }

    @Test
    void reads_what_both_keys_signed() throws Malformed {
        var one = succession(1, first, second);

        assertThat(Succession.read(one.sign(first, second))).isEqualTo(one);
    }

    @Test
    void refuses_one_that_either_key_did_not_sign() {
        var one = succession(1, first, second);

        assertThatThrownBy(() -> Succession.read(one.sign(third, second))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Succession.read(one.sign(first, third))).isInstanceOf(Malformed.class);
    }

    @Test
    void leads_from_the_name_to_the_key_of_now() throws Malformed {
        var chain = List.of(succession(1, first, second), succession(2, second, third));

        assertThat(Identity.of(Samples.identityHash(), chain, third.publicKey()))
                .isEqualTo(new Identity(Samples.identityHash(), third.publicKey(), 2));
        assertThatThrownBy(() -> Identity.of(Samples.identityHash(), chain, second.publicKey()))
                .isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Identity.of(Samples.identityHash(), List.of(), second.publicKey()))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void what_a_replaced_key_signs_is_not_believed_any_more() throws Malformed {
        var now = Identity.of(Samples.identityHash(), List.of(succession(1, first, second)), second.publicKey());
        var nonce = Bytes.hex("0a".repeat(16));
        var hello = new Hello(Samples.identityHash(), nonce, Samples.NOW, "a key", third.publicKey(), "a note");

        assertThat(Hello.open(hello.sign(second), now, nonce)).isEqualTo(hello);
        assertThatThrownBy(() -> Hello.open(hello.sign(first), now, nonce)).isInstanceOf(Malformed.class);
    }

    @Test
    void an_identity_of_another_name_is_not_believed() {
        var nonce = Bytes.hex("0a".repeat(16));
        var other = new Hello(Bytes.utf8("other").sha256(), nonce, Samples.NOW, "k", third.publicKey(), "n");
        var now = new Identity(Samples.identityHash(), second.publicKey(), 1);

        assertThatThrownBy(() -> Hello.open(other.sign(second), now, nonce)).isInstanceOf(Malformed.class);
    }

    @Test
    void more_than_a_hundred_are_refused_unread() {
        var many = new ArrayList<Succession>();
        for (var i = 0; i <= Identity.MOST_SUCCESSIONS; i++) {
            many.add(succession(1, first, second));
        }
        var signed = many.stream().map(s -> s.sign(first, second)).toList();

        assertThatThrownBy(() -> Succession.readAll(signed)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Identity.of(Samples.identityHash(), many, second.publicKey()))
                .isInstanceOf(Malformed.class);
    }
}
