package dev.natsuin.desktop.keys;

import dev.natsuin.desktop.desk.DeskState;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Sizes;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The signer's keys, their certificates, and this computer's fingerprint. */
public final class KeysView extends VBox {
    private final KeysModel model;
    private final Words words;
    private final Dates dates;
    private final DeskState desk;
    private final VBox list = new VBox();

    /** A view of this model, at this desk. */
    public KeysView(KeysModel model, Words words, Dates dates, DeskState desk) {
        this.model = model;
        this.words = words;
        this.dates = dates;
        this.desk = desk;
        setId("keys-view");
        getStyleClass().addAll("place-body", "keys");
        var refresh = Pieces.button(Icon.REFRESH, words.text("refresh"), model::refresh);
        refresh.disableProperty().bind(model.askingProperty());
        var head = Pieces.placeHead(words.text("title"), refresh);
        list.getStyleClass().add("answer");
        var scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(head, scroll);
        Watching.whileShown(
                this,
                this::draw,
                model.keys(),
                model.problemProperty(),
                model.confirmedProperty(),
                model.askingProperty());
    }

    private void draw() {
        list.getChildren().clear();
        var last = model.confirmed().map(dates::moment);
        model.problem()
                .ifPresentOrElse(
                        why -> list.getChildren()
                                .addAll(
                                        freshness(
                                                Icon.TROUBLE.node("note-icon", "amber"),
                                                last.map(time -> words.text("not.confirmed", time))
                                                        .orElseGet(() -> words.text("never.confirmed")),
                                                "amber-text"),
                                        Pieces.text(ProblemWords.sentence(why, words.language()), "muted")),
                        () -> last.ifPresent(time -> list.getChildren()
                                .add(freshness(Icon.PROOF.node("note-icon"), words.text("confirmed", time)))));
        model.keys().forEach(key -> list.getChildren().add(card(key)));
        if (model.keys().isEmpty() && model.problem().isEmpty()) {
            list.getChildren().add(Pieces.text(words.text(model.askingProperty().get() ? "asking" : "empty"), "muted"));
        }
        if (desk instanceof DeskState.Enrolled enrolled) {
            list.getChildren().add(computer(enrolled));
        }
    }

    private static Node freshness(Node icon, String text, String... styleClasses) {
        var label = Pieces.text(text, styleClasses);
        HBox.setHgrow(label, Priority.ALWAYS);
        var row = new HBox(icon, label);
        row.setId("freshness");
        row.getStyleClass().add("row");
        return row;
    }

    private Node card(KeyRow key) {
        var certificate = key.certificate();
        var grid = new GridPane();
        grid.getStyleClass().add("facts");
        var row = 0;
        if (certificate != null) {
            fact(grid, row++, "until", dates.day(certificate.notAfter()));
            fact(grid, row++, "issuer", certificate.issuer());
            fact(grid, row++, "subject", certificate.subject());
            fact(grid, row++, "serial", certificate.serial());
            fact(grid, row++, "sha256", certificate.sha256().toHex());
        }
        fact(grid, row++, "key", words.text("key.value", kind(key), key.keyId()));
        fact(
                grid,
                row++,
                "methods",
                key.methods().stream()
                        .sorted(Comparator.naturalOrder())
                        .map(method -> words.text("method." + method))
                        .collect(Collectors.joining(words.text("comma"))));
        fact(grid, row, "level", Integer.toString(key.level()));
        var name = Pieces.text(certificate == null ? key.keyId() : certificate.name(), "section-title");
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        var state = Pieces.line(words.text("status." + key.status()), "chip");
        state.setMinWidth(Region.USE_PREF_SIZE);
        var head = new HBox(Icon.KEYS.node(), name, state);
        head.getStyleClass().add("row");
        head.setAlignment(Pos.CENTER_LEFT);
        var card = new VBox(head, grid);
        card.getStyleClass().addAll("card", "key-card");
        return card;
    }

    private Node computer(DeskState.Enrolled enrolled) {
        var grid = new GridPane();
        grid.getStyleClass().add("facts");
        fact(grid, 0, "user", enrolled.user());
        fact(grid, 1, "server", enrolled.server());
        fact(grid, 2, "fingerprint", Sizes.grouped(enrolled.fingerprint()));
        var head = new HBox(Icon.COMPUTER.node(), Pieces.text(words.text("computer"), "section-title"));
        head.getStyleClass().add("row");
        head.setAlignment(Pos.CENTER_LEFT);
        var card = new VBox(head, grid);
        card.getStyleClass().addAll("card", "key-card");
        return card;
    }

    private void fact(GridPane grid, int row, String name, String value) {
        var label = Pieces.line(words.text("fact." + name), "muted", "fact-name");
        var text = Pieces.text(value);
        label.setLabelFor(text);
        GridPane.setHgrow(text, Priority.ALWAYS);
        GridPane.setValignment(label, VPos.TOP);
        grid.addRow(row, label, text);
    }

    private static String kind(KeyRow key) {
        return key.algorithm().wireName().toUpperCase(Locale.ROOT).replaceFirst("^RSA-", "RSA ");
    }
}
