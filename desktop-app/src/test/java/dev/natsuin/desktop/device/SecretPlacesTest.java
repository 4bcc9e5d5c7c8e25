package dev.natsuin.desktop.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SecretPlace;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a device secret lies, whatever keyrings do and whenever somebody is killed. */
final class SecretPlacesTest {
    private static final Bytes OLD = Bytes.utf8("0123456789abcdef0123456789abcdef");
    private static final Bytes NEW = Bytes.utf8("fedcba9876543210fedcba9876543210");
    private static final Bytes LAST = Bytes.utf8("................................");

    @TempDir
    private Path folder;

    private final FakeKeyring keyring = new FakeKeyring();

    private Profile profile(SecretWish wish) {
        return keyring.profiles(wish).apply(folder.resolve("profile"));
    }

    private Path marker() {
        return folder.resolve("profile").resolve("device.keyring");
    }

    private Path file() {
        return folder.resolve("profile").resolve("device.secret");
    }

    private Path former() {
        return folder.resolve("profile").resolve("device.keyring.former");
    }

    private void keep(SecretWish wish, Bytes octets) throws Refusal {
        try (var secret = Secret.taking(octets.toArray())) {
            profile(wish).keepDeviceSecret(secret);
        }
    }

    private void keep(SecretPlace place, Bytes octets) throws Refusal {
        keep(place == SecretPlace.FILE ? SecretWish.FILE : SecretWish.KEYRING, octets);
    }

    /** Read by somebody who would put new ones elsewhere. */
    private Optional<Bytes> read() throws Refusal {
        try (var secret = profile(SecretWish.FILE).deviceSecret().orElse(null)) {
            return Optional.ofNullable(secret).map(there -> there.use(Bytes::of));
        }
    }

    private Optional<SecretPlace> place() throws Refusal {
        return profile(SecretWish.FILE).secretPlace();
    }

    private static ProblemCode code(ThrowingCallable work) {
        return catchThrowableOfType(Refusal.class, work).why().code();
    }

    @Test
    void a_new_secret_goes_to_the_keyring_where_there_is_one() throws Refusal {
        keep(SecretWish.AUTOMATIC, NEW);

        assertThat(place()).contains(SecretPlace.KEYRING);
        assertThat(keyring.items().values()).containsExactly(NEW);
        assertThat(file()).doesNotExist();
        assertThat(read()).contains(NEW);
    }

    @Test
    void a_new_secret_goes_to_the_file_where_there_is_no_keyring() throws Refusal {
        keyring.there(false);

        keep(SecretWish.AUTOMATIC, NEW);

        assertThat(place()).contains(SecretPlace.FILE);
        assertThat(read()).contains(NEW);
        assertThat(marker()).doesNotExist();
    }

    @Test
    void whoever_wants_the_file_leaves_the_keyring_alone() throws Refusal {
        keyring.killAfter(0);

        keep(SecretWish.FILE, NEW);

        assertThat(read()).contains(NEW);
    }

    @Test
    void whoever_wants_the_keyring_gets_no_file_where_there_is_none() {
        keyring.there(false);

        assertThat(code(() -> keep(SecretWish.KEYRING, NEW))).isEqualTo(ProblemCode.KEYRING_TAKES_NOTHING);
        assertThat(file()).doesNotExist();
    }

    @Test
    void a_locked_keyring_is_not_passed_over_for_the_file() {
        keyring.lock(true);

        assertThat(code(() -> keep(SecretWish.AUTOMATIC, NEW))).isEqualTo(ProblemCode.KEYRING_TAKES_NOTHING);
        assertThat(file()).doesNotExist();
        assertThat(marker()).doesNotExist();
    }

    @Test
    void a_wish_that_is_not_known_is_refused() {
        assertThat(code(() -> keep(SecretWish.UNKNOWN, NEW))).isEqualTo(ProblemCode.SECRET_STORE_UNKNOWN);
        assertThat(file()).doesNotExist();
    }

    @Test
    void the_wish_is_read_from_the_environment() {
        assertThat(SecretWish.of(Map.of())).isEqualTo(SecretWish.AUTOMATIC);
        assertThat(SecretWish.of(Map.of("NATSUIN_SECRET_STORE", ""))).isEqualTo(SecretWish.AUTOMATIC);
        assertThat(SecretWish.of(Map.of("NATSUIN_SECRET_STORE", "file"))).isEqualTo(SecretWish.FILE);
        assertThat(SecretWish.of(Map.of("NATSUIN_SECRET_STORE", "keyring"))).isEqualTo(SecretWish.KEYRING);
        assertThat(SecretWish.of(Map.of("NATSUIN_SECRET_STORE", "Keyring"))).isEqualTo(SecretWish.UNKNOWN);
    }

    @Test
    void a_secret_is_read_where_it_lies_whatever_is_wished_for() throws Refusal {
        keep(SecretWish.KEYRING, NEW);

        for (var wish : SecretWish.values()) {
            try (var secret = profile(wish).deviceSecret().orElseThrow()) {
                assertThat(secret.use(Bytes::of)).isEqualTo(NEW);
            }
        }
    }

    @Test
    void an_item_that_is_not_found_is_refused_and_does_not_pass_for_nobody() throws Refusal {
        keep(SecretWish.KEYRING, NEW);
        keyring.items().clear();

        assertThat(code(this::read)).isEqualTo(ProblemCode.KEYRING_UNAVAILABLE);
        assertThat(place()).contains(SecretPlace.KEYRING);
    }

    @Test
    void a_locked_keyring_is_refused_and_opens_again() throws Refusal {
        keep(SecretWish.KEYRING, NEW);

        keyring.lock(true);
        assertThat(code(this::read)).isEqualTo(ProblemCode.KEYRING_UNAVAILABLE);
        assertThat(code(() -> profile(SecretWish.FILE).moveDeviceSecret(SecretPlace.FILE)))
                .isEqualTo(ProblemCode.KEYRING_UNAVAILABLE);
        assertThat(file()).doesNotExist();

        keyring.lock(false);
        assertThat(read()).contains(NEW);
    }

    @Test
    void a_person_who_does_not_unlock_the_keyring_is_asked_once_by_all_who_wait() throws Refusal, InterruptedException {
        keep(SecretWish.KEYRING, NEW);
        var before = keyring.lookups();
        var answer = new CountDownLatch(1);
        keyring.lock(true);
        keyring.waitsFor(answer);
        var profile = profile(SecretWish.FILE);
        var codes = new ConcurrentLinkedQueue<ProblemCode>();
        var all = Stream.generate(() -> new Thread(() -> codes.add(code(profile::deviceSecret))))
                .limit(3)
                .toList();
        all.forEach(Thread::start);
        while (all.stream().anyMatch(each -> each.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }

        answer.countDown();
        for (var each : all) {
            each.join();
        }

        assertThat(codes).hasSize(3).containsOnly(ProblemCode.KEYRING_UNAVAILABLE);
        assertThat(keyring.lookups()).isEqualTo(before + 1);
        assertThat(code(profile::deviceSecret)).isEqualTo(ProblemCode.KEYRING_UNAVAILABLE);
        assertThat(keyring.lookups()).isEqualTo(before + 2);
    }

    @Test
    void a_keyring_that_keeps_nothing_of_what_it_says_it_keeps_changes_nothing() throws Refusal {
        keep(SecretWish.FILE, OLD);
        keyring.deaf(true);

        assertThat(code(() -> profile(SecretWish.FILE).moveDeviceSecret(SecretPlace.KEYRING)))
                .isEqualTo(ProblemCode.KEYRING_UNAVAILABLE);

        assertThat(place()).contains(SecretPlace.FILE);
        assertThat(read()).contains(OLD);
    }

    @Test
    void a_marker_that_is_damaged_is_refused_not_passed_over() throws Refusal, IOException {
        keep(SecretWish.KEYRING, NEW);
        for (var text : List.of("", "{\"v\":2,\"item\":\"" + "a".repeat(32) + "\"}", "{\"v\":1,\"item\":\"--all\"}")) {
            Files.writeString(marker(), text);

            assertThat(code(this::read)).isEqualTo(ProblemCode.PROFILE_UNREADABLE);
            assertThat(code(this::place)).isEqualTo(ProblemCode.PROFILE_UNREADABLE);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void what_names_an_item_is_for_the_owner_alone() throws Refusal, IOException {
        keep(SecretWish.KEYRING, NEW);

        assertThat(Files.getPosixFilePermissions(marker())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void the_secret_moves_there_and_back_and_lies_in_one_place_only() throws Refusal {
        keep(SecretWish.FILE, OLD);

        profile(SecretWish.FILE).moveDeviceSecret(SecretPlace.KEYRING);
        assertThat(file()).doesNotExist();
        assertThat(keyring.items().values()).containsExactly(OLD);
        assertThat(read()).contains(OLD);

        profile(SecretWish.KEYRING).moveDeviceSecret(SecretPlace.FILE);
        assertThat(marker()).doesNotExist();
        assertThat(former()).doesNotExist();
        assertThat(keyring.items()).isEmpty();
        assertThat(read()).contains(OLD);
    }

    @Test
    void where_there_is_no_secret_nothing_is_moved() {
        assertThat(code(() -> profile(SecretWish.FILE).moveDeviceSecret(SecretPlace.KEYRING)))
                .isEqualTo(ProblemCode.NOT_ENROLLED);
    }

    @Test
    void erasing_leaves_nothing_in_either_place() throws Refusal {
        keep(SecretWish.KEYRING, OLD);

        profile(SecretWish.FILE).forgetOwner();

        assertThat(keyring.items()).isEmpty();
        assertThat(marker()).doesNotExist();
        assertThat(read()).isEmpty();
    }

    @Test
    void what_a_locked_keyring_does_not_give_up_is_erased_with_the_next_change() throws Refusal {
        keep(SecretWish.KEYRING, OLD);
        keyring.lock(true);
        profile(SecretWish.FILE).forgetOwner();
        assertThat(read()).isEmpty();
        assertThat(keyring.items()).hasSize(1);

        keyring.lock(false);
        keep(SecretWish.KEYRING, NEW);

        assertThat(keyring.items().values()).containsExactly(NEW);
        assertThat(former()).doesNotExist();
    }

    @Test
    void a_damaged_list_of_former_items_stops_nothing() throws Refusal, IOException {
        keep(SecretWish.KEYRING, OLD);
        Files.writeString(former(), "{\"v\":1,\nnonsense\n");

        keep(SecretWish.KEYRING, NEW);

        assertThat(read()).contains(NEW);
        assertThat(keyring.items().values()).containsExactly(NEW);
    }

    @Test
    void of_two_the_keyrings_is_in_use_and_the_file_goes() throws Refusal, IOException {
        keep(SecretWish.KEYRING, NEW);
        Files.write(file(), OLD.toArray());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));

        assertThat(place()).contains(SecretPlace.KEYRING);
        assertThat(read()).contains(NEW);

        profile(SecretWish.FILE).endMoveOfDeviceSecret();
        assertThat(file()).doesNotExist();
        assertThat(read()).contains(NEW);
    }

    /** As a move out of the keyring leaves it that is killed before its turning point: the secret itself. */
    private Path draft(Bytes octets) throws IOException {
        return Files.write(file().resolveSibling("device.secret.tmp"), octets.toArray());
    }

    @Test
    void what_a_move_that_was_cut_off_wrote_before_its_turning_point_goes_with_its_end() throws Refusal, IOException {
        keep(SecretPlace.KEYRING, OLD);
        var draft = draft(OLD);

        profile(SecretWish.FILE).endMoveOfDeviceSecret();

        assertThat(draft).doesNotExist();
        assertThat(read()).contains(OLD);
        assertThat(place()).contains(SecretPlace.KEYRING);
    }

    @Test
    void and_with_the_next_secret_in_the_keyring_or_with_its_owner() throws Refusal, IOException {
        keep(SecretPlace.KEYRING, OLD);
        var draft = draft(OLD);
        keep(SecretPlace.KEYRING, NEW);
        assertThat(draft).doesNotExist();

        draft(NEW);
        profile(SecretWish.FILE).forgetOwner();

        assertThat(draft).doesNotExist();
    }

    @Test
    void of_two_the_file_stays_while_the_keyring_cannot_be_read() throws Refusal, IOException {
        keep(SecretWish.KEYRING, NEW);
        Files.write(file(), OLD.toArray());
        keyring.lock(true);

        assertThat(code(() -> profile(SecretWish.FILE).endMoveOfDeviceSecret()))
                .isEqualTo(ProblemCode.KEYRING_UNAVAILABLE);

        assertThat(file()).hasBinaryContent(OLD.toArray());
    }

    private interface Change {
        void make() throws Refusal;
    }

    /** Kills at every step of the change, each time from the same beginning; gives how often it was killed. */
    private int killedAtEveryStep(SecretPlace from, Change change, Bytes... mayBeThere) throws Refusal, IOException {
        for (var step = 0; ; step++) {
            profile(SecretWish.FILE).forgetOwner();
            keep(from, OLD);
            keyring.killAfter(step);
            var killed = false;
            try {
                change.make();
            } catch (FakeKeyring.Killed e) {
                killed = true;
            }
            keyring.killAfter(Integer.MAX_VALUE);
            assertThat(read())
                    .as("after step " + step)
                    .isPresent()
                    .isIn(Arrays.stream(mayBeThere).map(Optional::of).toList());
            keep(SecretWish.KEYRING, LAST);
            assertThat(read()).contains(LAST);
            assertThat(keyring.items().values()).containsExactly(LAST);
            assertThat(file()).doesNotExist();
            assertThat(former()).doesNotExist();
            if (!killed) {
                return step;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SecretPlace.class)
    void killed_at_any_step_a_new_secret_is_there_or_the_one_before(SecretPlace from) throws Refusal, IOException {
        assertThat(killedAtEveryStep(from, () -> keep(SecretWish.KEYRING, NEW), OLD, NEW))
                .isGreaterThan(3);
    }

    @Test
    void killed_at_any_step_of_writing_a_file_the_secret_before_is_there_or_the_new_one() throws Refusal, IOException {
        assertThat(killedAtEveryStep(SecretPlace.KEYRING, () -> keep(SecretWish.FILE, NEW), OLD, NEW))
                .isGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource(SecretPlace.class)
    void killed_at_any_step_of_a_move_the_secret_is_there(SecretPlace from) throws Refusal, IOException {
        var to = from == SecretPlace.FILE ? SecretPlace.KEYRING : SecretPlace.FILE;

        assertThat(killedAtEveryStep(from, () -> profile(SecretWish.FILE).moveDeviceSecret(to), OLD))
                .isGreaterThan(2);
    }

    @Test
    void killed_at_any_step_of_forgetting_nothing_stays_for_ever() throws Refusal {
        for (var step = 0; step < 2; step++) {
            keep(SecretWish.KEYRING, OLD);
            keyring.killAfter(step);
            assertThatThrownBy(() -> profile(SecretWish.FILE).forgetOwner()).isInstanceOf(FakeKeyring.Killed.class);
            keyring.killAfter(Integer.MAX_VALUE);

            profile(SecretWish.FILE).forgetOwner();

            assertThat(keyring.items()).isEmpty();
            assertThat(former()).doesNotExist();
        }
    }
}
