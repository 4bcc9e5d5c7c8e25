package dev.natsuin.desktop.app;

import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.words.Words;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;

/** Asks with the system's own dialogs. */
final class NativeChooser implements Chooser {
    private final Stage window;
    private final Supplier<Words> words;

    NativeChooser(Stage window, Supplier<Words> words) {
        this.window = window;
        this.words = words;
    }

    @Override
    public List<Path> documents() {
        var dialog = new FileChooser();
        dialog.setTitle(words.get().text("choose.documents"));
        dialog.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(words.get().text("pdf"), "*.pdf", "*.PDF"),
                        new FileChooser.ExtensionFilter(words.get().text("all.files"), "*"));
        var chosen = dialog.showOpenMultipleDialog(window);
        return chosen == null ? List.of() : chosen.stream().map(File::toPath).toList();
    }

    @Override
    public Optional<Path> file(String title) {
        var dialog = new FileChooser();
        dialog.setTitle(title);
        return Optional.ofNullable(dialog.showOpenDialog(window)).map(File::toPath);
    }

    @Override
    public Optional<Path> picture() {
        var dialog = new FileChooser();
        dialog.setTitle(words.get().text("choose.picture"));
        dialog.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter(
                        words.get().text("png"), "*.png", "*.PNG", "*.jpg", "*.JPG", "*.jpeg", "*.JPEG"));
        return Optional.ofNullable(dialog.showOpenDialog(window)).map(File::toPath);
    }

    @Override
    public Optional<Path> keyFile() {
        var dialog = new FileChooser();
        dialog.setTitle(words.get().text("choose.key.file"));
        dialog.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(
                                words.get().text("key.file"), "*.p12", "*.P12", "*.pfx", "*.PFX"),
                        new FileChooser.ExtensionFilter(words.get().text("all.files"), "*"));
        return Optional.ofNullable(dialog.showOpenDialog(window)).map(File::toPath);
    }

    @Override
    public Optional<Path> save(String title, String name) {
        var extension = name.substring(name.lastIndexOf('.'));
        var dialog = new FileChooser();
        dialog.setTitle(title);
        dialog.setInitialFileName(name);
        dialog.getExtensionFilters().add(new FileChooser.ExtensionFilter(extension.substring(1), "*" + extension));
        return Optional.ofNullable(dialog.showSaveDialog(window))
                .map(File::toPath)
                .map(chosen -> chosen.toString().toLowerCase(Locale.ROOT).endsWith(extension)
                        ? chosen
                        : chosen.resolveSibling(chosen.getFileName() + extension));
    }

    @Override
    public Optional<Path> folder(String title) {
        var dialog = new DirectoryChooser();
        dialog.setTitle(title);
        return Optional.ofNullable(dialog.showDialog(window)).map(File::toPath);
    }
}
