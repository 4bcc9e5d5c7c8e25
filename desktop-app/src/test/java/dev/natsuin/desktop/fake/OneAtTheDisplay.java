package dev.natsuin.desktop.fake;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests of windows run in several processes beside one another, and there is one keyboard: whose window came last would
 * get what another test types. So each has the display to itself.
 */
public final class OneAtTheDisplay implements BeforeEachCallback, AfterEachCallback {
    private @Nullable FileChannel held;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        var display = Objects.requireNonNullElse(System.getenv("DISPLAY"), "").replaceAll("[^0-9A-Za-z]", "-");
        var file = Path.of(System.getProperty("java.io.tmpdir"), "natsuin-display" + display + ".lock");
        held = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        held.lock();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (held != null) {
            held.close();
        }
    }
}
