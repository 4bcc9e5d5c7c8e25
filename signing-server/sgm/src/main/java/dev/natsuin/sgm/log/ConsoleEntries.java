package dev.natsuin.sgm.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.LogRow;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.util.ArrayDeque;
import java.util.List;

/** The entries of the console's chain: all that a log tells of what was done at the server itself. */
final class ConsoleEntries {
    private ConsoleEntries() {}

    /** One, with the row that it was read from. */
    record Entry(LogRow row, Leaf leaf) {
        /**
         * Its record, once that is the one that the leaf names.
         *
         * @throws RowTampered if it is not
         */
        JsonObject.Reader record() throws Malformed {
            if (!leaf.recordHash().equals(Leaf.recordHash(row.salt(), row.record()))) {
                throw altered();
            }
            return JsonObject.strict(row.record()).reader();
        }

        RowTampered altered() {
            return new RowTampered("log entry", Long.toString(row.index()));
        }
    }

    /**
     * Those that the log has, in order.
     *
     * @throws RowTampered if the chain leads to an entry of another, or not backwards
     */
    static List<Entry> of(Rows rows) {
        var found = new ArrayDeque<Entry>();
        var index = rows.chain(Leaf.CONSOLE).map(ChainRow::lastIndex).orElse(-1L);
        while (index >= 0) {
            var row = rows.logRow(index);
            var entry = new Entry(row, SignatureLog.leafOf(row));
            if (!entry.leaf().chain().equals(Leaf.CONSOLE) || entry.leaf().previous() >= index) {
                throw entry.altered();
            }
            found.addFirst(entry);
            index = entry.leaf().previous();
        }
        return List.copyOf(found);
    }
}
