package dev.natsuin.sgm.store;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.storage.Prepared;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One kept statement with its parameters, on a transaction's handle. A failing statement is a {@link SqlFault}. */
final class Query {
    /** Reads one row of a result. */
    interface Mapper<T> {
        /** Reads the columns; moves nothing. */
        T map(ResultSet row) throws SQLException;
    }

    private final PreparedStatement statement;

    private Query(PreparedStatement statement) {
        this.statement = statement;
    }

    /** Binds texts, integers, octets and absences, in order. */
    static Query on(Handle handle, String sql, @Nullable Object... parameters) {
        try {
            var statement = Prepared.on(handle, sql);
            for (var i = 0; i < parameters.length; i++) {
                var value = parameters[i];
                statement.setObject(i + 1, value instanceof Bytes bytes ? bytes.toArray() : value);
            }
            return new Query(statement);
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }

    int update() {
        try {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }

    <T> Optional<T> one(Mapper<T> mapper) {
        var all = all(mapper);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
    }

    <T> List<T> all(Mapper<T> mapper) {
        try (var result = statement.executeQuery()) {
            var all = new ArrayList<T>();
            while (result.next()) {
                all.add(mapper.map(result));
            }
            return List.copyOf(all);
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }

    /** Shows the rows one by one, so that a large table needs no memory; how many there were. */
    <T> long each(Mapper<T> mapper, Consumer<T> taker) {
        try (var result = statement.executeQuery()) {
            var count = 0L;
            while (result.next()) {
                taker.accept(mapper.map(result));
                count++;
            }
            return count;
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }

    /** Hands on row by row; one that was altered goes to {@code tampered}. */
    <T> void each(Mapper<T> mapper, Consumer<T> rows, Consumer<RowTampered> tampered) {
        try (var result = statement.executeQuery()) {
            while (result.next()) {
                try {
                    rows.accept(mapper.map(result));
                } catch (RowTampered e) {
                    tampered.accept(e);
                }
            }
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }

    static Bytes bytes(ResultSet row, String column) throws SQLException {
        return Bytes.of(row.getBytes(column));
    }
}
