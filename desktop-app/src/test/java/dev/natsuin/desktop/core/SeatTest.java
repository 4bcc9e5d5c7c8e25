package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Ways;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a desk that stays open asks, whatever else notes in its profile meanwhile. */
final class SeatTest {
    private final FakeServer fake = new FakeServer();
    private final String first = fake.url();
    private final String second = "https://localhost:" + URI.create(first).getPort();

    @TempDir
    Path folder;

    private Profile profile;
    private Seat seat;

    @BeforeEach
    void a_desk() throws Refusal {
        profile = Profile.in(folder.resolve("profile"));
        profile.keep(new Owner(
                Owner.Stage.ORDERED,
                first,
                fake.sgm.identityHash(),
                fake.sgm.identityHash(),
                "0".repeat(16),
                "0".repeat(32),
                "0".repeat(16),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
        seat = new Seat(profile, Surroundings.real(new SecureRandom(), Ways.DIRECT), earlier -> {});
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private Owner owner() throws Refusal {
        return profile.owner().orElseThrow();
    }

    @Test
    void an_errand_that_began_before_its_server_moved_goes_on_with_it() throws Refusal {
        var before = owner();
        var server = seat.server(before);
        fake.describedUrl = Optional.of(second);

        server.greet();

        assertThat(server.url()).isEqualTo(second);
        assertThat(seat.server(before)).isSameAs(server);
        assertThat(seat.server(owner())).isSameAs(server);
    }

    @Test
    void a_server_that_somebody_at_this_desk_sent_back_to_its_first_address_is_asked_there() throws Refusal {
        fake.describedUrl = Optional.of(second);
        seat.server(owner()).greet();

        Profile.in(profile.folder()).moved(fake.sgm.identityHash(), second, first); // as the command line does

        assertThat(seat.server(owner()).url()).isEqualTo(first);
    }
}
