package dev.natsuin.desktop.audit;

import dev.natsuin.desktop.audit.AuditModel.Deed;
import dev.natsuin.desktop.desk.LogDesk;
import dev.natsuin.desktop.desk.LogDesk.Row;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Columns;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Facts;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.ReadOut;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.NameWords;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.ReasonWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The signature log as a whole: what is looked for, what was found, and how that is proven. */
public final class AuditView extends VBox {
    private static final PseudoClass ALARM = PseudoClass.getPseudoClass("alarm");
    private static final int SHOWN_HASHES = 20;
    private static final double DETAILS = 150;

    /** As wide as the number of a person. */
    private static final double NARROWEST_ABOUT = 128;

    private static final double ABOUT = 240;
    private static final double NARROWEST_WHY = 84;
    private static final double WHY = 240;

    private final AuditModel model;
    private final Columns columns;
    private final Words words;
    private final Dates dates;
    private final Chooser chooser;
    private final VBox told = new VBox();
    private final VBox details = new VBox();
    private final ScrollPane detailsPane = new ScrollPane(details);
    private final Label badDay = Pieces.text("", "amber-text");
    private final String fingerprint;
    private final VBox nothing = new VBox();
    private final Label placeholder = Pieces.text("", "muted");

    /**
     * A view of this model.
     *
     * @param fingerprint of this computer, to be read out while nobody has confirmed it
     */
    public AuditView(AuditModel model, Words words, Dates dates, Chooser chooser, String fingerprint) {
        this.fingerprint = fingerprint;
        this.model = model;
        this.words = words;
        this.dates = dates;
        this.chooser = chooser;
        setId("audit-view");
        getStyleClass().addAll("place-body", "activity");
        var table = Columns.sorted(model.rows(), row -> !row.proven());
        columns = new Columns(table);
        fill(table);
        VBox.setVgrow(table, Priority.ALWAYS);
        told.getStyleClass().add("stack");
        details.getStyleClass().add("tight");
        detailsPane.setFitToWidth(true);
        detailsPane.setMinHeight(DETAILS);
        detailsPane.setPrefHeight(DETAILS);
        detailsPane.getStyleClass().addAll("bare", "card", "log-details");
        detailsPane.setAccessibleText(words.text("details"));
        Pieces.show(detailsPane, false);
        badDay.setId("bad-day");
        Pieces.show(badDay, false);
        getChildren().addAll(head(), filter(), badDay, told, columns.measure(), table, detailsPane);
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener((property, before, now) -> details(Optional.ofNullable(now)));
        // What was chosen stays in view when its details take room from the table.
        table.heightProperty().addListener((property, before, now) -> {
            var chosen = table.getSelectionModel().getSelectedIndex();
            if (chosen >= 0 && now.doubleValue() < before.doubleValue()) {
                table.scrollTo(Math.max(0, chosen - 1));
            }
        });
        Watching.whileShown(
                this,
                this::draw,
                model.foundProperty(),
                model.waitsProperty(),
                model.problemProperty(),
                model.deedProperty(),
                model.busyProperty(),
                model.readProperty(),
                model.exportProperty());
    }

    private Node head() {
        var checkpoint = Pieces.button(Icon.PROOF, words.text("checkpoint"), () -> model.checkpoint(Optional.empty()));
        checkpoint.setId("checkpoint");
        var export = Pieces.button(
                Icon.REPORT,
                words.text("export"),
                () -> chooser.save(words.text("export.choose"), words.text("export.name") + ".jsonl")
                        .ifPresent(model::export));
        export.setId("export");
        var open = Pieces.button(
                Icon.FOLDER,
                words.text("open"),
                () -> chooser.file(words.text("open.choose")).ifPresent(model::open));
        open.setId("open-export");
        for (var act : List.of(checkpoint, export, open)) {
            act.disableProperty().bind(model.busyProperty());
        }
        return Pieces.wrappingHead(words.text("title"), checkpoint, export, open);
    }

    private Node filter() {
        var names = new ArrayList<String>();
        names.add("");
        names.addAll(Arrays.stream(Leaf.Type.values()).map(Leaf.Type::wireName).toList());
        var operation = Pieces.combo(
                FXCollections.observableArrayList(names),
                name -> name.isEmpty() ? words.text("operation.any") : operation(name),
                words.text("operation"));
        operation.setId("operation");
        operation.valueProperty().bindBidirectional(model.operationProperty());
        var text = new TextField();
        text.setId("text");
        text.getStyleClass().add("search-field");
        text.setPromptText(words.text("text.prompt"));
        text.setTooltip(new Tooltip(words.text("text.hint")));
        text.setAccessibleText(words.text("text"));
        text.textProperty().bindBidirectional(model.textProperty());
        text.setOnAction(event -> model.search());
        var search = Pieces.button(Icon.SEARCH, words.text("search"), model::search, "accent");
        search.setId("search");
        search.disableProperty().bind(model.busyProperty());
        var row = new FlowPane(
                Pieces.field(words.text("operation"), operation),
                Pieces.field(words.text("text"), text),
                Pieces.field(words.text("from"), day("from", model.fromProperty())),
                Pieces.field(words.text("to"), day("to", model.toProperty())),
                search);
        row.setPrefWrapLength(1);
        row.setMinHeight(Region.USE_PREF_SIZE);
        row.setRowValignment(VPos.BOTTOM);
        row.getStyleClass().add("place-acts");
        return row;
    }

    private DatePicker day(String id, ObjectProperty<@Nullable LocalDate> value) {
        var day = new DatePicker();
        day.setId(id);
        day.getStyleClass().add("day-field");
        day.setAccessibleText(words.text(id));
        day.getEditor().setAccessibleText(words.text(id));
        day.setConverter(new DayText(words.language(), text -> unread(id, text)));
        day.setPromptText(words.text("day.prompt"));
        day.valueProperty().bindBidirectional(value);
        return day;
    }

    private String operation(String name) {
        return words.has("operation." + name) ? words.text("operation." + name) : name;
    }

    private void draw() {
        told.getChildren().clear();
        model.export().ifPresent(file -> {
            var back = Pieces.button(words.text("export.close"), model::closeExport);
            back.setId("close-export");
            back.disableProperty().bind(model.busyProperty());
            var name = Pieces.text(words.text("export.shown", Printable.name(String.valueOf(file))));
            name.setId("export-shown");
            HBox.setHgrow(name, Priority.ALWAYS);
            told.getChildren().add(row(Icon.DOCUMENT.node("note-icon"), name, back));
        });
        model.problem().ifPresent(why -> {
            var trouble = Pieces.trouble(ProblemWords.sentence(why, words.language()));
            trouble.setId("problem");
            told.getChildren().add(trouble);
        });
        if (model.busyProperty().get()) {
            var stop = Pieces.button(words.text("stop"), model::stop, "flat");
            stop.setId("stop");
            var reading = Pieces.text(words.text("reading", model.readProperty().get()), "muted");
            HBox.setHgrow(reading, Priority.ALWAYS);
            told.getChildren().add(row(reading, stop));
        }
        model.deed().ifPresent(deed -> told.getChildren().add(deed(deed)));
        model.found().ifPresent(found -> {
            if (found.unproven() > 0) {
                var alarm = Pieces.trouble(words.text("alarm", found.unproven()));
                alarm.setId("alarm");
                told.getChildren().add(alarm);
            }
            var text = Pieces.text(words.text(
                    found.matching() > found.rows().size() ? "found.more" : "found",
                    found.matching(),
                    found.point().size(),
                    dates.moment(found.point().time()),
                    LogDesk.MOST_ROWS));
            text.setId("found");
            HBox.setHgrow(text, Priority.ALWAYS);
            told.getChildren().add(row(Icon.PROOF.node("note-icon"), text));
        });
        var waits = model.waits()
                || model.problem()
                        .filter(why -> why.code() == ProblemCode.DEVICE_NOT_CONFIRMED)
                        .isPresent();
        nothing.getChildren().setAll(waits ? ReadOut.of(fingerprint, words) : List.of(placeholder));
        placeholder.setText(
                model.found().isPresent()
                        ? words.text("none")
                        : model.busyProperty().get() || model.problem().isPresent() ? "" : words.text("unasked"));
    }

    /** A day that could not be read is out of its field; that nobody takes the list for what was meant, it is said. */
    private void unread(String id, String text) {
        if (!text.isEmpty()) {
            badDay.setText(words.text("day.unread", words.text(id), Printable.name(text)));
            badDay.setUserData(id);
            Pieces.show(badDay, true);
        } else if (id.equals(badDay.getUserData())) {
            Pieces.show(badDay, false);
        }
    }

    private static HBox row(Node... nodes) {
        var row = new HBox(nodes);
        row.getStyleClass().add("row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Node deed(Deed deed) {
        var box = new VBox();
        box.setId("deed");
        box.getStyleClass().addAll("card", "log-deed");
        if (deed instanceof Deed.Exported exported) {
            box.getChildren()
                    .addAll(
                            Pieces.text(words.text("exported", exported.point().size(), shown(exported.file()))),
                            root(exported.point().root()),
                            Pieces.quiet(words.text("exported.care")));
        } else if (deed instanceof Deed.Kept kept) {
            box.getChildren()
                    .addAll(
                            Pieces.text(
                                    words.text("checkpoint.kept", kept.point().size(), shown(kept.file()))),
                            root(kept.point().root()));
        } else if (deed instanceof Deed.Asked asked) {
            var checked = asked.checked();
            var point = checked.point();
            var keep = Pieces.button(
                    words.text("checkpoint.keep"),
                    () -> chooser.save(
                                    words.text("checkpoint.save"),
                                    words.text("checkpoint.name", String.valueOf(point.size())) + ".txt")
                            .ifPresent(model::keep));
            keep.setId("keep");
            var since = Pieces.button(
                    words.text("checkpoint.since"),
                    () -> chooser.file(words.text("checkpoint.choose"))
                            .map(Optional::of)
                            .ifPresent(model::checkpoint));
            since.setId("since");
            box.getChildren()
                    .addAll(
                            Pieces.text(words.text("checkpoint.told", point.size(), dates.moment(point.time()))),
                            root(point.root()),
                            Pieces.text(
                                    checked.continues()
                                            .map(size -> words.text("checkpoint.continues", size))
                                            .orElseGet(() -> words.text("checkpoint.first")),
                                    "muted"),
                            row(keep, since));
        }
        return box;
    }

    private static String shown(Path file) {
        return Printable.name(file.toString());
    }

    private Node root(Bytes root) {
        return Pieces.text(words.text("root", root.toHex()), "mono");
    }

    private void fill(TableView<Row> table) {
        table.setId("log");
        table.getStyleClass().addAll("card", "quiet-table");
        table.setAccessibleText(words.text("title"));
        nothing.getStyleClass().add("empty-card");
        nothing.setAlignment(Pos.CENTER);
        table.setPlaceholder(nothing);
        var index = column("index", 48, row -> String.valueOf(row.index()));
        Columns.byNumber(index);
        table.getColumns().add(index);
        table.getColumns().add(column("when", 166, row -> dates.stamp(row.time())));
        table.getColumns().add(column("what", 126, row -> operation(row.operation())));
        table.getColumns().add(column("user", 140, Row::user));
        table.getColumns().add(flexible("about", NARROWEST_ABOUT, ABOUT, this::about));
        table.getColumns().add(flexible("why", NARROWEST_WHY, WHY, this::why));
        table.getColumns().add(column("proof", 76, row -> words.text(row.proven() ? "proof.holds" : "proof.none")));
        table.setRowFactory(unused -> new TableRow<>() {
            @Override
            protected void updateItem(Row row, boolean empty) {
                super.updateItem(row, empty);
                pseudoClassStateChanged(ALARM, !empty && row != null && !row.proven());
            }
        });
    }

    private String about(Row row) {
        if (row.keyId().isEmpty()) {
            return row.about();
        }
        return row.hashes().isEmpty()
                ? words.text("about.key", row.keyId())
                : words.text("about.hashes", row.hashes().size(), row.keyId());
    }

    /** Why staff did it; nothing of what nobody gives a reason for. */
    private String why(Row row) {
        return row.canHaveReason() ? Printable.line(reason(row)) : "";
    }

    private String reason(Row row) {
        return ReasonWords.sentence(row.reason(), words.language());
    }

    /** How it was ordered, in words; one that is newer than this program by its name in the log. */
    private String method(Row row) {
        var key = "method." + row.method();
        return words.has(key) ? words.text(key) : row.method();
    }

    private TableColumn<Row, String> column(String key, double width, Function<Row, String> text) {
        var column = column(key, text);
        columns.exactly(column, width);
        return column;
    }

    /** One of those that share what is left. */
    private TableColumn<Row, String> flexible(String key, double least, double wished, Function<Row, String> text) {
        var column = column(key, text);
        columns.atLeast(column, least, wished);
        return column;
    }

    private TableColumn<Row, String> column(String key, Function<Row, String> text) {
        var column = new TableColumn<Row, String>(words.text("column." + key));
        column.setId("column-" + key);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        column.setReorderable(false);
        return column;
    }

    private void details(Optional<Row> chosen) {
        Pieces.show(detailsPane, chosen.isPresent());
        details.getChildren().clear();
        chosen.ifPresent(row -> {
            var facts = Pieces.facts();
            fact(facts, "user", row.user());
            fact(facts, "device", row.device().isEmpty() ? words.text("device.console") : row.device());
            fact(facts, "about", row.about());
            row.change().ifPresent(change -> fact(facts, "name", NameWords.sentence(change, words.language())));
            fact(facts, "reason", why(row));
            fact(facts, "key", row.keyId());
            fact(facts, "number", words.text("number.level", row.number(), row.level(), method(row)));
            fact(
                    facts,
                    "hashes",
                    row.hashes().stream().limit(SHOWN_HASHES).map(Bytes::toHex).collect(Collectors.joining("\n")));
            details.getChildren().add(facts);
            if (row.hashes().size() > SHOWN_HASHES) {
                details.getChildren()
                        .add(Pieces.quiet(words.text("hashes.more", row.hashes().size() - SHOWN_HASHES)));
            }
        });
    }

    private void fact(Facts facts, String name, String value) {
        if (!value.isEmpty()) {
            Pieces.fact(facts, words.text("fact." + name), value);
        }
    }
}
