package dev.natsuin.storage;

import java.nio.file.Path;
import java.util.List;

/** A small store on the tables of {@code db/notes}, as a side would write one. */
final class Notes {
    private Notes() {}

    static Database open(Path folder) {
        return Database.open(folder.resolve("notes.db"), Migrations.of(Notes.class, "notes"));
    }

    static Database openExisting(Path folder) {
        return Database.openExisting(folder.resolve("notes.db"), Migrations.of(Notes.class, "notes"));
    }

    static void add(Database database, String text) {
        database.change(h -> {
            var insert = Prepared.on(h, "INSERT INTO note (text) VALUES (?)");
            insert.setString(1, text);
            insert.executeUpdate();
        });
    }

    static List<String> all(Database database) {
        return database.read(h -> h.createQuery("SELECT text FROM note ORDER BY id")
                .mapTo(String.class)
                .list());
    }
}
