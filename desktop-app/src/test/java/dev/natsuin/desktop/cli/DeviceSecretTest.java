package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.device.FakeKeyring;
import dev.natsuin.desktop.device.SecretWish;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.HandMadePdf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code device secret}, and what commands do while a keyring is locked. */
final class DeviceSecretTest {
    @TempDir
    private Path folder;

    private final FakeServer fake = new FakeServer();
    private final FakeKeyring keyring = new FakeKeyring();

    @AfterEach
    void end() {
        fake.close();
    }

    private Typist typist(SecretWish wish) {
        return new Typist(folder.resolve("profile")).over(keyring.profiles(wish));
    }

    private Typist signer(SecretWish wish) {
        var typist = typist(wish);
        var outcome = typist.enrols(fake.inviteSigner());
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return typist;
    }

    private Path file() {
        return folder.resolve("profile").resolve("device.secret");
    }

    @Test
    void a_person_enrols_into_the_keyring_and_works_from_there() {
        var typist = signer(SecretWish.AUTOMATIC);

        assertThat(keyring.items()).hasSize(1);
        assertThat(file()).doesNotExist();
        assertThat(typist.types("keys", "list", "--json").exit()).isZero();
    }

    @Test
    void it_tells_where_the_secret_lies_and_moves_it_without_a_server() {
        var typist = signer(SecretWish.FILE);
        fake.close();

        var told = typist.typesWith("", "device", "secret");
        assertThat(told.lines()).singleElement().asString().contains("in a file");

        var moved = typist.typesWith("", "device", "secret", "--to", "keyring", "--json");
        assertThat(moved.exit()).as(moved.err()).isZero();
        assertThat(moved.lines()).containsExactly("{\"place\":\"keyring\",\"moved\":true}");
        assertThat(file()).doesNotExist();
        assertThat(keyring.items()).hasSize(1);

        assertThat(typist.typesWith("", "device", "secret", "--json").lines())
                .containsExactly("{\"place\":\"keyring\",\"moved\":false}");
        assertThat(typist.typesWith("", "device", "secret", "--to", "file").exit())
                .isZero();
        assertThat(file()).exists();
        assertThat(keyring.items()).isEmpty();
    }

    @Test
    void a_place_that_is_not_known_is_a_wrong_use() {
        var outcome = signer(SecretWish.FILE).typesWith("", "device", "secret", "--to", "cloud");

        assertThat(outcome.exit()).isEqualTo(64);
        assertThat(file()).exists();
    }

    @Test
    void where_nobody_is_enrolled_there_is_nothing_to_tell() {
        assertThat(typist(SecretWish.FILE).typesWith("", "device", "secret").exit())
                .isEqualTo(64);
    }

    @Test
    void a_locked_keyring_is_said_so_and_nothing_is_sent() {
        var typist = signer(SecretWish.KEYRING);
        var obeyed = fake.sgm.obeyed.size();
        keyring.lock(true);

        var outcome = typist.types("keys", "create", "--pin-stdin");

        assertThat(outcome.exit()).isEqualTo(70);
        assertThat(outcome.err()).contains("unlock the keyring");
        assertThat(fake.sgm.obeyed).hasSize(obeyed);
        keyring.lock(false);
        assertThat(typist.types("keys", "list", "--json").exit()).isZero();
    }

    @Test
    void an_enrolment_that_a_locked_keyring_stops_is_done_again_with_the_same_code() throws IOException {
        var typist = typist(SecretWish.AUTOMATIC);
        var code = Files.readString(typist.written(fake.inviteSigner()));
        keyring.lock(true);

        var stopped = typist.typesWith(Typist.PIN + "\n" + code, "enrol", "--code-file", "-", "--pin-stdin");
        assertThat(stopped.exit()).isEqualTo(70);
        assertThat(stopped.err()).contains("unlock the keyring", "NATSUIN_SECRET_STORE=file", "code is still good");
        assertThat(fake.sgm.obeyed).isEmpty();
        assertThat(file()).doesNotExist();

        keyring.lock(false);
        var done = typist.typesWith(Typist.PIN + "\n" + code, "enrol", "--code-file", "-", "--pin-stdin");
        assertThat(done.exit()).as(done.err()).isZero();
    }

    @Test
    void where_nobody_can_unlock_a_keyring_the_file_that_the_refusal_names_takes_the_secret() throws IOException {
        var code = Files.readString(typist(SecretWish.AUTOMATIC).written(fake.inviteSigner()));
        keyring.lock(true);
        var input = Typist.PIN + "\n" + code;

        var stopped = typist(SecretWish.AUTOMATIC)
                .typesWith(input, "enrol", "--code-file", "-", "--pin-stdin", "--lang", "ja");
        assertThat(stopped.err()).contains("NATSUIN_SECRET_STORE=file", "登録コードは引き続き使えます");

        var done = typist(SecretWish.FILE).typesWith(input, "enrol", "--code-file", "-", "--pin-stdin");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(file()).exists();
    }

    @Test
    void a_wish_that_is_not_known_stops_the_enrolment_and_nothing_else() {
        var refused = typist(SecretWish.UNKNOWN).enrols(fake.inviteSigner());
        assertThat(refused.exit()).isEqualTo(64);
        assertThat(refused.err()).contains("NATSUIN_SECRET_STORE");

        signer(SecretWish.FILE);
        assertThat(typist(SecretWish.UNKNOWN).types("keys", "list").exit()).isZero();
    }

    @Test
    void a_keyring_that_locks_while_an_order_is_under_way_costs_no_signature_and_makes_no_second_one() {
        var typist = signer(SecretWish.KEYRING);
        var file = HandMadePdf.onePage("text").write(folder.resolve("a.pdf"));
        fake.lieOn = "/csc/v2/signatures/signHash";
        fake.lie = answer -> {
            keyring.lock(true);
            return answer;
        };

        var cut = typist.signs(file);
        assertThat(cut.exit()).isEqualTo(4);
        assertThat(cut.err()).contains("did not confirm your order", "keyring");
        assertThat(folder.resolve("a-signed.pdf")).doesNotExist();

        fake.lieOn = "";
        var locked = typist.types("keys", "create", "--pin-stdin");
        assertThat(locked.exit()).isEqualTo(4);
        assertThat(locked.err()).contains("did not confirm your order", "unlock it");

        keyring.lock(false);
        var done = typist.types("sign", "--resume", "--json");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(folder.resolve("a-signed.pdf")).exists();
        assertThat(fake.sgm.obeyed).containsOnlyOnce("sign");
    }
}
