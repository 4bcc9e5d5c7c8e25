package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.ui.SmallFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** What is remembered, in a small file of the profile. A file that cannot be read counts as none. */
public final class SignMemoryFile {
    private static final int MOST_LOOKS = 50;

    private final Path file;

    /** The memory in this profile. */
    public SignMemoryFile(Path profile) {
        this.file = profile.resolve("signing.properties");
    }

    /** What was saved. */
    public SignMemory load() {
        var saved = SmallFile.load(file);
        var looks = new ArrayList<SavedLook>();
        for (var i = 0; i < MOST_LOOKS && saved.containsKey("look." + i + ".name"); i++) {
            var at = "look." + i + ".";
            looks.add(new SavedLook(
                    saved.getProperty(at + "name"),
                    text(saved, at + "seal").flatMap(SignMemoryFile::picture),
                    text(saved, at + "reason"),
                    text(saved, at + "location")));
        }
        return new SignMemory(
                Arrays.stream(SignatureLevel.values())
                        .filter(level -> level.name().equals(saved.getProperty("level")))
                        .findFirst(),
                Boolean.parseBoolean(saved.getProperty("seen")),
                looks,
                saved.getProperty("look", "").matches("\\d{1,2}") ? Integer.parseInt(saved.getProperty("look")) : -1,
                PlaceRule.read(saved.getProperty("place", "")),
                Arrays.stream(SignatureForm.values())
                        .filter(form -> form != SignatureForm.PADES)
                        .filter(form -> form.name().equals(saved.getProperty("form")))
                        .findFirst()
                        .orElse(SignatureForm.ASIC_E),
                Optional.of(saved.getProperty("divider", ""))
                        .filter(share -> share.matches("0\\.\\d{1,4}"))
                        .map(Double::valueOf));
    }

    private static Optional<String> text(Properties saved, String name) {
        return Optional.ofNullable(saved.getProperty(name)).filter(text -> !text.isBlank());
    }

    /** Whether it is still there is not asked here: it may lie on a share that does not answer, and a window waits. */
    private static Optional<Path> picture(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Saves it; false if that was not possible, which harms nothing. */
    public boolean save(SignMemory memory) {
        var all = new Properties();
        memory.level().ifPresent(level -> all.setProperty("level", level.name()));
        all.setProperty("seen", Boolean.toString(memory.seen()));
        all.setProperty("look", Integer.toString(memory.look()));
        all.setProperty("place", memory.rule().text());
        all.setProperty("form", memory.form().name());
        memory.divider().ifPresent(share -> all.setProperty("divider", String.format(Locale.ROOT, "%.4f", share)));
        for (var i = 0; i < memory.looks().size(); i++) {
            var at = "look." + i + ".";
            var look = memory.looks().get(i);
            all.setProperty(at + "name", look.name());
            look.png().ifPresent(png -> all.setProperty(at + "seal", png.toString()));
            look.reason().ifPresent(why -> all.setProperty(at + "reason", why));
            look.location().ifPresent(where -> all.setProperty(at + "location", where));
        }
        return SmallFile.save(file, all);
    }
}
