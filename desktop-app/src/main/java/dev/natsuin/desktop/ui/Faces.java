package dev.natsuin.desktop.ui;

import com.sun.javafx.font.FontResource;
import com.sun.javafx.font.PrismFontFactory;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens of a collection of faces the one that is wanted. JavaFX opens them all to find one: of the Noto CJK fonts
 * twenty, and keeps them, which is a fifth of an idle window's memory. It knows a face that was opened before by the
 * name under which it looks for it; there is no public way to open one, so whatever is not as in the JavaFX we ship
 * leaves everything as it is.
 */
final class Faces {
    private static final Logger LOG = LoggerFactory.getLogger(Faces.class);
    private static final String COLLECTION = ".ttc";

    private final PrismFontFactory factory;
    private final Map<String, ?> composites;
    private final Map<String, List<String>> names;
    private final Map<String, String> files;
    private final Method create;

    private Faces(PrismFontFactory factory) throws ReflectiveOperationException {
        this.factory = factory;
        // Asked first, it fills the maps from what fontconfig knows.
        factory.getFontFamilyNames();
        composites = map("compResourceMap");
        names = map("familyToFontListMap");
        files = map("fontToFileMap");
        create = PrismFontFactory.class.getDeclaredMethod(
                "createFontFile",
                String.class,
                String.class,
                int.class,
                boolean.class,
                boolean.class,
                boolean.class,
                boolean.class);
        create.setAccessible(true);
    }

    /** The plain and the bold face of this family, if they are in collections. */
    @SuppressWarnings(
            "IllegalCatch") // Whatever is otherwise inside another JavaFX must not keep the window from opening.
    static void open(String family) {
        try {
            var faces = new Faces(PrismFontFactory.getFontFactory());
            faces.open(family, false);
            faces.open(family, true);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.trace("all faces are opened", e);
        }
    }

    private void open(String family, boolean bold) throws ReflectiveOperationException {
        var key = family.toLowerCase(Locale.ENGLISH) + (bold ? ".bold" : "");
        if (composites.containsKey(key)) {
            return;
        }
        for (var name : names.getOrDefault(family.toLowerCase(Locale.ENGLISH), List.of())) {
            var plain = name.equalsIgnoreCase(family) || name.equalsIgnoreCase(family + " Regular");
            if (bold ? name.equalsIgnoreCase(family + " Bold") : plain) {
                var face = face(name, files.get(name.toLowerCase(Locale.ENGLISH)));
                if (face.isPresent()
                        && face.get().isBold() == bold
                        && !face.get().isItalic()) {
                    keep(face.get(), key);
                    return;
                }
            }
        }
    }

    private Optional<FontResource> face(String name, @Nullable String file) throws ReflectiveOperationException {
        if (file == null || !file.toLowerCase(Locale.ENGLISH).endsWith(COLLECTION)) {
            return Optional.empty();
        }
        var first = face(name, file, 0);
        if (name.equalsIgnoreCase(first.getFullName())) {
            return Optional.of(first);
        }
        var index = factory.findFontIndex(name, file);
        return index < 0 ? Optional.empty() : Optional.of(face(name, file, index));
    }

    private FontResource face(String name, String file, int index) throws ReflectiveOperationException {
        return (FontResource) create.invoke(factory, name, file, index, true, false, false, false);
    }

    /** Under the name by which a family and a weight are looked for, with what stands in for characters it lacks. */
    private static void keep(FontResource face, String key) throws ReflectiveOperationException {
        var made = Class.forName("com.sun.javafx.font.PrismCompositeFontResource")
                .getDeclaredConstructor(FontResource.class, String.class);
        made.setAccessible(true);
        made.newInstance(face, key);
    }

    @SuppressWarnings("unchecked") // What it holds is seen when it is used; it would leave everything as it is.
    private <T> Map<String, T> map(String name) throws ReflectiveOperationException {
        var field = PrismFontFactory.class.getDeclaredField(name);
        field.setAccessible(true);
        return (Map<String, T>) field.get(factory);
    }
}
