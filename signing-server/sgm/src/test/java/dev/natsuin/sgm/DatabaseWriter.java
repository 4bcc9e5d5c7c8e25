package dev.natsuin.sgm;

import dev.natsuin.protocol.bytes.Bytes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Somebody who may write to the database and has no key. */
final class DatabaseWriter implements AutoCloseable {
    private final Connection connection;

    DatabaseWriter(Path database) {
        try {
            connection = DriverManager.getConnection("jdbc:sqlite:" + database);
            run("PRAGMA foreign_keys = OFF");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A row as it is stored: the table's columns, in order. */
    record Row(String table, List<String> keys, List<String> columns, List<@Nullable Object> values) {
        Object value(String column) {
            return Objects.requireNonNull(values.get(columns.indexOf(column)));
        }

        String id() {
            var parts = keys.stream().map(key -> text(value(key))).toList();
            return String.join("/", parts);
        }

        private static String text(Object value) {
            return value instanceof byte[] octets ? Bytes.of(octets).toHex() : String.valueOf(value);
        }

        Row with(String column, @Nullable Object value) {
            var changed = new ArrayList<>(values);
            changed.set(columns.indexOf(column), value);
            return new Row(table, keys, columns, changed);
        }

        /** This row's key with everything else of the other. */
        Row withValuesOf(Row other) {
            var row = other;
            for (var key : keys) {
                row = row.with(key, value(key));
            }
            return row;
        }

        boolean sameAs(Row other) {
            return values.stream()
                    .map(v -> v == null ? "" : text(v))
                    .toList()
                    .equals(other.values.stream()
                            .map(v -> v == null ? "" : text(v))
                            .toList());
        }

        @Override
        public String toString() {
            return table + " " + id();
        }
    }

    List<String> tables() {
        return texts("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
    }

    List<String> columns(String table) {
        return texts("SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid");
    }

    private List<String> keys(String table) {
        return texts("SELECT name FROM pragma_table_info('" + table + "') WHERE pk > 0 ORDER BY pk");
    }

    private List<String> texts(String sql) {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var all = new ArrayList<String>();
            while (result.next()) {
                all.add(result.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Row> rows(String table) {
        var columns = columns(table);
        var keys = keys(table);
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT * FROM " + table)) {
            var all = new ArrayList<Row>();
            while (result.next()) {
                var values = new ArrayList<@Nullable Object>();
                for (var column : columns) {
                    values.add(result.getObject(column));
                }
                all.add(new Row(table, keys, columns, values));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void insert(Row row) {
        var marks = String.join(", ", row.columns.stream().map(c -> "?").toList());
        run(
                "INSERT INTO " + row.table + " (" + String.join(", ", row.columns) + ") VALUES (" + marks + ")",
                row.values.toArray());
    }

    void delete(Row row) {
        var where = String.join(" AND ", row.keys.stream().map(k -> k + " = ?").toList());
        run(
                "DELETE FROM " + row.table + " WHERE " + where,
                row.keys.stream().map(row::value).toArray());
    }

    void replace(Row old, Row by) {
        delete(old);
        insert(by);
    }

    void run(String sql, @Nullable Object... parameters) {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
