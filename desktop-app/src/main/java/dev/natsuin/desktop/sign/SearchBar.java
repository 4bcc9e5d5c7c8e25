package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.Pages;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.BoundingBox;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** Looks for words in the document that is shown: Enter goes to the next place, Shift with Enter to the one before. */
final class SearchBar extends HBox {
    private static final PseudoClass NOW = PseudoClass.getPseudoClass("now");

    private final PreviewModel model;
    private final PageColumn pages;
    private final Words words;
    private final TextField field = new TextField();
    private final Label state = Pieces.line("", "quiet");
    private final List<Region> marks = new ArrayList<>();
    private String searched = "";
    private int at = -1;

    SearchBar(PreviewModel model, PageColumn pages, Words words) {
        this.model = model;
        this.pages = pages;
        this.words = words;
        getStyleClass().add("search-bar");
        setAlignment(Pos.CENTER_LEFT);
        field.setId("search");
        field.setPromptText(words.text("search"));
        field.setAccessibleText(words.text("search"));
        field.setPrefColumnCount(14);
        state.setMinWidth(Region.USE_PREF_SIZE);
        field.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                go(event.isShiftDown() ? -1 : 1);
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
        getChildren()
                .addAll(
                        Icon.SEARCH.node("small-icon"),
                        field,
                        state,
                        Pieces.iconButton(Icon.PREVIOUS, words.text("search.previous"), () -> go(-1)),
                        Pieces.iconButton(Icon.NEXT, words.text("search.next"), () -> go(1)),
                        Pieces.iconButton(Icon.REMOVE, words.text("search.close"), this::close));
        Watching.whileShown(this, this::found, model.found(), model.searchingProperty());
        Pieces.show(this, false);
    }

    void open() {
        Pieces.show(this, true);
        field.requestFocus();
        field.selectAll();
    }

    private void close() {
        Pieces.show(this, false);
        model.search("", 1);
        searched = "";
        pages.requestFocus();
    }

    private void go(int by) {
        var text = field.getText().strip();
        if (!text.equals(searched)) {
            searched = text;
            at = -1;
            model.search(text, Math.max(1, pages.currentProperty().get()));
            return;
        }
        var count = model.found().size();
        if (count > 0) {
            at = Math.floorMod(at + by, count);
            show();
        }
    }

    private void found() {
        if (at < 0 && !model.found().isEmpty()) {
            at = 0;
            show();
        } else if (model.found().isEmpty()) {
            at = -1;
            place();
        }
        tell();
    }

    private void tell() {
        var count = model.found().size();
        if (searched.isEmpty()) {
            state.setText("");
        } else if (count == 0) {
            state.setText(words.text(model.searchingProperty().get() ? "searching" : "search.nothing"));
        } else {
            state.setText(words.text("search.at", at + 1, count));
        }
    }

    private Optional<Pages.Found> now() {
        return at >= 0 && at < model.found().size() ? Optional.of(model.found().get(at)) : Optional.empty();
    }

    private void show() {
        tell();
        place();
        now().filter(found -> found.page() <= pages.count() && !found.areas().isEmpty())
                .ifPresent(found -> {
                    var area = found.areas().get(0);
                    var corner = pages.corner(found.page());
                    pages.reveal(new BoundingBox(
                            corner.getX() + area.x() * pages.scale(),
                            corner.getY() + area.y() * pages.scale(),
                            area.width() * pages.scale(),
                            area.height() * pages.scale()));
                });
    }

    /** Marks what was found on the page where the reader is; elsewhere nobody sees it. */
    private void place() {
        var areas = now().filter(found -> found.page() <= pages.count())
                .map(Pages.Found::areas)
                .orElse(List.of());
        while (marks.size() < areas.size()) {
            var mark = new Region();
            mark.getStyleClass().add("found");
            mark.setMouseTransparent(true);
            marks.add(mark);
            pages.lay(mark, this::place);
        }
        for (var i = 0; i < marks.size(); i++) {
            var mark = marks.get(i);
            mark.setVisible(i < areas.size());
            mark.pseudoClassStateChanged(NOW, true);
            if (i < areas.size()) {
                var area = areas.get(i);
                var corner = pages.corner(now().orElseThrow().page());
                mark.resizeRelocate(
                        corner.getX() + area.x() * pages.scale() - 1,
                        corner.getY() + area.y() * pages.scale() - 1,
                        area.width() * pages.scale() + 2,
                        area.height() * pages.scale() + 2);
            }
        }
    }
}
