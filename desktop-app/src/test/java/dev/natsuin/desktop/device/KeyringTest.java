package dev.natsuin.desktop.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SecretPlace;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** GNOME's keyring keeps device secrets; {@code secret-tool} from outside is the judge. */
@EnabledOnOs(OS.LINUX)
final class KeyringTest {
    private static final Bytes OLD = Bytes.utf8("0123456789abcdef<>?>?<0123456789");
    private static final Bytes NEW = Bytes.utf8("fedcba9876543210>?<>?<fedcba9876");

    @TempDir
    private Path folder;

    private Path place() {
        return folder.resolve("プロフィール");
    }

    private static Profile profile(Path place, Map<String, String> environment) {
        return Profile.in(place, environment, "Linux", new SecureRandom());
    }

    private static String text(Bytes secret) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret.toArray());
    }

    private static void keep(Profile profile, Bytes octets) throws Refusal {
        try (var secret = Secret.taking(octets.toArray())) {
            profile.keepDeviceSecret(secret);
        }
    }

    private static Bytes read(Profile profile) throws Refusal {
        try (var secret = profile.deviceSecret().orElseThrow()) {
            return secret.use(Bytes::of);
        }
    }

    private static String all(KeyringSession session) throws IOException {
        return session.prints("secret-tool", "search", "--all", "application", "natsuin");
    }

    @Test
    void a_secret_is_kept_replaced_moved_and_erased() throws IOException, Refusal {
        try (var session = new KeyringSession(folder.resolve("home"))) {
            var profile = profile(place(), session.environment());

            keep(profile, OLD);
            assertThat(profile.secretPlace()).contains(SecretPlace.KEYRING);
            assertThat(all(session)).contains("secret = " + text(OLD), "label = Natsuin: " + place());
            assertThat(read(profile)).isEqualTo(OLD);
            assertNoSecretIn(place(), OLD);

            keep(profile, NEW);
            assertThat(all(session)).contains("secret = " + text(NEW)).doesNotContain(text(OLD));
            assertThat(read(profile)).isEqualTo(NEW);

            profile.moveDeviceSecret(SecretPlace.FILE);
            assertThat(all(session)).isEmpty();
            assertThat(read(profile)).isEqualTo(NEW);

            profile.moveDeviceSecret(SecretPlace.KEYRING);
            assertThat(all(session)).contains("secret = " + text(NEW));
            assertNoSecretIn(place(), NEW);

            profile.forgetOwner();
            assertThat(all(session)).isEmpty();
            assertThat(profile.deviceSecret()).isEmpty();
        }
    }

    /** The point of it all: the profile is not enough. */
    @Test
    void a_folder_carried_to_another_computer_opens_nothing() throws IOException, Refusal {
        try (var session = new KeyringSession(folder.resolve("home"));
                var thief = new KeyringSession(folder.resolve("thief"))) {
            keep(profile(place(), session.environment()), NEW);
            var stolen = Files.createDirectory(folder.resolve("stolen"));
            try (var files = Files.list(place())) {
                for (var file : files.toList()) {
                    Files.copy(file, stolen.resolve(file.getFileName()));
                }
            }
            assertNoSecretIn(stolen, NEW);

            assertRefused(profile(stolen, thief.environment()));

            assertThat(read(profile(place(), session.environment()))).isEqualTo(NEW);
        }
    }

    @Test
    void a_locked_keyring_is_refused_and_no_other_secret_takes_its_place() throws IOException, Refusal {
        try (var session = new KeyringSession(folder.resolve("home"))) {
            var profile = profile(place(), session.environment());
            keep(profile, OLD);

            session.lock();

            assertRefused(profile);
            var refused = catchThrowableOfType(Refusal.class, () -> keep(profile, NEW));
            assertThat(refused.why().code()).isEqualTo(ProblemCode.KEYRING_TAKES_NOTHING);
            assertThat(profile.secretPlace()).contains(SecretPlace.KEYRING);
            assertThat(place().resolve("device.secret")).doesNotExist();
        }
    }

    @Test
    void a_session_that_ended_is_refused() throws IOException, Refusal {
        Map<String, String> environment;
        try (var session = new KeyringSession(folder.resolve("home"))) {
            environment = session.environment();
            keep(profile(place(), environment), OLD);
        }

        assertRefused(profile(place(), environment));
    }

    @Test
    void whoever_wishes_for_the_file_puts_nothing_into_the_keyring() throws IOException, Refusal {
        try (var session = new KeyringSession(folder.resolve("home"))) {
            var wish = new HashMap<>(session.environment());
            wish.put("NATSUIN_SECRET_STORE", "file");

            keep(profile(place(), wish), NEW);

            assertThat(all(session)).isEmpty();
            assertThat(place().resolve("device.secret")).hasBinaryContent(NEW.toArray());
        }
    }

    private static void assertRefused(Profile profile) {
        var refused = catchThrowableOfType(Refusal.class, profile::deviceSecret);
        assertThat(refused.why().code()).isEqualTo(ProblemCode.KEYRING_UNAVAILABLE);
    }

    private static void assertNoSecretIn(Path place, Bytes secret) throws IOException {
        try (var files = Files.list(place)) {
            assertThat(files).isNotEmpty().allSatisfy(file -> {
                var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(content)
                        .doesNotContain(new String(secret.toArray(), StandardCharsets.ISO_8859_1))
                        .doesNotContain(text(secret), secret.toHex());
            });
        }
    }
}
