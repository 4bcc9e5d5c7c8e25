package dev.natsuin.sap.store;

import dev.natsuin.storage.Database;
import dev.natsuin.storage.DatabaseView;
import dev.natsuin.storage.Migrations;
import java.nio.file.Path;

/** The SAP's database with its schema. */
public final class SapDatabase {
    private SapDatabase() {}

    /** Makes or opens the file and brings its schema up to date; the caller closes it. */
    public static Database made(Path file) {
        return Database.open(file, migrations());
    }

    /** Opens the file, which must be there, and brings its schema up to date; the caller closes it. */
    public static Database open(Path file) {
        return Database.openExisting(file, migrations());
    }

    /** Opens the file to look at only, also while it is served; the caller closes it. */
    public static DatabaseView view(Path file) {
        return DatabaseView.open(file, migrations());
    }

    private static Migrations migrations() {
        return Migrations.of(SapDatabase.class, "sap");
    }
}
