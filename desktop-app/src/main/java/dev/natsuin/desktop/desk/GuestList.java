package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.problem.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * People to be admitted, as a file lists them, with all that is wrong with it.
 *
 * @param rows in the file's order; rows without a word in them are passed over
 * @param faults of the file itself
 */
public record GuestList(List<Row> rows, List<Fault> faults) {
    /** Copies the lists. */
    public GuestList {
        rows = List.copyOf(rows);
        faults = List.copyOf(faults);
    }

    /** What can be wrong. */
    public enum Kind {
        /** Neither UTF-8 nor Windows-31J. */
        NOT_TEXT,
        /** A quotation mark that does not end, or text behind one that did. */
        NOT_TABLE,
        NOBODY,
        TOO_MANY,
        /** Something else than commas parts the columns. */
        NOT_COMMAS,
        COLUMN_MISSING,
        COLUMN_UNKNOWN,
        COLUMN_TWICE,
        /** A row has more cells than the head. */
        CELLS_TOO_MANY,
        NAME_MISSING,
        NAME_TOO_LONG,
        /** Characters that are not seen, or are none. */
        NAME_UNSEEN,
        KANA_NOT_KANA,
        EMAIL_NOT_ONE,
        EMAIL_TWICE,
        ROLE_UNKNOWN,
        /** A role that the owner of this desk does not give. */
        ROLE_NOT_YOURS,
        SUBJECT_NOT_ONE,
        ALGORITHM_UNKNOWN,
        /** Only signers have a subject and an algorithm. */
        SIGNERS_ONLY,
        /** A signer needs evidence. */
        EVIDENCE_NOT_NAMED,
        EVIDENCE_MISSING,
        EVIDENCE_ELSEWHERE,
        EVIDENCE_UNREADABLE,
        /** This address was admitted into this folder with other words. */
        ADMITTED_OTHERWISE
    }

    /**
     * Something that is wrong.
     *
     * @param what which thing
     * @param detail what stands there, or where; may be empty
     */
    public record Fault(Kind what, String detail) {}

    /**
     * One person.
     *
     * @param line where the row begins in the file, from 1
     * @param name as it stands there
     * @param email as it stands there
     * @param guest whom to admit; nothing if anything is wrong
     * @param faults what is wrong
     * @param admitted true if they were admitted into the folder before
     */
    public record Row(
            int line,
            String name,
            String email,
            Optional<StaffDesk.Guest> guest,
            List<Fault> faults,
            boolean admitted) {
        /** Copies the list. */
        public Row {
            faults = List.copyOf(faults);
        }
    }

    /** True if all of it can be admitted. */
    public boolean isSound() {
        return faults.isEmpty() && rows.stream().allMatch(row -> row.faults().isEmpty());
    }

    /** How many rows have faults. */
    public int faulty() {
        return (int) rows.stream().filter(row -> !row.faults().isEmpty()).count();
    }

    /**
     * Somebody who is admitted.
     *
     * @param row whom
     * @param user id
     * @param code file with the code
     * @param sheet file to print and hand over
     * @param expires when the code dies
     * @param before true if that was so before
     * @param waits true if it waits for a second person; whether that is still so of one from before is not known here
     */
    public record Admitted(
            Row row, String user, Path code, Path sheet, Instant expires, boolean before, boolean waits) {}

    /**
     * What came of a list.
     *
     * @param admitted the rows up to the one at which it ended, all of them if none was refused
     * @param stopped why the next row was refused; the rows behind it were not tried
     */
    public record Imported(List<Admitted> admitted, Optional<Problem> stopped) {
        /** Copies the list. */
        public Imported {
            admitted = List.copyOf(admitted);
        }
    }
}
