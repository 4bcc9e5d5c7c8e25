package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Secret;
import java.util.List;
import java.util.Optional;

/** Signs documents: hashes here, asks the server for signatures over the hashes, seals and checks the outputs here. */
public interface Signing {
    /** The levels that can be offered now, lowest first; never empty. */
    List<SignatureLevel> levels();

    /** The one of them that the configuration of this profile names, if it names one. */
    default Optional<SignatureLevel> wishedLevel() {
        return Optional.empty();
    }

    /**
     * Prepares an order: reads each document again, computes what would be signed. Nothing leaves this computer.
     *
     * <p>A document that cannot be prepared (also {@code document-changed}) is an item with its problem; the others
     * stay. Reports {@link Progress.Step#HASH}.
     *
     * @return the order, to be closed by the caller; or a refusal of the whole ({@code cancelled}, {@code key-unknown},
     *     …)
     */
    Answer<Order> prepare(
            List<DocumentFacts> documents, KeyRow key, SignOptions options, Progress progress, Cancellation cancel);

    /**
     * Carries out an order with the signer's PIN: one authorisation for all its documents.
     *
     * <p>Reports ASK, SEAL, CHECK. Asks {@link Cancellation#pass()} immediately before anything is sent and stops with
     * {@code cancelled} if that says no; after that {@link Cancellation#stopWaiting()} ends the waiting, not the order,
     * and {@link Cancellation#raiseLater()} leaves what is not at its level yet for {@link #raiseWaiting}. The same
     * order can be tried again after a refusal (a wrong PIN). Outputs appear only complete and verified; originals are
     * never touched.
     *
     * @param pin the digits as ASCII octets; lent: the caller closes it
     * @return one result for each document in the order that was ready, in order; or a refusal of the whole:
     *     {@code not-confirmed} if the order went out and no believed answer came, so that nobody here can know whether
     *     it was carried out; else nothing was signed ({@code pin-wrong}, {@code device-locked}, {@code cancelled}, …)
     */
    Answer<List<SignResult>> sign(Order order, Secret pin, Progress progress, Cancellation cancel);

    /**
     * After {@code not-confirmed}: sends the very same order again and, if its signed answer comes, finishes it as
     * {@link #sign} does. Never makes a second order; needs no PIN. Reports ASK, SEAL, CHECK.
     */
    Answer<List<SignResult>> askAgain(Order order, Progress progress, Cancellation cancel);

    /**
     * How many signed files wait because a service was away when their level was to be raised; reads the profile only.
     */
    default int waitingForLevel() {
        return 0;
    }

    /**
     * Tries to raise all that wait. Slow, as others are asked; needs no PIN and no server of ours.
     *
     * @param stopping ends it between two files or questions: what was not raised by then waits on
     * @return one result for each of them
     */
    default Answer<List<LevelResult>> raiseWaiting(Stopping stopping) {
        return Answer.of(List.of());
    }

    /** How many archived files should be renewed, by their date; reads the profile only. */
    default Answer<Integer> archivesDue() {
        return Answer.of(0);
    }

    /**
     * Renews, in place, archived files that end soon. What is gone or was changed is told once and forgotten. Slow, as
     * others are asked; needs no PIN and no server of ours.
     *
     * @param stopping ends it between two files or questions: what was not renewed by then stays as it is
     * @return one result for each of them; with a reason if it was not renewed
     */
    default Answer<List<LevelResult>> renewArchives(Stopping stopping) {
        return Answer.of(List.of());
    }

    /**
     * Finishes orders that an earlier run left without all their files: it was killed, or files could not be written,
     * or no answer came. After {@link #sign}, what {@linkplain SignResult#canBeFinished can be finished} is one of them
     * once the order is closed. Writes the files that are missing, without a PIN and without a second signature; an
     * order without an answer is sent once more, octet for octet. Also the way to try once more what failed for a
     * reason that passed. Reports ASK, SEAL, CHECK, RAISE, for each order anew.
     *
     * @return one result for each document of each such order, also for files that stand already; {@code not-confirmed}
     *     if nothing could be finished because again no believed answer came
     */
    default Answer<List<SignResult>> finishUnfinished(Progress progress, Cancellation cancel) {
        return Answer.of(List.of());
    }
}
