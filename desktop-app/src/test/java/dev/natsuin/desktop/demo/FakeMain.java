package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.app.DesktopApp;
import dev.natsuin.desktop.app.LaunchOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Opens the real window over the pretending desk. {@code -Dfake.fresh=true}: not enrolled yet. */
public final class FakeMain {
    private FakeMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        var pace = Duration.ofMillis(Long.getLong("fake.pace", 300));
        var desk = Boolean.getBoolean("fake.fresh") ? FakeDesk.fresh(pace) : FakeDesk.enrolled(pace);
        Map<String, String> properties = System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, System::getProperty));
        var trouble = new DesktopApp(
                        desk.services(), LaunchOptions.read(List.of(arguments), System.getenv(), properties))
                .run();
        trouble.ifPresent(System.err::println);
        System.exit(trouble.isPresent() ? DesktopApp.NO_DISPLAY : 0);
    }
}
