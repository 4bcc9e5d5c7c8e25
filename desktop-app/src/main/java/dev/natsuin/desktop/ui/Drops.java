package dev.natsuin.desktop.ui;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.TransferMode;

/** Lets files be dropped on a node, or pasted there; while they hover, the node has the pseudo-class {@code drop}. */
public final class Drops {
    private static final PseudoClass DROP = PseudoClass.getPseudoClass("drop");

    private Drops() {}

    /** From now on, files and folders dropped on the node go to {@code files}. */
    public static void accept(Node node, Consumer<List<Path>> files) {
        node.setOnDragEntered(event -> node.pseudoClassStateChanged(DROP, hasFiles(event)));
        node.setOnDragExited(event -> node.pseudoClassStateChanged(DROP, false));
        node.setOnDragOver(event -> {
            if (hasFiles(event)) {
                event.acceptTransferModes(TransferMode.COPY);
                event.consume();
            }
        });
        node.setOnDragDropped(event -> {
            var dropped = hasFiles(event);
            if (dropped) {
                files.accept(event.getDragboard().getFiles().stream()
                        .map(File::toPath)
                        .toList());
            }
            event.setDropCompleted(dropped);
            event.consume();
        });
    }

    /**
     * Files that were copied elsewhere and are pasted while the node is shown go there too, but not where one writes.
     */
    public static void acceptPasted(Node node, Consumer<List<Path>> files) {
        Shortcuts.whileShown(
                node,
                new KeyCodeCombination(KeyCode.V, KeyCombination.SHORTCUT_DOWN),
                () -> !(node.getScene().getFocusOwner() instanceof TextInputControl)
                        && Clipboard.getSystemClipboard().hasFiles(),
                () -> files.accept(Clipboard.getSystemClipboard().getFiles().stream()
                        .map(File::toPath)
                        .toList()));
    }

    private static boolean hasFiles(DragEvent event) {
        return event.getDragboard().hasFiles();
    }
}
