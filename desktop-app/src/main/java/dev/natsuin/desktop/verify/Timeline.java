package dev.natsuin.desktop.verify;

import dev.natsuin.desktop.desk.Verification;
import java.util.ArrayList;
import java.util.List;

/**
 * Signatures and timestamps of a file in the order of what they cover.
 *
 * <p>Not by the times they tell: that of a signature without a timestamp is what the signing computer said, and nobody
 * has proven it. A timestamp stands behind the last signature that it covers.
 */
final class Timeline {
    private Timeline() {}

    /** One thing that happened to a file. */
    sealed interface Entry {
        /**
         * It was signed.
         *
         * @param index which signature, from 0
         */
        record Signed(int index, Verification.Signature signature) implements Entry {}

        /**
         * Somebody stated a time.
         *
         * @param signers of the signatures that were there by then, in order
         */
        record Stamped(Verification.Timestamp timestamp, List<String> signers) implements Entry {
            /** Copies the list. */
            public Stamped {
                signers = List.copyOf(signers);
            }
        }
    }

    /** Oldest first. */
    static List<Entry> of(Verification found) {
        var signatures = found.signatures();
        var entries = new ArrayList<Entry>();
        for (var i = -1; i < signatures.size(); i++) {
            if (i >= 0) {
                entries.add(new Entry.Signed(i, signatures.get(i)));
            }
            for (var each : found.timestamps()) {
                var covered = covered(each, signatures);
                var last = covered.isEmpty() ? -1 : covered.get(covered.size() - 1);
                if (last == i) {
                    entries.add(new Entry.Stamped(
                            each,
                            covered.stream()
                                    .map(at -> signatures.get(at).signer())
                                    .toList()));
                }
            }
        }
        return List.copyOf(entries);
    }

    /** By field, or, where a format has none, by number from 1. */
    private static List<Integer> covered(Verification.Timestamp timestamp, List<Verification.Signature> signatures) {
        var covered = new ArrayList<Integer>();
        for (var i = 0; i < signatures.size(); i++) {
            var field = signatures.get(i).evidence().field();
            if (timestamp.covers().contains(field.isEmpty() ? String.valueOf(i + 1) : field)) {
                covered.add(i);
            }
        }
        return covered;
    }
}
