package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Merkle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The SGM's rows within one transaction, each read checked against its MAC.
 *
 * <p>Within {@link Records#write} nothing else changes any row meanwhile: what was read there still holds when it is
 * written. Valid only inside the transaction that lends it. Reads throw {@link RowTampered} for an altered row.
 */
public interface Rows extends Merkle.Nodes {
    /** The person, if known. */
    Optional<PersonRow> person(String user);

    /** All people, in the order they were admitted. */
    List<PersonRow> people();

    /**
     * The next people in the order they were admitted.
     *
     * @param after id of somebody known, behind whom they stand; from the first one on if nobody is named
     */
    List<PersonRow> peopleAfter(Optional<String> after, int most);

    /** People who have not enrolled, newest admitted first. */
    List<PersonRow> invited(int most);

    /** People with a device that nobody confirmed, newest admitted first. */
    List<PersonRow> unconfirmed(int most);

    /** All people but signers, in the order they were admitted. */
    List<PersonRow> staff();

    /** Inserts or replaces. */
    void put(PersonRow person);

    /** The invitation, if known. */
    Optional<InvitationRow> invitation(String invitation);

    /** Inserts or replaces. */
    void put(InvitationRow invitation);

    /** All invitations of a person. */
    List<InvitationRow> invitationsOf(String user);

    /** What a device of the person left beside the invitation, if one gave it. */
    Optional<DeviceInvitationRow> deviceInvitation(String invitation);

    /** Inserts or replaces. */
    void put(DeviceInvitationRow invitation);

    /** The invitation of this person that runs out last, if there is any. */
    Optional<InvitationRow> newestInvitationOf(String user);

    /** The device, if enrolled. */
    Optional<DeviceRow> device(String device);

    /** Inserts or replaces. */
    void put(DeviceRow device);

    /** The person's devices, first enrolled first. */
    List<DeviceRow> devicesOf(String user);

    /** The device's confirmation, if anybody confirmed it. */
    Optional<ConfirmationRow> confirmation(String device);

    /** Inserts. */
    void put(ConfirmationRow confirmation);

    /** The key, if there ever was one. */
    Optional<KeyRow> key(String keyId);

    /** The person's keys, oldest first, destroyed ones too. */
    List<KeyRow> keysOf(String user);

    /** Inserts or replaces. */
    void put(KeyRow key);

    /** The keys that have or had this public key, destroyed ones too. */
    List<KeyRow> keysWith(Bytes publicKey);

    /** The key-encryption keys that keys which can be used lie under. */
    Set<Integer> keksInUse();

    /** How many keys that can be used lie under an earlier key-encryption key than this one. */
    long keysUnderKekBefore(int epoch);

    /**
     * Keys without a log entry for some time.
     *
     * @param keys how many
     * @param people how many people have them
     */
    record Idle(long keys, long people) {}

    /** The keys in use whose chains have no entry at this place of the log or behind it. */
    Idle keysIdleSince(long index);

    /** That the key was made elsewhere, if it was. */
    Optional<ImportedKeyRow> importedKey(String keyId);

    /** Inserts. */
    void put(ImportedKeyRow imported);

    /** What staff handed over with this invitation, if anything. */
    Optional<HandedKeyRow> handedKey(String invitation);

    /** All that staff handed over to a person, erased or not. */
    List<HandedKeyRow> handedKeysOf(String user);

    /** What staff handed over and the person took in as this key. */
    Optional<HandedKeyRow> handedKeyAs(String keyId);

    /** What lies here although its time is over then. */
    List<HandedKeyRow> handedKeysOver(Instant now);

    /** Inserts or replaces. */
    void put(HandedKeyRow key);

    /** The certificates that a key had before, oldest first. */
    List<EarlierCertificateRow> earlierCertificates(String keyId);

    /** Inserts. */
    void put(EarlierCertificateRow certificate);

    /** Inserts; a second for the same thing changes nothing. */
    void put(TombstoneRow tombstone);

    /**
     * People who ended at this moment or before, in the order of their ids, from behind this one on, but at most so
     * many.
     */
    List<TombstoneRow> peopleLeft(Instant until, String after, int most);

    /** What waits or waited for a second person under this statement id, if anything did. */
    Optional<RequestRow> request(String request);

    /** What a second person approved about this one last: by it they were admitted, or began anew. */
    Optional<RequestRow> lastApprovedAbout(String person);

    /** All that waits at that time, newest first. */
    List<RequestRow> requestsWaiting(Instant now);

    /** What was not ended while it waited, of this person or about them, also what has waited too long. */
    List<RequestRow> requestsConcerning(String user);

    /** The same of what was asked for with this device. */
    List<RequestRow> requestsFrom(String device);

    /** Inserts or replaces. */
    void put(RequestRow request);

    /** All revocations, oldest first. */
    List<RevocationRow> revocations();

    /** The revocation of the certificate with this serial number, if it was revoked. */
    Optional<RevocationRow> revocation(Bytes serial);

    /** True if the certificate with this serial number was revoked. */
    default boolean revoked(Bytes serial) {
        return revocation(serial).isPresent();
    }

    /** Inserts; a second for the same serial changes nothing. */
    void put(RevocationRow revocation);

    /** Who used a statement id, if anybody did. */
    Optional<SpentRow> spent(String statementId);

    /** Spends a statement id for ever. False if it was spent before. */
    boolean spend(SpentRow spent);

    /** The stored answer to sealed octets with this hash, if kept. */
    Optional<String> answer(Bytes sealedSha256);

    /** The same, only if a MAC says that this SGM kept it just so. */
    Optional<String> authenticAnswer(Bytes sealedSha256);

    /** Stores an answer. */
    void putAnswer(Bytes sealedSha256, String answer, Instant time);

    /** Forgets answers older than this. */
    void forgetAnswersBefore(Instant time);

    /** The service key of this name, if there. */
    Optional<ServiceKeyRow> serviceKey(String name);

    /** All service keys whose name begins so, oldest first. */
    List<ServiceKeyRow> serviceKeys(String prefix);

    /** Inserts. */
    void put(ServiceKeyRow key);

    /** Erases a service key. */
    void eraseServiceKey(String name);

    /** Log indexes of the entries of new identity keys, oldest first. */
    List<Long> successions();

    /** Remembers where the log has the new identity key of this number. */
    void putSuccession(int number, long index);

    /** How many entries the log has. */
    long logSize();

    /** How many entries are kept: as many as the size says, if none is missing or out of place. */
    long logCount();

    /** The first place without an entry. */
    long firstMissingLogRow();

    /** The entry at this place. */
    LogRow logRow(long index);

    /** Everybody's entries from this index on, in order, at most {@code most}. */
    List<LogRow> logRows(long from, int most);

    /** The person's entries from this index on, in order, at most {@code most}. */
    List<LogRow> logRowsOf(String user, long from, int most);

    /** Remembers that the entry at this place is about this person. */
    void noteAbout(String user, long index);

    /** The oldest entry about a person; of whoever was invited by a statement, that invitation. */
    Optional<LogRow> firstLogRowAbout(String user);

    /** The entries about a person, newest first. */
    List<LogRow> logRowsAbout(String user, int most);

    /** Appends an entry at the end. */
    void append(LogRow row);

    /** Keeps the hash of a complete subtree. */
    void putNode(int level, long place, Bytes hash);

    /** How many hashes of complete subtrees are kept. */
    long nodeCount();

    /** The chain, if it has entries. */
    Optional<ChainRow> chain(String chain);

    /** All chains of a person. */
    List<ChainRow> chainsOf(String user);

    /** Inserts or replaces. */
    void put(ChainRow chain);

    /**
     * Reads every person, invitation, device, confirmation, signing key, origin of one, handed key, certificate,
     * revocation, tombstone, request and chain, each against its MAC.
     *
     * @param keys is shown each signing key
     * @return how many rows there are
     * @throws RowTampered at the first that is altered
     */
    long everyRow(Consumer<KeyRow> keys);

    /** The newest signed checkpoint, if any. */
    Optional<String> newestCheckpoint();

    /** Signed checkpoints of more than {@code size} entries, smallest first, at most {@code most}. */
    List<CheckpointRow> checkpointsAfter(long size, int most);

    /** Keeps a signed checkpoint. */
    void putCheckpoint(long size, String note);

    /**
     * Shows every row of the tables that decide something, each checked against its MAC; an altered one ends nothing.
     */
    void inspect(Inspector inspector);

    /**
     * Puts every row under another row key: its MAC is made anew once the one of before was checked, and so is what is
     * encrypted. Takes memory for some hundred rows at a time, however many there are.
     *
     * @param next makes the MACs from now on; stays the caller's
     * @param encrypted encrypts fields anew
     * @return the rows as they are now; this object's readings fail from now on
     * @throws RowTampered if a row is not as it was written
     */
    Rows under(RowGuard next, Encrypted encrypted);

    /** The rows that have fields which the row key encrypts. */
    interface Encrypted {
        /** The device with the same activation key and seal, encrypted anew. */
        DeviceRow anew(DeviceRow device);

        /** The invitation with the same seal, encrypted anew. */
        DeviceInvitationRow anew(DeviceInvitationRow invitation);
    }
}
