package dev.natsuin.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

final class StorageFaultTest {
    @Test
    void what_sqlite_refused_is_told_by_its_name() {
        var fault = StorageFault.of(new SQLiteException("no such table: rows", SQLiteErrorCode.SQLITE_ERROR), "sgm.db");

        assertThat(fault).hasMessage("the database sgm.db refused a statement (sqlite_error)");
    }

    @Test
    void what_the_driver_alone_objects_to_is_told_without_the_name_of_a_class() {
        var fault = StorageFault.of(new SQLException("query does not return ResultSet"), "sgm.db");

        assertThat(fault).hasMessage("the database sgm.db refused a statement");
    }
}
