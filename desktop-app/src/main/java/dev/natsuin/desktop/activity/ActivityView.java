package dev.natsuin.desktop.activity;

import dev.natsuin.desktop.desk.ActivityReport;
import dev.natsuin.desktop.ui.Columns;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.NameWords;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.ReasonWords;
import dev.natsuin.desktop.words.Words;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** The quiet table of every logged use of the signer's keys. */
public final class ActivityView extends VBox {
    private static final PseudoClass ALARM = PseudoClass.getPseudoClass("alarm");
    private static final int SHOWN_NAMES = 3;
    private static final int SHOWN_ACTS = 3;
    private static final double NARROWEST_DOCUMENTS = 96;
    private static final double DOCUMENTS = 220;

    private final ActivityModel model;
    private final Words words;
    private final Dates dates;
    private final HBox freshness = new HBox();
    private final VBox trouble = new VBox();
    private final Columns columns;
    private final Label placeholder = Pieces.text("", "muted", "centered");

    /** A view of this model. */
    public ActivityView(ActivityModel model, Words words, Dates dates) {
        this.model = model;
        this.words = words;
        this.dates = dates;
        var table = Columns.sorted(model.rows(), ActivityReport.Row::alarming);
        columns = new Columns(table);
        setId("activity-view");
        getStyleClass().addAll("place-body", "activity");
        var refresh = Pieces.button(Icon.REFRESH, words.text("refresh"), model::refresh);
        refresh.setId("refresh");
        refresh.disableProperty().bind(model.askingProperty());
        var head = Pieces.placeHead(words.text("title"), refresh);
        freshness.getStyleClass().add("row");
        freshness.setId("freshness");
        trouble.getStyleClass().add("stack");
        fill(table);
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(head, freshness, trouble, columns.measure(), table);
        Watching.whileShown(
                this, this::draw, model.freshnessProperty(), model.askingProperty(), model.alarmsProperty());
    }

    private void draw() {
        freshness.getChildren().clear();
        placeholder.setText(words.text(
                model.freshness()
                                .filter(ActivityReport.Freshness.NotConfirmedSince.class::isInstance)
                                .isPresent()
                        ? "empty.not.confirmed"
                        : "empty"));
        trouble.getChildren().clear();
        var known = model.freshness();
        if (known.isEmpty()) {
            freshness
                    .getChildren()
                    .add(Pieces.line(words.text(model.askingProperty().get() ? "asking" : "unasked"), "muted"));
        } else if (known.get() instanceof ActivityReport.Freshness.ConfirmedAt confirmed) {
            freshness
                    .getChildren()
                    .setAll(
                            Icon.PROOF.node("note-icon"),
                            Pieces.text(words.text("confirmed", dates.moment(confirmed.time()))));
        } else if (known.get() instanceof ActivityReport.Freshness.NotConfirmedSince not) {
            var last = not.last();
            freshness
                    .getChildren()
                    .setAll(
                            Icon.TROUBLE.node("note-icon", "amber"),
                            Pieces.text(
                                    last == null
                                            ? words.text("never.confirmed")
                                            : words.text("not.confirmed", dates.moment(last)),
                                    "amber-text"));
            trouble.getChildren().add(Pieces.text(ProblemWords.sentence(not.why(), words.language()), "muted"));
        }
        for (var restore : model.restores()) {
            trouble.getChildren()
                    .add(Pieces.text(
                            words.text(
                                    restore.lost() > 0 ? "restored.lost" : "restored",
                                    dates.moment(restore.time()),
                                    restore.lost()),
                            restore.lost() > 0 ? "amber-text" : "muted"));
        }
        var alarms = model.alarmsProperty().get();
        if (alarms > 0) {
            trouble.getChildren().add(Pieces.trouble(words.text("alarm", alarms)));
        }
        byStaff();
    }

    /** What staff did about the signer, and why: the newest, each in a line. */
    private void byStaff() {
        var told = model.byStaff();
        var lines = new VBox();
        lines.setId("by-staff");
        told.acts().stream().limit(SHOWN_ACTS).forEach(act -> {
            lines.getChildren()
                    .add(Pieces.text(words.text(
                            "by.staff",
                            dates.moment(act.time()),
                            words.text("operation." + act.operation()),
                            act.by(),
                            ReasonWords.sentence(act.reason(), words.language()),
                            Long.toString(act.logIndex()))));
            act.change()
                    .ifPresent(change ->
                            lines.getChildren().add(Pieces.quiet(NameWords.sentence(change, words.language()))));
        });
        if (told.acts().size() > SHOWN_ACTS) {
            lines.getChildren()
                    .add(Pieces.quiet(words.text("by.staff.more", told.acts().size() - SHOWN_ACTS)));
        }
        told.problem()
                .ifPresent(why -> lines.getChildren()
                        .addAll(
                                Pieces.quiet(words.text("by.staff.not.told")),
                                Pieces.quiet(ProblemWords.sentence(why, words.language()))));
        if (!lines.getChildren().isEmpty()) {
            lines.getChildren().add(0, Pieces.sectionTitle(words.text("by.staff.title")));
            lines.getStyleClass().addAll("card", "log-deed", "tight");
            trouble.getChildren().add(lines);
        }
    }

    private void fill(TableView<ActivityReport.Row> table) {
        table.setId("entries");
        table.getStyleClass().addAll("card", "quiet-table");
        table.setAccessibleText(words.text("title"));
        table.setPlaceholder(placeholder);
        table.getColumns().add(column("when", 168, row -> dates.stamp(row.time())));
        table.getColumns().add(column("what", 148, row -> words.text("operation." + row.operation())));
        table.getColumns().add(column("documents", 0, this::documents));
        table.getColumns().add(column("device", 132, this::device));
        table.getColumns().add(column("number", 64, row -> row.keyId().isEmpty() ? "" : Long.toString(row.number())));
        table.getColumns().add(column("log", 64, row -> Long.toString(row.logIndex())));
        table.getColumns().add(proof());
        table.setRowFactory(unused -> new TableRow<>() {
            @Override
            protected void updateItem(ActivityReport.Row row, boolean empty) {
                super.updateItem(row, empty);
                pseudoClassStateChanged(ALARM, !empty && row != null && row.alarming());
            }
        });
    }

    /** The documents get what is left. */
    private TableColumn<ActivityReport.Row, String> column(
            String key, double width, Function<ActivityReport.Row, String> text) {
        var column = new TableColumn<ActivityReport.Row, String>(words.text("column." + key));
        column.setId("column-" + key);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        if (key.equals("documents")) {
            columns.atLeast(column, NARROWEST_DOCUMENTS, DOCUMENTS);
            column.setCellFactory(unused -> new Whole(column));
        } else {
            columns.exactly(column, width);
        }
        column.setReorderable(false);
        if (key.equals("number") || key.equals("log")) {
            Columns.byNumber(column);
        }
        return column;
    }

    /** What has no room on one line stands on as many as it needs. */
    private static final class Whole extends TableCell<ActivityReport.Row, String> {
        private static final double AT_BOTH_ENDS = 20;

        private final Text whole = new Text();

        private Whole(TableColumn<ActivityReport.Row, String> column) {
            whole.fontProperty().bind(fontProperty());
            whole.fillProperty().bind(textFillProperty());
            whole.wrappingWidthProperty().bind(column.widthProperty().subtract(AT_BOTH_ENDS));
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void updateItem(@Nullable String text, boolean empty) {
            super.updateItem(text, empty);
            var shown = empty || text == null ? "" : text;
            setText(shown);
            whole.setText(Printable.fromLeft(shown));
            setGraphic(shown.isEmpty() ? null : whole);
        }
    }

    private TableColumn<ActivityReport.Row, String> proof() {
        var column = column("proof", 96, row -> words.text("proof." + row.proof()));
        column.setCellFactory(unused -> new TableCell<>() {
            @Override
            protected void updateItem(String text, boolean empty) {
                super.updateItem(text, empty);
                if (empty || text == null) {
                    setGraphic(null);
                    setText(null);
                    setTooltip(null);
                    return;
                }
                var row = getTableRow().getItem();
                var sound = row != null && row.proof() == ActivityReport.Proof.VERIFIED;
                setContentDisplay(ContentDisplay.LEFT);
                setGraphic(sound ? Icon.PROOF.node("small-icon") : Icon.TROUBLE.node("small-icon", "amber"));
                setText(text);
                setTooltip(new Tooltip(words.text(sound ? "proof.hint" : "proof.missing.hint")));
            }
        });
        return column;
    }

    private String documents(ActivityReport.Row row) {
        if (row.reason().isPresent()) {
            return words.text("why", ReasonWords.sentence(row.reason(), words.language()));
        }
        if (row.hashes().isEmpty()) {
            return "";
        }
        if (row.documents().isEmpty()) {
            return words.text("documents.unknown", row.hashes().size());
        }
        var names = String.join(
                words.text("comma"),
                row.documents().subList(0, Math.min(SHOWN_NAMES, row.documents().size())));
        var more = row.hashes().size() - Math.min(SHOWN_NAMES, row.documents().size());
        var shown = more > 0 ? words.text("documents.more", names, more) : Printable.name(names);
        var count = row.hashes().size(); // First, as a long name may leave no room behind it.
        return count > 1 ? words.text("documents.several", count, shown) : shown;
    }

    private String device(ActivityReport.Row row) {
        if (row.thisDevice()) {
            return words.text("device.this");
        }
        return row.device().isEmpty() ? words.text(row.explained() ? "device.console" : "device.none") : row.device();
    }
}
