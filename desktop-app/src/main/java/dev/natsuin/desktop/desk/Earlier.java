package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.problem.Problem;
import java.util.List;

/**
 * What became of an order from before that was left without a signed answer.
 *
 * @param act the type of its statement, for example {@code sign}
 * @param documents for {@code sign}: names of the documents on this computer, in order
 * @param outcome what is known now
 */
public record Earlier(String act, List<String> documents, Outcome outcome) {
    /** What is known now. */
    public sealed interface Outcome {
        /**
         * A signed answer says that it was carried out.
         *
         * @param logIndex where the signature log has it
         */
        record Done(long logIndex) implements Outcome {}

        /**
         * It was signed, and its files were finished now, without a PIN.
         *
         * @param logIndex where the signature log has it
         * @param written how many signed files stand
         * @param missing how many could not be written
         * @param locked names of those among the missing whose password is needed for it, in order
         */
        record Finished(long logIndex, int written, int missing, List<String> locked) implements Outcome {
            /** Copies the list. */
            public Finished {
                locked = List.copyOf(locked);
            }
        }

        /**
         * A signed answer says that it was refused.
         *
         * @param why the reason
         */
        record Refused(Problem why) implements Outcome {}

        /** No answer; by the SGM's clock it can no longer be carried out. Whether it was, only the log tells. */
        record Over() implements Outcome {}
    }

    /** Copies the list. */
    public Earlier {
        documents = List.copyOf(documents);
    }
}
