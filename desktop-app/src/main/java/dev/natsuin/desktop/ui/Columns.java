package dev.natsuin.desktop.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/**
 * Columns that are as wide as their text needs at every size of text. Where they do not fit, the table scrolls sideways
 * instead of cutting them off.
 */
public final class Columns {
    /** The size of the text that widths are told for, in pixels. */
    private static final double ORDINARY = 13;

    private record Width(TableColumn<?, ?> column, double least, double wished, boolean exactly) {}

    private final TableView<?> table;
    private final List<Width> widths = new ArrayList<>();
    private final Label measure = new Label();

    /** Of this table, which has its columns already or gets them later. */
    public Columns(TableView<?> table) {
        this.table = table;
        measure.setManaged(false);
        measure.setMouseTransparent(true);
        measure.fontProperty().addListener((property, before, now) -> size());
        table.widthProperty().addListener((property, before, now) -> size());
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
    }

    /**
     * A table of these rows in their own order, or by the column that somebody chose, also when they come anew. What is
     * an alarm stands on top in any order.
     */
    public static <R> TableView<R> sorted(ObservableList<R> rows, Predicate<R> alarm) {
        var shown = new SortedList<>(rows);
        var table = new TableView<R>(shown);
        shown.comparatorProperty()
                .bind(table.comparatorProperty()
                        .map(chosen -> Comparator.<R, Boolean>comparing(alarm::test)
                                .reversed()
                                .thenComparing(chosen)));
        table.setSortPolicy(sorting -> true); // Its rows have put themselves in order.
        return table;
    }

    /** Sorts a column by the numbers that its texts are; what is empty stands before the first. */
    public static <R> void byNumber(TableColumn<R, String> column) {
        column.setComparator(Comparator.comparingLong(text -> text.isEmpty() ? -1 : Long.parseLong(text)));
    }

    /** Has the size of the text; to be laid beside the table. Shows nothing. */
    public Label measure() {
        return measure;
    }

    /** A column that is just so wide, in pixels at the ordinary size of text. */
    public void exactly(TableColumn<?, ?> column, double width) {
        widths.add(new Width(column, width, width, true));
    }

    /**
     * A column that gets what is left.
     *
     * @param least never less than this
     * @param wished so much where the table scrolls anyway
     */
    public void atLeast(TableColumn<?, ?> column, double least, double wished) {
        widths.add(new Width(column, least, wished, false));
    }

    private void size() {
        var scale = measure.getFont().getSize() / ORDINARY;
        var fits = widths.stream().mapToDouble(Width::least).sum() * scale <= table.getWidth();
        for (var each : widths) {
            var width = Math.ceil((fits ? each.least() : each.wished()) * scale);
            each.column().setMinWidth(width);
            if (each.exactly()) {
                each.column().setMaxWidth(width);
            }
            each.column().setPrefWidth(width);
        }
        var policy = fits ? TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS : TableView.UNCONSTRAINED_RESIZE_POLICY;
        if (table.getColumnResizePolicy() != policy) {
            table.setColumnResizePolicy(policy);
        }
    }
}
