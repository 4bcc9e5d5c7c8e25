package dev.natsuin.desktop.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One owner after another in the same profile: killed anywhere, it is wholly the one's or the other's. */
final class NextOwnerTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);
    private static final Owner FORMER = owner("0123456789abcdef");
    private static final Owner NEXT = owner("fedcba9876543210");

    @TempDir
    private Path folder;

    private static Owner owner(String invitation) {
        return new Owner(
                Owner.Stage.ORDERED,
                "https://sign.example",
                Bytes.utf8("sgm").sha256(),
                Bytes.utf8("sgm").sha256(),
                "0123456789abcdef",
                "0123456789abcdef0123456789abcdef",
                invitation,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static Bytes secretOf(Owner owner) {
        return Bytes.utf8(owner.invitation()).sha256();
    }

    private static void give(Profile profile, Owner owner) throws Refusal {
        try (var secret = Secret.taking(secretOf(owner).toArray())) {
            profile.keepDeviceSecret(secret);
        }
        profile.keep(owner);
    }

    private static void requireWhole(Profile profile, Owner owner) throws Refusal {
        assertThat(profile.owner()).contains(owner);
        try (var secret = profile.deviceSecret().orElseThrow()) {
            assertThat(secret.use(Bytes::of)).isEqualTo(secretOf(owner));
        }
    }

    private Path made(String name, Function<Path, Profile> profiles) throws Refusal, IOException {
        var place = folder.resolve(name);
        var profile = profiles.apply(place);
        give(profile, FORMER);
        Files.writeString(place.resolve("signed.jsonl"), "signed\n");
        Files.createDirectories(place.resolve("orders"));
        Files.writeString(place.resolve("orders").resolve("book"), "order");
        Files.writeString(place.resolve("archives.json"), "archives");
        give(profile.next(), NEXT);
        requireWhole(profile, FORMER);
        return place;
    }

    @Test
    void killed_after_any_step_it_is_the_next_owners_as_soon_as_somebody_looks() throws Refusal, IOException {
        for (var keyring : new boolean[] {false, true}) {
            var steps = Integer.MAX_VALUE;
            for (var taken = 0; taken <= steps; taken++) {
                var shop = new FakeKeyring();
                var profiles = shop.profiles(keyring ? SecretWish.KEYRING : SecretWish.FILE);
                var place = made(keyring + "-" + taken, profiles);
                var secret = new SecretPlaces(place, shop, SecretWish.FILE, () -> "none");
                var killed = new NextOwner(place, secret);
                var aside = killed.accept(DAY.toString(), false);
                var all = killed.steps();
                steps = all.size();
                for (var step : all.subList(0, taken)) {
                    step.take();
                }

                requireWhole(profiles.apply(place), NEXT);

                assertThat(killed.isAccepted()).isFalse();
                assertThat(aside.getFileName()).hasToString("before-2026-11-27");
                assertThat(Profile.in(aside).owner()).contains(FORMER);
                assertThat(aside)
                        .isDirectoryNotContaining(file -> file.toString().contains("device."));
                assertThat(aside.resolve("signed.jsonl")).exists();
                assertThat(aside.resolve("orders").resolve("book")).exists();
                assertThat(place.resolve("orders")).doesNotExist();
                assertThat(place.resolve("archives.json")).exists();
                assertThat(shop.items()).hasSize(keyring ? 1 : 0);
            }
        }
    }

    @Test
    void before_the_turning_point_it_is_the_former_owners() throws Refusal, IOException {
        var place = made("profile", Profile::in);

        requireWhole(Profile.in(place), FORMER);
    }

    @Test
    void the_same_persons_list_of_what_was_signed_goes_on() throws Refusal, IOException {
        var place = made("profile", Profile::in);

        var aside = Profile.in(place).becomeNext(DAY, true);

        assertThat(place.resolve("signed.jsonl")).exists();
        assertThat(aside.resolve("signed.jsonl")).doesNotExist();
        assertThat(place.resolve("next")).as("nothing is left of the change").doesNotExist();
    }

    @Test
    void the_keyring_names_the_profile_that_the_next_owner_gets() throws Refusal, IOException {
        var shop = new FakeKeyring();

        var place = made("profile", shop.profiles(SecretWish.KEYRING));

        assertThat(shop.labels()).hasSize(2).containsOnly("Natsuin: " + place);
    }

    @Test
    void two_on_one_day_have_two_folders() throws Refusal, IOException {
        var place = made("profile", Profile::in);
        var first = Profile.in(place).becomeNext(DAY, true);
        give(Profile.in(place).next(), FORMER);

        var second = Profile.in(place).becomeNext(DAY, true);

        assertThat(first.getFileName()).hasToString("before-2026-11-27");
        assertThat(second.getFileName()).hasToString("before-2026-11-27-2");
        requireWhole(Profile.in(place), FORMER);
    }

    @Test
    void a_keyring_that_is_locked_gives_the_former_item_up_when_it_is_open() throws Refusal, IOException {
        var shop = new FakeKeyring();
        var profiles = shop.profiles(SecretWish.KEYRING);
        var place = made("profile", profiles);
        shop.lock(true);
        profiles.apply(place).becomeNext(DAY, true);
        assertThat(shop.items()).hasSize(2);
        shop.lock(false);

        profiles.apply(place).moveDeviceSecret(dev.natsuin.desktop.desk.SecretPlace.KEYRING);

        assertThat(shop.items()).hasSize(1);
        requireWhole(profiles.apply(place), NEXT);
    }
}
