package dev.natsuin.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

final class StorageFaultTest {
    @Test
    void what_sqlite_refused_is_told_by_its_name() {
        var fault = StorageFault.of(new SQLiteException("no such table: rows", SQLiteErrorCode.SQLITE_ERROR), "sgm.db");

        assertThat(fault).hasMessage("the database sgm.db refused a statement (sqlite_error)");
    }

    @Test
    void what_cannot_be_opened_is_no_disk_that_failed() {
        var away = StorageFault.of(new SQLiteException("unable to open", SQLiteErrorCode.SQLITE_CANTOPEN), "sgm.db");
        var failed = StorageFault.of(new SQLiteException("disk I/O error", SQLiteErrorCode.SQLITE_IOERR), "sgm.db");

        assertThat(away).hasMessageContaining("cannot be opened").hasMessageContaining("files to give");
        assertThat(failed).hasMessageContaining("the disk failed");
        assertThat(away.kind()).isEqualTo(failed.kind()).isEqualTo(StorageFault.Kind.IO);
    }

    @Test
    void a_place_that_the_system_does_not_give_is_told_in_its_words(@TempDir Path folder) throws IOException {
        var inTheWay = Files.createFile(folder.resolve("sgm"));

        assertThatThrownBy(
                        () -> Database.open(inTheWay.resolve("sgm.db"), Migrations.of(StorageFaultTest.class, "notes")))
                .isInstanceOf(StorageFault.class)
                .hasMessage("the database sgm.db cannot be opened or made there: Not a directory");
    }

    @Test
    void what_the_driver_alone_objects_to_is_told_without_the_name_of_a_class() {
        var fault = StorageFault.of(new SQLException("query does not return ResultSet"), "sgm.db");

        assertThat(fault).hasMessage("the database sgm.db refused a statement");
    }
}
