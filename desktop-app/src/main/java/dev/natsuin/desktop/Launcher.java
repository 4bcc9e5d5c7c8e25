package dev.natsuin.desktop;

import dev.natsuin.desktop.app.DesktopApp;
import dev.natsuin.desktop.app.LaunchOptions;
import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Ways;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Starts the window. Does not extend JavaFX's Application, so that it starts from a plain class path. */
public final class Launcher {
    private Launcher() {}

    /** Opens the window with the documents given; exits 70 with one sentence when there is no display. */
    public static void main(String[] arguments) throws InterruptedException {
        Logging.take();
        Optional<String> trouble;
        var options = LaunchOptions.read(List.of(arguments), System.getenv(), properties());
        try (var app = DesktopApp.begin(options)) {
            var random = new SecureRandom();
            var profile = Profile.in(options.profile(), System.getenv(), System.getProperty("os.name"), random);
            var core = new DeskCore(profile, Surroundings.real(random, Ways.ofThisComputer()), InstantSource.system());
            trouble = app.run(core.services());
        }
        trouble.ifPresent(System.err::println);
        System.exit(trouble.isPresent() ? DesktopApp.NO_DISPLAY : 0);
    }

    private static Map<String, String> properties() {
        return System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, System::getProperty));
    }
}
