package dev.natsuin.desktop.ui;

import dev.natsuin.desktop.words.Printable;
import java.util.function.Function;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.ComboBoxListViewSkin;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The small pieces that views are put together from, each with its style class and its accessible role. */
public final class Pieces {
    private Pieces() {}

    /** Text that wraps. Foreign text in it cannot hide or turn what stands beside it. */
    public static Label text(String text, String... styleClasses) {
        var label = line(text, styleClasses);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /** Text on one line, shortened where there is no room. */
    public static Label line(String text, String... styleClasses) {
        var label = new Label(Printable.fromLeft(Printable.line(text)));
        label.getStyleClass().addAll(styleClasses);
        label.textProperty().addListener((property, before, now) -> {
            var read = Printable.fromLeft(now == null ? "" : now);
            if (!read.equals(now) && !label.textProperty().isBound()) {
                label.setText(read);
            }
        });
        return label;
    }

    /** The title of a page. */
    public static Label pageTitle(String text) {
        return text(text, "page-title");
    }

    /** The title row of a place: its name, then what can be done there. */
    public static HBox placeHead(String title, Node... acts) {
        var name = line(title, "page-title");
        name.setMinWidth(Region.USE_PREF_SIZE);
        var head = new HBox(name, spacer());
        head.getChildren().addAll(acts);
        head.getStyleClass().add("place-head");
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    /** The title row of a place with much to do: what does not fit beside the title goes below it. */
    public static HBox wrappingHead(String title, Node... acts) {
        var name = line(title, "page-title");
        name.setMinWidth(Region.USE_PREF_SIZE);
        var all = new FlowPane(acts);
        all.setPrefWrapLength(1);
        all.setAlignment(Pos.TOP_RIGHT);
        all.getStyleClass().add("place-acts");
        HBox.setHgrow(all, Priority.ALWAYS);
        var head = new HBox(name, all);
        head.getStyleClass().add("wrapping-head");
        head.setMinHeight(Region.USE_PREF_SIZE);
        head.setAlignment(Pos.TOP_LEFT);
        return head;
    }

    /** What fills its place, and scrolls where large text needs more room than there is. */
    public static ScrollPane scrolling(Node content) {
        var scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().add("bare");
        // JavaFX keeps a picture of what scrolls, of 8 MB for a usual window, and this hardly ever does.
        scroll.skinProperty().addListener((property, before, now) -> {
            var viewport = scroll.lookup(".viewport");
            if (viewport != null) {
                viewport.setCache(false);
            }
        });
        return scroll;
    }

    /** The title of a section. */
    public static Label sectionTitle(String text) {
        return text(text, "section-title");
    }

    /** A quiet, small line. */
    public static Label quiet(String text) {
        return text(text, "quiet");
    }

    /** What one of several choices does, however it is chosen: arrow keys select it, and no action is heard of. */
    public static void whenSelected(RadioButton choice, Runnable act) {
        choice.selectedProperty().addListener((property, before, now) -> {
            if (now) {
                act.run();
            }
        });
    }

    /** A button; an underscore in the text marks its mnemonic. */
    public static Button button(String text, Runnable action, String... styleClasses) {
        var button = new Button(text);
        button.setMnemonicParsing(true);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().addAll(styleClasses);
        button.setOnAction(event -> action.run());
        return button;
    }

    /** A button with an icon before its text. */
    public static Button button(Icon icon, String text, Runnable action, String... styleClasses) {
        var button = button(text, action, styleClasses);
        button.setGraphic(icon.node());
        return button;
    }

    /** A button of an icon alone, with its words as tooltip and accessible text. */
    public static Button iconButton(Icon icon, String words, Runnable action) {
        var button = new Button();
        button.setGraphic(icon.node());
        button.getStyleClass().addAll("icon-button", "flat");
        button.setTooltip(new Tooltip(words));
        button.setAccessibleText(words);
        button.setOnAction(event -> action.run());
        return button;
    }

    /** An amber note: an icon, then words. */
    public static HBox trouble(String words) {
        var text = text(words);
        HBox.setHgrow(text, Priority.ALWAYS);
        var box = new HBox(Icon.TROUBLE.node(), text);
        box.getStyleClass().add("trouble");
        box.setAccessibleText(words);
        return box;
    }

    /** A quiet sentence behind an icon, of what somebody can count on. */
    public static HBox promise(Icon icon, String words) {
        var text = text(words, "muted");
        HBox.setHgrow(text, Priority.ALWAYS);
        var row = new HBox(icon.node("faint"), text);
        row.getStyleClass().add("promise");
        return row;
    }

    /** Takes all room that is left in a row or column. */
    public static Region spacer() {
        var spacer = new Region();
        HBox.setHgrow(spacer, Priority.ALWAYS);
        VBox.setVgrow(spacer, Priority.ALWAYS);
        return spacer;
    }

    /** A name above its value. */
    public static VBox field(String name, Node value) {
        var label = line(name, "field-name");
        label.setLabelFor(value);
        if (value instanceof TextInputControl && value.getAccessibleText() == null) {
            value.setAccessibleText(name); // Not every reader of screens follows the label.
        }
        var box = new VBox(label, value);
        box.getStyleClass().add("field");
        return box;
    }

    /** What was chosen in a list: all of it, on as many lines as large text needs. */
    private static final class Chosen<T> extends ListCell<T> {
        private final ComboBox<T> list;

        Chosen(ComboBox<T> list) {
            this.list = list;
            setWrapText(true);
            widthProperty().addListener((property, before, now) -> list.requestLayout());
        }

        @Override
        protected void updateItem(@Nullable T value, boolean empty) {
            super.updateItem(value, empty);
            setText(empty || value == null ? "" : list.getConverter().toString(value));
        }

        /** A list is as high as what was chosen would be on one line; this one knows how wide it is. */
        @Override
        protected double computePrefHeight(double width) {
            return super.computePrefHeight(width < 0 && getWidth() > 0 ? getWidth() : width);
        }
    }

    /** A list to choose one thing from, with a name for those who do not see it. */
    public static <T> ComboBox<T> combo(ObservableList<T> items, Function<T, String> write, String name) {
        var choice = new ComboBox<>(items);
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : write.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("this list is not typed into");
            }
        });
        choice.setButtonCell(new Chosen<>(choice));
        choice.setMinHeight(Region.USE_PREF_SIZE);
        choice.setMaxWidth(Double.MAX_VALUE);
        choice.setAccessibleText(name);
        choice.skinProperty().addListener((property, before, now) -> {
            if (now instanceof ComboBoxListViewSkin<?> skin) {
                skin.getPopupContent().setAccessibleText(name);
            }
        });
        return choice;
    }

    /** A table of facts, each a name and what it is. */
    public static Facts facts() {
        return new Facts();
    }

    /** Adds a fact below those that are there; gives the label of what it is. */
    public static Label fact(Facts facts, String name, String value) {
        var label = text(name, "muted", "fact-name");
        var text = text(value);
        label.setLabelFor(text);
        facts.add(label, text);
        return text;
    }

    /** Shows a node and gives it room, or neither. */
    public static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /** Shows a node, and gives it room, only while a condition holds. */
    public static <N extends Node> N shownWhile(N node, ObservableBooleanValue condition) {
        node.managedProperty().bind(condition);
        node.visibleProperty().bind(condition);
        return node;
    }
}
