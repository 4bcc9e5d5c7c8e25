package dev.natsuin.desktop.ui;

import dev.natsuin.desktop.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** The frame of the window: places on the left, the chosen one beside them, the state of the connection at the foot. */
public final class Shell extends BorderPane {
    /** Words at the foot that are left out, beside their icon, where there is no room for them. */
    public static final String FOLDED = "folded";

    private static final KeyCode[] DIGITS = {
        KeyCode.DIGIT1, KeyCode.DIGIT2, KeyCode.DIGIT3, KeyCode.DIGIT4, KeyCode.DIGIT5, KeyCode.DIGIT6
    };

    private static final PseudoClass NARROW_STATE = PseudoClass.getPseudoClass("narrow");
    /** In heights of the name in the corner. */
    private static final double NARROW = 58;

    private final List<Node> names = new ArrayList<>();
    private final List<PlaceContent> contents = new ArrayList<>();
    private final Label brandName = new Label();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, ToggleButton> buttons = new HashMap<>();
    private final Map<String, Parent> views = new HashMap<>();
    private final List<Runnable> later = new ArrayList<>();
    private final ToggleGroup group = new ToggleGroup();
    private final BorderPane middle = new BorderPane();

    /**
     * A shell with these places; the first is shown.
     *
     * @param first places where work is done
     * @param last places at the foot
     * @param status the lines at the very foot, which may come and go
     */
    public Shell(Words words, List<Place> first, List<Place> last, Parent status) {
        getStyleClass().add("shell");
        var upper = new VBox();
        upper.getStyleClass().add("places");
        var lower = new VBox();
        lower.getStyleClass().add("places");
        first.forEach(place -> upper.getChildren().add(button(place, words)));
        last.forEach(place -> lower.getChildren().add(button(place, words)));
        lower.getChildren().add(status);
        var side = new VBox(brand(words), upper, Pieces.spacer(), lower);
        widthProperty().addListener((property, before, now) -> fold(status));
        status.getChildrenUnmodifiable().addListener((InvalidationListener) change -> fold(status));
        brandName.fontProperty().addListener((property, before, now) -> fold(status));
        side.addEventFilter(KeyEvent.KEY_PRESSED, this::walk);
        side.getStyleClass().add("side");
        side.setAccessibleRole(AccessibleRole.TOOL_BAR);
        side.setAccessibleText(words.text("places"));
        setLeft(side);
        setCenter(middle);
        group.selectedToggleProperty().addListener((property, before, now) -> {
            if (now == null && before != null) {
                before.setSelected(true);
            }
        });
        go(first.get(0).id());
    }

    /** With large text in a small window places and states keep their icons only; words stay as tooltips. */
    private void fold(Node status) {
        var narrow = getWidth() > 0 && getWidth() < NARROW * brandName.getFont().getSize();
        pseudoClassStateChanged(NARROW_STATE, narrow);
        names.forEach(name -> Pieces.show(name, !narrow));
        contents.forEach(content -> content.fold(narrow));
        status.lookupAll("." + FOLDED).forEach(words -> Pieces.show(words, !narrow));
    }

    private Node brand(Words words) {
        var character = new Text("捺");
        character.getStyleClass().add("brand-character");
        var mark = new StackPane(character);
        mark.getStyleClass().add("brand-mark");
        brandName.setText(words.text("name"));
        brandName.getStyleClass().add("brand-name");
        names.add(brandName);
        var brand = new HBox(mark, brandName);
        brand.getStyleClass().add("brand");
        return brand;
    }

    private ToggleButton button(Place place, Words words) {
        places.put(place.id(), place);
        var name = Pieces.line(place.name(), "place-name");
        names.add(name);
        var content = new PlaceContent(place.icon().node("place-icon"), name);
        contents.add(content);
        later.add(() -> content.count(count(place)));
        var button = new ToggleButton();
        button.setGraphic(content);
        button.setId("place-" + place.id());
        button.getStyleClass().add("place");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setMinHeight(Region.USE_PREF_SIZE);
        content.prefWidthProperty().bind(button.widthProperty().subtract(24));
        button.setToggleGroup(group);
        button.setAccessibleText(place.name());
        if (places.size() <= DIGITS.length) {
            var number = places.size();
            later.add(() -> button.setTooltip(new Tooltip(words.text("place.key", place.name(), number))));
            Shortcuts.whileShown(
                    button,
                    new KeyCodeCombination(DIGITS[places.size() - 1], KeyCombination.SHORTCUT_DOWN),
                    () -> go(place.id()));
        }
        button.setOnAction(event -> go(place.id()));
        buttons.put(place.id(), button);
        return button;
    }

    /** What a place shows of itself: how much waits there stands behind its name, and below its icon without one. */
    private static final class PlaceContent extends VBox {
        private final HBox line;
        private @Nullable Node count;
        private boolean folded;

        PlaceContent(Node icon, Node name) {
            line = new HBox(icon, name, Pieces.spacer());
            line.getStyleClass().add("place-line");
            getChildren().add(line);
            getStyleClass().add("place-content");
        }

        void count(Node waiting) {
            count = waiting;
            arrange();
        }

        void fold(boolean narrow) {
            if (folded != narrow) {
                folded = narrow;
                arrange();
            }
        }

        private void arrange() {
            var waiting = count;
            if (waiting != null) {
                line.getChildren().remove(waiting);
                getChildren().remove(waiting);
                (folded ? getChildren() : line.getChildren()).add(waiting);
            }
        }
    }

    /** With arrow keys, too, the place that is marked is the one that is shown. */
    private void walk(KeyEvent event) {
        var step = switch (event.getCode()) {
            case UP, KP_UP, LEFT, KP_LEFT -> -1;
            case DOWN, KP_DOWN, RIGHT, KP_RIGHT -> 1;
            default -> 0;
        };
        var order = List.copyOf(places.keySet());
        var at = IntStream.range(0, order.size())
                .filter(i -> event.getTarget() == buttons.get(order.get(i)))
                .findFirst();
        if (step == 0 || at.isEmpty() || event.isAltDown() || event.isShortcutDown() || event.isShiftDown()) {
            return;
        }
        event.consume();
        var next = at.getAsInt() + step;
        if (next >= 0 && next < order.size()) {
            go(order.get(next));
            Objects.requireNonNull(buttons.get(order.get(next))).requestFocus();
        }
    }

    /** Goes to the place with this id; ignored if there is none. */
    public void go(String id) {
        var place = places.get(id);
        var button = buttons.get(id);
        if (place != null && button != null) {
            button.setSelected(true);
            middle.setCenter(views.computeIfAbsent(id, unbuilt -> place.view().get()));
            place.entered().run();
        }
    }

    private static Label count(Place place) {
        var count = new Label();
        count.setMinWidth(Region.USE_PREF_SIZE);
        count.getStyleClass().add("count");
        count.textProperty().bind(Bindings.convert(place.count()));
        Pieces.shownWhile(count, Bindings.greaterThan(place.count(), 0));
        return count;
    }

    /** Adds what the first picture does not show: how much waits at places, and what they are while the mouse rests. */
    public void complete() {
        later.forEach(Runnable::run);
        later.clear();
    }

    /** The id of the place shown. */
    public String here() {
        return buttons.entrySet().stream()
                .filter(entry -> entry.getValue().isSelected())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** Shows a note above every place. */
    public void tell(Node note) {
        middle.setTop(note);
    }

    /** Shows a slim line above everything. */
    public void announce(Node line) {
        setTop(line);
    }
}
