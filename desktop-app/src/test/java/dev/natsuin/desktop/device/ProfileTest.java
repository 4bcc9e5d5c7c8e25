package dev.natsuin.desktop.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.natsuin.desktop.desk.BasicLogin;
import dev.natsuin.desktop.desk.HttpProxy;
import dev.natsuin.desktop.desk.ProxyWish;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a profile keeps, and from whom. */
final class ProfileTest {
    private static final Owner OWNER = new Owner(
            Owner.Stage.ORDERED,
            "https://sign.example",
            Bytes.utf8("sgm").sha256(),
            Bytes.utf8("a later identity key").sha256(),
            "0123456789abcdef",
            "0123456789abcdef0123456789abcdef",
            "fedcba9876543210",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    @TempDir
    private Path folder;

    private Profile profile() {
        return Profile.in(folder.resolve("profile"));
    }

    private static Secret secret() {
        return Secret.taking(Bytes.utf8("0123456789abcdef0123456789abcdef").toArray());
    }

    private static ProblemCode code(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        return catchThrowableOfType(Refusal.class, work).why().code();
    }

    @Test
    void an_owner_comes_back_as_kept() throws Refusal {
        profile().keep(OWNER);

        assertThat(profile().owner()).contains(OWNER);
    }

    @Test
    void a_fresh_profile_has_nobody_and_makes_no_folder() throws Refusal {
        assertThat(profile().owner()).isEmpty();
        assertThat(profile().deviceSecret()).isEmpty();
        assertThat(profile().folder()).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_folder_that_everybody_may_write_to_is_neither_read_nor_written() throws Refusal, IOException {
        profile().keep(OWNER);
        Files.setPosixFilePermissions(folder.resolve("profile"), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(code(() -> profile().owner())).isEqualTo(ProblemCode.PROFILE_OPEN_TO_ALL);
        assertThat(code(() -> profile().keep(OWNER))).isEqualTo(ProblemCode.PROFILE_OPEN_TO_ALL);

        Files.setPosixFilePermissions(folder.resolve("profile"), PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThat(profile().owner()).contains(OWNER);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void folder_and_files_are_for_the_owner_alone() throws Refusal, IOException {
        profile().keep(OWNER);
        try (var made = secret()) {
            profile().keepDeviceSecret(made);
        }

        assertThat(Files.getPosixFilePermissions(profile().folder()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (var files = Files.list(profile().folder())) {
            assertThat(files)
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                            .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_device_secret_that_others_can_read_is_refused() throws Refusal, IOException {
        try (var made = secret()) {
            profile().keepDeviceSecret(made);
        }
        Files.setPosixFilePermissions(
                profile().folder().resolve("device.secret"), PosixFilePermissions.fromString("rw-r-----"));

        assertThat(code(() -> profile().deviceSecret())).isEqualTo(ProblemCode.PROFILE_UNREADABLE);
    }

    @Test
    void a_device_secret_of_the_wrong_length_is_refused() throws Refusal, IOException {
        try (var made = secret()) {
            profile().keepDeviceSecret(made);
        }
        Files.write(profile().folder().resolve("device.secret"), new byte[1], StandardOpenOption.APPEND);

        assertThat(code(() -> profile().deviceSecret())).isEqualTo(ProblemCode.PROFILE_UNREADABLE);
    }

    @Test
    void a_draft_left_by_a_crash_does_no_harm() throws Refusal, IOException {
        profile().keep(OWNER);
        Files.writeString(profile().folder().resolve("profile.json.tmp"), "{\"half");

        assertThat(profile().owner()).contains(OWNER);
        profile().keep(OWNER.at(Owner.Stage.ORDERED));
        assertThat(profile().folder().resolve("profile.json.tmp")).doesNotExist();
    }

    @Test
    void a_damaged_owner_is_refused_not_forgotten() throws Refusal, IOException {
        profile().keep(OWNER);
        Files.writeString(profile().folder().resolve("profile.json"), "{\"v\":1");

        assertThat(code(() -> profile().owner())).isEqualTo(ProblemCode.PROFILE_UNREADABLE);
    }

    @Test
    void a_line_cut_off_by_a_crash_costs_only_itself() throws Refusal, IOException {
        var first = signed(1);
        var second = signed(2);
        profile().add(first);
        Files.writeString(profile().folder().resolve("signed.jsonl"), "{\"v\":1,\"ti", StandardOpenOption.APPEND);

        profile().add(second);

        assertThat(profile().signed()).containsExactly(first, second);
    }

    private static SignedHere signed(long index) {
        return new SignedHere(
                Instant.ofEpochSecond(1000 + index),
                index,
                "0123456789abcdef0123456789abcdef",
                index,
                List.of(new SignedHere.Item(Bytes.utf8("hash").sha256(), "契約書.pdf")));
    }

    @Test
    void an_order_without_answer_comes_back_octet_for_octet() throws Refusal {
        var order = new Unanswered(Bytes.utf8("sealed"), Bytes.utf8("statement"), List.of("契約書.pdf"), Optional.empty());
        profile().keep(order);

        assertThat(profile().unanswered()).contains(order);
        profile().answered();
        assertThat(profile().unanswered()).isEmpty();
    }

    @Test
    void changes_of_two_profile_objects_come_one_after_the_other() throws InterruptedException {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var threads = Executors.newFixedThreadPool(4);
        var done = new CountDownLatch(8);
        for (var i = 0; i < 8; i++) {
            var own = profile();
            threads.execute(() -> {
                try {
                    own.exclusively(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        inside.decrementAndGet();
                        return own;
                    });
                    done.countDown();
                } catch (Refusal e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        done.await();
        threads.shutdown();

        assertThat(most).hasValue(1);
    }

    @Test
    void whoever_is_kept_waiting_by_another_process_is_told_that_and_not_that_the_profile_cannot_be_read()
            throws Exception {
        var profile = profile();
        profile.keep(OWNER);
        try (var other = FileChannel.open(profile.folder().resolve("lock"), StandardOpenOption.WRITE);
                var held = other.lock()) {
            assertThat(held.isValid()).isTrue();
            Thread.currentThread().interrupt(); // Waits no longer.

            assertThat(code(() -> profile.keep(OWNER))).isEqualTo(ProblemCode.PROFILE_BUSY);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(profile.owner()).contains(OWNER);
        }
    }

    @Test
    void preferences_of_a_newer_version_are_passed_over() throws Refusal, IOException {
        Files.createDirectories(profile().folder());
        Files.writeString(
                profile().folder().resolve("config.json"),
                "{\"lang\":\"ja\",\"somethingNew\":[1],\"trust\":[\"a.pem\"]}");

        assertThat(profile().config())
                .isEqualTo(new Config(
                        Optional.empty(),
                        Optional.of("ja"),
                        Optional.empty(),
                        List.of("a.pem"),
                        List.of(),
                        Optional.empty()));
    }

    @Test
    void the_way_to_the_server_is_kept_with_its_password_for_the_owner_alone() throws Refusal, IOException {
        assertThat(profile().proxyWish()).isEqualTo(new ProxyWish.AsUsual());
        var login = new BasicLogin("職員 花子", "秘密:\"@%");
        var through = new ProxyWish.Through(
                new HttpProxy("fd00::1", 3128, Optional.of(login)), List.of(".office.example", "10.0.0.0/8"));
        var file = profile().folder().resolve("proxy.json");

        profile().keep(through);

        assertThat(profile().proxyWish()).isEqualTo(through);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        profile().keep(new ProxyWish.Directly());
        assertThat(profile().proxyWish()).isEqualTo(new ProxyWish.Directly());

        profile().keep(new ProxyWish.AsUsual());
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"v\":2,\"proxy\":\"directly\"}",
                "{\"v\":1,\"proxy\":\"nowhere\"}",
                "{\"v\":1,\"proxy\":\"http://a:b@proxy:80\",\"exceptions\":[]}",
                "{\"v\":1,\"proxy\":\"http://proxy:80\",\"exceptions\":[],\"user\":\"a\"}"
            })
    void a_way_that_cannot_be_read_is_not_passed_over(String content) throws Refusal, IOException {
        profile().keep(new ProxyWish.Directly());
        Files.writeString(profile().folder().resolve("proxy.json"), content);

        assertThat(code(() -> profile().proxyWish())).isEqualTo(ProblemCode.PROFILE_UNREADABLE);
    }

    @Test
    void a_forgotten_owner_leaves_no_secret() throws Refusal {
        profile().keep(OWNER);
        try (var made = secret()) {
            profile().keepDeviceSecret(made);
        }

        profile().forgetOwner();

        assertThat(profile().owner()).isEmpty();
        assertThat(profile().deviceSecret()).isEmpty();
    }

    @Test
    void the_usual_folder_is_the_systems_place_for_configuration() {
        var home = Path.of("/home/hanako");

        assertThat(Profile.usualFolder(Map.of(), "Linux", home)).isEqualTo(home.resolve(".config/natsuin"));
        assertThat(Profile.usualFolder(Map.of("XDG_CONFIG_HOME", "/conf"), "Linux", home))
                .isEqualTo(Path.of("/conf/natsuin"));
        assertThat(Profile.usualFolder(Map.of(), "Mac OS X", home))
                .isEqualTo(home.resolve("Library/Application Support/Natsuin"));
        assertThat(Profile.usualFolder(Map.of(), "Windows 11", home))
                .isEqualTo(home.resolve("AppData/Roaming/Natsuin"));
        assertThat(Profile.usualFolder(Map.of("NATSUIN_PROFILE", "/p"), "Linux", home))
                .isEqualTo(Path.of("/p"));
    }
}
