package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.IdentityMemory;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.LoggedSuccession;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows the SGM's identity to new keys, and never back (decision 0050).
 *
 * <p>A new key is first a candidate: the successions lead to it from the key that this desk knows, each signed by the
 * key before. It is known, and the one before is not any more, once the log that this desk knows has each of them.
 */
final class IdentityWatch {
    /** Where proofs come from. */
    interface Proofs {
        /** The entries of new identity keys, proven in the log of that size, in order. */
        List<LogEntry> successions(long size) throws Refusal;
    }

    private final Bytes sgm;
    private final Bytes pinned;
    private final Profile profile;
    private final Proofs proofs;

    /**
     * From what the profile knows on.
     *
     * @param sgm the SGM's name
     * @param pinned hash of the identity key that is known if the profile knows no newer one
     */
    IdentityWatch(Bytes sgm, Bytes pinned, Profile profile, Proofs proofs) {
        this.sgm = sgm;
        this.pinned = pinned;
        this.profile = profile;
        this.proofs = proofs;
    }

    /** The newest identity key that was followed to, if any was. */
    Optional<IdentityMemory> kept() throws Refusal {
        return profile.identity().filter(memory -> memory.sgm().equals(sgm));
    }

    /**
     * An identity that may be the SGM's.
     *
     * @param identity what the successions lead to
     * @param successions all of them
     * @param known how many of them this desk knew
     */
    record Candidate(Identity identity, List<Succession> successions, int known) {
        boolean isNew() {
            return identity.number() > known;
        }
    }

    /** The same as is known now: this desk may have followed to it since, or another process of it. */
    Candidate again(Candidate before) throws Refusal {
        return candidate(before.identity().key(), before.successions());
    }

    /** What an unverified descriptor says, if it follows from the key that this desk knows. */
    Candidate candidate(VerifyingKey claimed, List<Succession> successions) throws Refusal {
        var kept = kept();
        Identity identity;
        try {
            identity = Identity.of(sgm, successions, claimed);
        } catch (Malformed e) {
            var isUnknown = kept.isEmpty() && successions.isEmpty();
            throw new Refusal(isUnknown ? ProblemCode.ANSWER_NOT_BELIEVABLE : ProblemCode.IDENTITY_NOT_PROVEN, e);
        }
        var hashes = new ArrayList<Bytes>();
        successions.forEach(succession -> hashes.add(Identity.hashOf(succession.previousKey())));
        hashes.add(identity.keyHash());
        if (kept.isEmpty()) {
            var known = hashes.indexOf(pinned);
            if (known < 0) {
                throw new Refusal(
                        successions.isEmpty() ? ProblemCode.IDENTITY_SUPERSEDED : ProblemCode.IDENTITY_NOT_PROVEN);
            }
            return new Candidate(identity, List.copyOf(successions), known);
        }
        var known = kept.get().number();
        if (known > identity.number()) {
            throw new Refusal(ProblemCode.IDENTITY_SUPERSEDED);
        }
        if (!hashes.get(known).equals(kept.get().keyHash())) {
            throw new Refusal(ProblemCode.IDENTITY_FORKED);
        }
        return new Candidate(identity, List.copyOf(successions), known);
    }

    /**
     * The successions that this desk did not know, as the log has them.
     *
     * @param checkpoint signed by the log's key; that it continues what this desk knows is another's to check
     * @throws Refusal with {@code identity-not-proven} if one is not in the log
     */
    List<LoggedSuccession> proven(Candidate candidate, Checkpoint checkpoint) throws Refusal {
        if (!candidate.isNew()) {
            return List.of();
        }
        try {
            var entries = proofs.successions(checkpoint.size());
            if (entries.size() != candidate.successions().size()) {
                throw new Refusal(ProblemCode.IDENTITY_NOT_PROVEN);
            }
            var logged = new ArrayList<LoggedSuccession>();
            for (var i = candidate.known(); i < entries.size(); i++) {
                var proven = LoggedSuccession.proven(entries.get(i), checkpoint);
                if (!proven.succession().equals(candidate.successions().get(i))) {
                    throw new Refusal(ProblemCode.IDENTITY_NOT_PROVEN);
                }
                logged.add(proven);
            }
            return List.copyOf(logged);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.IDENTITY_NOT_PROVEN, e);
        }
    }

    /**
     * Knows the newest of these from now on.
     *
     * @throws Refusal if another process of this desk was faster and knows another key, or a newer one
     */
    void keep(List<LoggedSuccession> proven) throws Refusal {
        if (proven.isEmpty()) {
            return;
        }
        var newest = proven.get(proven.size() - 1);
        var key = Identity.hashOf(newest.succession().identityKey());
        profile.exclusively(() -> {
            var kept = kept();
            var number = newest.succession().number();
            if (kept.filter(memory -> memory.number() > number).isPresent()) {
                throw new Refusal(ProblemCode.IDENTITY_SUPERSEDED);
            }
            if (kept.filter(memory ->
                            memory.number() == number && !memory.keyHash().equals(key))
                    .isPresent()) {
                throw new Refusal(ProblemCode.IDENTITY_FORKED);
            }
            if (kept.filter(memory -> memory.number() == number).isEmpty()) {
                profile.keep(new IdentityMemory(
                        sgm, number, key, newest.succession().time(), newest.askedBy(), newest.approvedBy(), false));
            }
            return key;
        });
    }
}
