package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.LogMemory;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Cosignature;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lets the signature log only grow: every checkpoint must agree with the newest one this desk has kept.
 *
 * <p>A log that shrank or says something else of the past is {@code answer-not-believable}, and so is one under another
 * key, unless it is proven to be this one, restored from a backup ({@link EpochLink}).
 */
final class LogWatch {
    /** Where proofs of growth come from. */
    interface Proofs {
        /** The hashes that show that the first size is the beginning of the second. */
        List<Bytes> between(long first, long second) throws Refusal;

        /** The entries that begin later epochs of the log, proven in the log of that size, in order. */
        List<LogEntry> epochs(long size) throws Refusal;
    }

    private final Bytes sgm;
    private final Profile profile;
    private final Proofs proofs;

    LogWatch(Bytes sgm, Profile profile, Proofs proofs) {
        this.sgm = sgm;
        this.profile = profile;
        this.proofs = proofs;
    }

    /** The newest word kept of this log. */
    Optional<LogMemory> kept() throws Refusal {
        return profile.log().filter(memory -> memory.sgm().equals(sgm));
    }

    /**
     * Takes in the newest checkpoint.
     *
     * @param before what was kept when the question was asked: the log must not be smaller now
     */
    Checkpoint newest(VerifyingKey logKey, String note, Instant time, Optional<LogMemory> before) throws Refusal {
        var told = opened(note, logKey);
        if (before.isPresent()) {
            if (!before.get().logKey().equals(logKey)) {
                restored(logKey, note, told, time, before.get());
                return told;
            }
            requireGrowth(opened(before.get()), told);
        }
        keep(logKey, note, told, time, before);
        return told;
    }

    /**
     * Refuses a checkpoint that whoever cosigns this log, since the first time, did not cosign. What they cosigned is
     * kept and handed on to be compared, so it must be the log's own word by itself, with nothing else in it.
     *
     * @param told who they say they are, and the checkpoint with their cosignature; nothing if nobody cosigned
     * @param logKey the key that signs the log now
     * @param before what was kept when the question was asked
     */
    void requireWitness(Optional<LogMemory.Witness> told, VerifyingKey logKey, String note, Optional<LogMemory> before)
            throws Refusal {
        var known = before.flatMap(LogMemory::witness);
        if (told.isEmpty() && known.isEmpty()) {
            return; // a server from before there were cosignatures
        }
        var holds = told.isPresent()
                && body(told.get().note()).equals(body(note))
                && Checkpoint.open(told.get().note(), Checkpoint.originOf(sgm), logKey)
                        .isPresent()
                && Cosignature.time(
                                told.get().note(),
                                Cosignature.nameOf(sgm),
                                told.get().key())
                        .isPresent()
                && known.map(by -> by.key().equals(told.get().key())).orElse(true);
        if (!holds) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
    }

    /** Keeps who cosigned the newest checkpoint, and the cosigned note: another's log can be compared with it. */
    void keepWitness(LogMemory.Witness told) throws Refusal {
        var known = kept().flatMap(LogMemory::witness);
        if (!isNews(told, known)) {
            return;
        }
        profile.exclusively(() -> {
            var memory = kept();
            var still = memory.flatMap(LogMemory::witness);
            if (memory.isPresent()
                    && still.map(by -> by.key().equals(told.key())).orElse(true)) {
                profile.keep(memory.get().witnessed(Optional.of(told)));
            }
            return told;
        });
    }

    /** Keeps who cosigns from now on, whoever was known before. */
    void takeWitness(Optional<LogMemory.Witness> told) throws Refusal {
        profile.exclusively(() -> {
            var memory = kept();
            if (memory.isPresent()) {
                profile.keep(memory.get().witnessed(told));
            }
            return sgm;
        });
    }

    private static boolean isNews(LogMemory.Witness told, Optional<LogMemory.Witness> known) {
        return known.isEmpty() || !body(known.get().note()).equals(body(told.note()));
    }

    private static String body(String note) {
        var gap = note.indexOf("\n\n");
        return gap < 0 ? "" : note.substring(0, gap);
    }

    private void restored(VerifyingKey logKey, String note, Checkpoint told, Instant time, LogMemory before)
            throws Refusal {
        var link = new EpochLink(Checkpoint.originOf(sgm), told, this::requireGrowth);
        var epochs = link.between(opened(before), before.logKey(), before.epochs(), logKey, proofs.epochs(told.size()));
        profile.exclusively(() -> {
            var memory = kept();
            if (memory.filter(m -> m.logKey().equals(before.logKey())).isPresent()) {
                profile.keep(memory.get().restored(logKey, note, time, epochs));
            }
            return told; // Otherwise another process of this desk was faster, and proved the same.
        });
    }

    /** Proves that the log has only grown from an older note of its own to this checkpoint; gives the older one. */
    Checkpoint grownFrom(String older, Checkpoint newest) throws Refusal {
        var memory = kept().orElseThrow(() -> new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE));
        var first = memory.own(older).orElseThrow(() -> new Refusal(ProblemCode.CHECKPOINT_NOT_OURS));
        requireGrowth(first, newest);
        return first;
    }

    /** Takes in a checkpoint of any age that comes with a proof, and opens it. */
    Checkpoint any(String note, Instant time) throws Refusal {
        var memory = kept().orElseThrow(() -> new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE));
        var told = memory.own(note).orElseThrow(() -> new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE));
        var known = opened(memory);
        if (told.size() <= known.size()) {
            requireGrowth(told, known);
        } else {
            requireGrowth(known, told);
            keep(memory.logKey(), note, told, time, Optional.of(memory));
        }
        return told;
    }

    private void keep(VerifyingKey logKey, String note, Checkpoint told, Instant time, Optional<LogMemory> checked)
            throws Refusal {
        if (checked.isPresent() && opened(checked.get()).equals(told)) {
            return;
        }
        profile.exclusively(() -> {
            var memory = kept();
            if (memory.isEmpty()) {
                profile.keep(LogMemory.first(sgm, logKey, note, time));
                return told;
            }
            var known = opened(memory.get());
            var asChecked = checked.isPresent()
                    && checked.get().checkpoint().equals(memory.get().checkpoint());
            if (!asChecked && known.size() >= told.size()) {
                requireGrowth(told, known); // Another process of this desk was faster.
                return told;
            }
            if (!asChecked) {
                requireGrowth(known, told);
            }
            profile.keep(memory.get().grown(note, time));
            return told;
        });
    }

    private void requireGrowth(Checkpoint first, Checkpoint second) throws Refusal {
        var needsProof = first.size() > 0 && first.size() < second.size();
        var proof = needsProof ? proofs.between(first.size(), second.size()) : List.<Bytes>of();
        if (!Merkle.consistent(first.size(), first.root(), second.size(), second.root(), proof)) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
    }

    private Checkpoint opened(String note, VerifyingKey logKey) throws Refusal {
        return Checkpoint.open(note, Checkpoint.originOf(sgm), logKey)
                .orElseThrow(() -> new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE));
    }

    private static Checkpoint opened(LogMemory memory) throws Refusal {
        return memory.opened().orElseThrow(() -> new Refusal(ProblemCode.PROFILE_UNREADABLE));
    }
}
