package dev.natsuin.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** Tables whose heads are chosen to sort by. */
@Tag("display")
final class ColumnsDisplayTest {
    private final ObservableList<String> rows = FXCollections.observableArrayList("10", "9", "", "101");

    @BeforeAll
    static void toolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    private TableColumn<String, String> numbers() {
        var column = new TableColumn<String, String>("number");
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(cell.getValue()));
        Columns.byNumber(column);
        return column;
    }

    private TableView<String> table() {
        var table = Columns.sorted(rows, "9"::equals);
        table.getColumns().add(numbers());
        return table;
    }

    private static void sort(TableView<String> table, TableColumn.SortType by) {
        var column = table.getColumns().get(0);
        column.setSortType(by);
        table.getSortOrder().setAll(List.of(column));
    }

    @Test
    void numbers_are_sorted_as_numbers_below_what_is_an_alarm() {
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            var table = table();
            assertThat(table.getItems()).containsExactly("10", "9", "", "101");

            sort(table, TableColumn.SortType.ASCENDING);
            assertThat(table.getItems()).containsExactly("9", "", "10", "101");

            sort(table, TableColumn.SortType.DESCENDING);
            assertThat(table.getItems()).containsExactly("9", "101", "10", "");
            return true;
        });
    }

    @Test
    void what_comes_anew_is_sorted_as_well_and_their_own_order_is_there_again() {
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            var table = table();
            sort(table, TableColumn.SortType.ASCENDING);

            rows.setAll("20", "3", "100");
            assertThat(table.getItems()).containsExactly("3", "20", "100");
            assertThat(rows).as("the model keeps its order").containsExactly("20", "3", "100");

            table.getSortOrder().clear();
            assertThat(table.getItems()).containsExactly("20", "3", "100");
            return true;
        });
    }
}
