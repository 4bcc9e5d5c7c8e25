package dev.natsuin.storage;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/**
 * The database did not do what was asked, and nothing of the transaction was kept.
 *
 * <p>The message says what is the matter in one plain sentence; it names the database's file at most, never a value
 * from it.
 */
public final class StorageFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int NONE = -1;
    private static final int CANNOT_OPEN = 14;

    private final Kind kind;

    StorageFault(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    StorageFault(Kind kind, String message) {
        this(kind, message, null);
    }

    /** What is the matter. */
    public Kind kind() {
        return kind;
    }

    /** True if what of the last transaction is on the disk is unknown after it. */
    boolean leavesUnknown() {
        return switch (kind) {
            case IO, DAMAGED -> true;
            case BUSY, FULL, CONSTRAINT, REFUSED, OTHER, CLOSED -> false;
        };
    }

    /** True if it is sure that nothing was kept and that the same may be tried again, here, in a while. */
    public boolean keptNothing() {
        return kind == Kind.BUSY || kind == Kind.FULL;
    }

    /** True if it may be over without anybody touching the database: trying again later makes sense. */
    public boolean mayPass() {
        return kind == Kind.BUSY || kind == Kind.FULL || kind == Kind.IO;
    }

    static StorageFault of(SQLException cause, String name) {
        var kind = kindOf(cause);
        return new StorageFault(kind, sentence(kind, name, cause), cause);
    }

    /** The SQL exception behind a library's exception, if there is one. */
    static Optional<SQLException> sqlCause(@Nullable Throwable thrown) {
        for (var t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    /** Extended codes carry the primary one in their low octet: https://www.sqlite.org/rescode.html#pve. */
    private static int primaryCode(SQLException cause) {
        return cause instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : NONE;
    }

    private static Kind kindOf(SQLException cause) {
        return switch (primaryCode(cause)) {
            case 5, 6 -> Kind.BUSY;
            case 13 -> Kind.FULL;
            case 10, CANNOT_OPEN -> Kind.IO;
            case 11, 26 -> Kind.DAMAGED;
            case 19 -> Kind.CONSTRAINT;
            case 3, 8 -> Kind.REFUSED;
            default -> Kind.OTHER;
        };
    }

    private static String sentence(Kind kind, String name, SQLException cause) {
        return switch (kind) {
            case BUSY -> "the database " + name + " is busy: a transaction waited too long for its turn";
            case FULL -> "the disk is full: the database " + name + " cannot grow";
            case IO ->
                primaryCode(cause) == CANNOT_OPEN
                        ? "the database " + name + " or a file beside it cannot be opened: see whether the disk can be"
                                + " written, and whether the system has files to give"
                        : "the disk failed while the database " + name + " was read or written";
            case DAMAGED -> damaged(name);
            case CONSTRAINT -> "a rule of the database " + name + " forbids this row";
            case REFUSED -> "the database " + name + " may not be written by this user";
            case OTHER -> "the database " + name + " refused a statement" + code(cause);
            case CLOSED -> "the database " + name + " is closed";
        };
    }

    static String damaged(String name) {
        return "the file " + name + " is damaged or not a database of this program";
    }

    /** SQLite's name for it; what the driver alone objects to has none. */
    private static String code(SQLException cause) {
        return cause instanceof SQLiteException sqlite
                ? " (" + sqlite.getResultCode().name().toLowerCase(Locale.ROOT) + ")"
                : "";
    }

    /** The ways a database can fail. */
    public enum Kind {
        /** Somebody else holds it; trying again may help. */
        BUSY,
        /** No room on the disk; going on is possible once there is. */
        FULL,
        /** The disk or file system failed; the database stops until it is opened anew. */
        IO,
        /** The file is not a sound database; the database stops until it is restored. */
        DAMAGED,
        /** A unique, foreign-key or check rule of the schema. */
        CONSTRAINT,
        /** It would run on less than was promised: settings, owner, file mode, schema. */
        REFUSED,
        /** It was closed before. */
        CLOSED,
        /** A mistake in a statement, or what SQLite could not do for another reason. */
        OTHER
    }
}
