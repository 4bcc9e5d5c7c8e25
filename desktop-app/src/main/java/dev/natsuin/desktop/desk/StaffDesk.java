package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * What staff do with the people of a server. Orders take the PIN of the person who sits here, lent by the caller.
 *
 * <p>Blocks; one call at a time for each profile.
 */
public interface StaffDesk {
    /** What the owner of this desk may do; nothing if nobody has enrolled here. Reads the profile only. */
    Optional<Role> role();

    /** The id of the owner of this desk; nothing if nobody has enrolled here. Reads the profile only. */
    Optional<String> user();

    /**
     * How these are called, by id: names that were signed when their bearers were admitted, and no others. Nobody is
     * asked, and nothing told, at the desk of whoever may not look at people.
     */
    Answer<Map<String, String>> signedNames(List<String> users);

    /** Which people are listed. */
    enum Selection {
        /** All, or those a query finds. */
        EVERYBODY,
        /** Those who have a code and have not enrolled. */
        INVITED,
        /** Those with a device whose fingerprint is to be confirmed. */
        WAITING
    }

    /** How a person stands. */
    enum State {
        INVITED,
        /** A device waits to be confirmed. */
        WAITING,
        ACTIVE,
        SUSPENDED,
        GONE,
        /** The SAP shows somebody of whom the SGM knows nothing. */
        NOT_KNOWN
    }

    /** Whose word a name is. */
    enum Named {
        /** It is the name that the admitting officer signed. */
        SIGNED,
        /** Nobody signed for it: the server says so. */
        SAID,
        /** It is another than the one that was signed: an alarm. */
        FALSE,
        /** They ended, and the server keeps no name of them any more: what is shown is of their subject. */
        NOT_KEPT
    }

    /**
     * One person in a list.
     *
     * @param user id
     * @param name as it is shown; the subject or the id where nobody gave one
     * @param kana how it is read; empty if nobody said
     * @param email empty if there is none
     * @param named whose word name, kana and e-mail are
     * @param role what they may do; empty if the SGM does not know them
     * @param state how they stand, from a signed answer
     * @param subject name for certificates, from a signed answer; signers only
     * @param keys how many keys that are not destroyed
     */
    record Listed(
            String user,
            String name,
            String kana,
            String email,
            Named named,
            Optional<Role> role,
            State state,
            Optional<String> subject,
            int keys) {}

    /**
     * Some people.
     *
     * @param people newest admitted first
     * @param more true if there are more than these
     */
    record Listing(List<Listed> people, boolean more) {
        /** Copies the list. */
        public Listing {
            people = List.copyOf(people);
        }
    }

    /**
     * People by what somebody types: parts of names in kanji, kana or Latin letters, e-mail, id.
     *
     * @param query empty for the newest
     */
    Answer<Listing> people(Selection selection, String query);

    /**
     * A device of a person.
     *
     * @param device id
     * @param enrolled when
     * @param confirmed when staff confirmed it
     * @param locked true if too many wrong PINs locked it
     * @param waiting true if it can do nothing before staff confirms it
     */
    record Device(String device, Instant enrolled, Optional<Instant> confirmed, boolean locked, boolean waiting) {}

    /**
     * A key of a person.
     *
     * @param row as its owner sees it
     * @param uses how often it signed
     */
    record Key(KeyRow row, long uses) {}

    /**
     * Something that was done about a person, proven by the log.
     *
     * @param logIndex where the log has it
     * @param type its name there
     * @param time when
     * @param by who ordered it; the person themselves, staff, or the console
     * @param byName how they are called
     * @param reason why, as the order says, or the one that it approves
     * @param change of an {@code amend}: what it changed in their name
     */
    record Act(
            long logIndex,
            String type,
            Instant time,
            String by,
            String byName,
            Optional<Reason> reason,
            Optional<NameChange> change) {
        /** About anything but their name. */
        public Act(long logIndex, String type, Instant time, String by, String byName, Optional<Reason> reason) {
            this(logIndex, type, time, by, byName, reason, Optional.empty());
        }

        /** Without a reason. */
        public Act(long logIndex, String type, Instant time, String by, String byName) {
            this(logIndex, type, time, by, byName, Optional.empty());
        }

        /** True of what can have a reason: if it has none, none was stated. */
        public boolean canHaveReason() {
            return reason.isPresent() || !Reason.Code.of(type).isEmpty();
        }
    }

    /**
     * An enrolment code.
     *
     * @param expires when it dies
     * @param state whether it can be used
     */
    record Code(Instant expires, CodeState state) {}

    /** Whether an enrolment code can be used. */
    enum CodeState {
        OPEN,
        USED,
        EXPIRED,
        /** Too many wrong secrets, or another code came after it. */
        DEAD
    }

    /**
     * What an order about a person takes the place of, as it was told: the SGM refuses one whose giver did not see what
     * somebody else did meanwhile (decision 0081).
     *
     * @param displayHash of what the person is called, as an officer signed it; empty if nobody did
     * @param invitation id of their newest code
     * @param suspension the log's index of the newest order that suspended them
     */
    record Seen(Optional<Bytes> displayHash, Optional<String> invitation, Optional<Long> suspension) {}

    /**
     * All about one person, from a signed answer; name, kana and e-mail as {@link Listed#named} says.
     *
     * @param listed as in a list
     * @param algorithm the key to make first; signers only
     * @param evidence SHA-256 of the file that shows how they were identified, as the admitting officer signed it
     * @param code the newest code
     * @param devices first enrolled first
     * @param keys oldest first
     * @param acts newest first
     * @param trialSigned true if a key of theirs has signed: the trial signature that ends a registration was made
     * @param handedKeyEnds of a key that was handed over to them with their code and that they have not taken in: when
     *     it is erased at the latest, perhaps a time that has passed
     * @param seen what an order about them takes the place of
     * @param time SGM time of the answer
     */
    record Person(
            Listed listed,
            Optional<KeyAlgorithm> algorithm,
            Optional<Bytes> evidence,
            Optional<Code> code,
            List<Device> devices,
            List<Key> keys,
            List<Act> acts,
            boolean trialSigned,
            Optional<Instant> handedKeyEnds,
            Seen seen,
            Instant time) {
        /** Copies the lists. */
        public Person {
            devices = List.copyOf(devices);
            keys = List.copyOf(keys);
            acts = List.copyOf(acts);
        }
    }

    /** Everything about one person. */
    Answer<Person> person(String user);

    /**
     * A person to be admitted.
     *
     * @param name as it is written
     * @param kana how it is read; may be empty
     * @param email where to reach them; may be empty
     * @param role what they may do
     * @param subject name for certificates, RFC 4514; signers only; unless told, only the common name
     * @param algorithm the key to make first; signers only
     * @param evidence SHA-256 of the file that shows how they were identified
     * @param life how long their code may be used, at most 31 days
     */
    record Guest(
            String name,
            String kana,
            String email,
            Role role,
            Optional<String> subject,
            Optional<KeyAlgorithm> algorithm,
            Optional<Bytes> evidence,
            Duration life) {
        /** How long a code may be used unless somebody says otherwise. */
        public static final Duration USUAL_LIFE = Duration.ofDays(7);

        /** Without reading and evidence, for a week. */
        public Guest(String name, String email, Role role, Optional<String> subject, Optional<KeyAlgorithm> algorithm) {
            this(name, "", email, role, subject, algorithm, Optional.empty(), USUAL_LIFE);
        }
    }

    /** The SHA-256 of a file that shows how somebody was identified; the file itself goes nowhere. */
    Answer<Bytes> evidence(Path file);

    /**
     * A person who was admitted, and whose sheet was written.
     *
     * @param user id
     * @param sheet the file to print and hand over
     * @param expires when the code on it dies
     * @param waitsUntil if a second person is needed: until when it waits for one; the code is good only after that
     */
    record Admitted(String user, Path sheet, Instant expires, Optional<Instant> waitsUntil) {
        /** At once. */
        public Admitted(String user, Path sheet, Instant expires) {
            this(user, sheet, expires, Optional.empty());
        }
    }

    /**
     * Admits a person and writes the sheet with their code to a new file that only its owner can read.
     *
     * @param guest whom
     * @param folder where the sheet goes
     */
    Answer<Admitted> invite(Guest guest, Path folder, Dress dress, Secret pin);

    /** The key of a key file, opened on this computer only, that can be handed over; whoever opened it closes it. */
    interface KeyToHandOver extends AutoCloseable {
        /** What kind it is. */
        KeyAlgorithm algorithm();

        /** Its certificate. */
        HandedCertificate certificate();

        @Override
        void close();
    }

    /**
     * Opens a key file (PKCS#12) that holds one key; asks nobody.
     *
     * @param password in UTF-8; stays the caller's
     */
    Answer<KeyToHandOver> openKey(Path file, Secret password);

    /** As {@link #invite}, for a signer to whom this key is handed over; it stays the caller's. */
    Answer<Admitted> handOver(Guest guest, KeyToHandOver key, Path folder, Dress dress, Secret pin);

    /**
     * Reads a list of people to be admitted and says what is wrong with each row; asks nobody, and changes nothing.
     *
     * @param file a table (RFC 4180) with a head: {@code name}, {@code email}, and if wished {@code kana},
     *     {@code role}, {@code subject}, {@code algorithm}, {@code evidence}; UTF-8 or Windows-31J
     * @param folder where codes and sheets go, if that is chosen: rows that were admitted from there are known again
     */
    Answer<GuestList> list(Path file, Optional<Path> folder);

    /**
     * Admits all of a sound list, each by an order of its own, and puts code and sheet of each into the folder. Those
     * who were admitted into this folder before are not admitted again. Ends at the first that is refused.
     *
     * @param progress hears how many rows are over with; called on the working thread
     */
    Answer<GuestList.Imported> inviteAll(GuestList list, Path folder, Dress dress, Secret pin, IntConsumer progress);

    /**
     * How a sheet is written.
     *
     * @param language of its words
     * @param zone of its times
     */
    record Dress(Locale language, ZoneId zone) {}

    /**
     * Confirms that the newest device that waits has this fingerprint, and says where the log has it.
     *
     * @param user whose
     * @param fingerprint as the person read it out, with or without groups; {@code code-malformed} if it cannot be one
     */
    Answer<Long> confirm(String user, String fingerprint, Secret pin);

    /** What can be done to a person without a new code. */
    enum Measure {
        /** They can do nothing until they are resumed. */
        SUSPEND,
        RESUME,
        /** They leave for ever, with all their computers and keys. */
        REVOKE
    }

    /**
     * What came of a measure.
     *
     * @param keys how many keys ended with it
     * @param devices how many computers ended with it
     * @param logIndex where the log has it
     * @param sheet the sheet with their new code, where there is one
     */
    record Changed(int keys, int devices, long logIndex, Optional<Admitted> sheet) {}

    /**
     * Suspends, resumes or revokes a person; the order holds them as they were shown.
     *
     * @param shown as shown to whoever orders it; a person shown by a false name is refused
     * @param reason why, in the order itself; empty if it is not stated
     */
    Answer<Changed> order(Measure measure, Person shown, Optional<Reason> reason, Secret pin);

    /**
     * Ends all computers and keys of a person, and writes a sheet with a new code to a new file that only its owner can
     * read.
     *
     * @param shown as shown to whoever orders it; a person shown by a false name is refused
     * @param reason why, in the order itself; empty if it is not stated
     * @param folder where the sheet goes
     */
    Answer<Changed> reEnrol(Person shown, Optional<Reason> reason, Path folder, Dress dress, Secret pin);

    /**
     * What a signer is called from now on, and in which certificates.
     *
     * @param name as it is written
     * @param kana how it is read; may be empty
     * @param email where to reach them; may be empty
     * @param subject name for certificates, RFC 4514; perhaps the same as before
     * @param evidence SHA-256 of the file that shows it
     * @param endKeys whether all keys of theirs end, and the certificates of the name of before are revoked
     */
    record NewName(String name, String kana, String email, String subject, Optional<Bytes> evidence, boolean endKeys) {
        /**
         * True if anything would be another: the name for certificates, what is signed for desks to show, or the keys,
         * which end. What nobody signed, or another than the one who was to, is anew even if it is the same.
         */
        public boolean changes(Listed shown) {
            return endKeys
                    || shown.named() != Named.SIGNED
                    || !name.equals(shown.name())
                    || !kana.equals(shown.kana())
                    || !email.equals(shown.email())
                    || !shown.subject().equals(Optional.of(subject));
        }
    }

    /**
     * Gives a signer another name, for certificates, as desks show it, or both. Their computers, their PIN and, unless
     * it says so, their keys stay. The order holds them as they were shown, by what the SGM says of them alone: so it
     * is the way out, too, where the name that is shown is a false one.
     *
     * @param shown as shown to whoever orders it
     * @param reason why, in the order itself; empty if it is not stated
     */
    Answer<Changed> amend(Person shown, NewName now, Optional<Reason> reason, Secret pin);

    /** What waits for a second person. */
    enum Asked {
        /** Staff is to be admitted. */
        INVITE,
        /** A signer is to be admitted, and a signing key handed over to them. */
        HAND_OVER,
        /** A person is to begin anew: their computers and keys end. */
        RE_ENROL,
        /** The SGM is to have a new identity key. */
        RENEW_IDENTITY
    }

    /**
     * The certificate of a key that is to be handed over.
     *
     * @param subject whom it names
     * @param issuer who says so
     * @param sha256 of it
     */
    record HandedCertificate(String subject, String issuer, Bytes sha256) {}

    /**
     * Something that one person of staff ordered and that waits for another.
     *
     * @param id of the order
     * @param what was ordered
     * @param whom who is to be admitted, or to begin anew; of the one, only what the order says is known; who ordered
     *     it if it is about nobody
     * @param evidence SHA-256 of the file that shows how they were identified; only of who is to be admitted
     * @param codeExpires when the enrolment code dies, if it is approved; when it waits no more where there is none
     * @param by who ordered it
     * @param asked when
     * @param expires when it waits no more
     * @param own true if whoever sits here ordered it
     * @param statement the order itself, octet for octet
     * @param handed of {@link Asked#HAND_OVER}: which key
     * @param reason why, as the order says; empty if it states none
     */
    record Request(
            String id,
            Asked what,
            Listed whom,
            Optional<Bytes> evidence,
            Instant codeExpires,
            Listed by,
            Instant asked,
            Instant expires,
            boolean own,
            Bytes statement,
            Optional<HandedCertificate> handed,
            Optional<Reason> reason) {
        /** Without a key and a reason. */
        public Request(
                String id,
                Asked what,
                Listed whom,
                Optional<Bytes> evidence,
                Instant codeExpires,
                Listed by,
                Instant asked,
                Instant expires,
                boolean own,
                Bytes statement) {
            this(
                    id,
                    what,
                    whom,
                    evidence,
                    codeExpires,
                    by,
                    asked,
                    expires,
                    own,
                    statement,
                    Optional.empty(),
                    Optional.empty());
        }

        /** True if one of the two is shown by a false name: then it is not to be approved. */
        public boolean isFalselyNamed() {
            return whom.named() == Named.FALSE || by.named() == Named.FALSE;
        }
    }

    /**
     * What waits for a second person.
     *
     * @param requests newest first
     * @param more true if there is more than that
     */
    record Requests(List<Request> requests, boolean more) {
        /** Copies the list. */
        public Requests {
            requests = List.copyOf(requests);
        }
    }

    /** All that waits and that whoever sits here could order or approve, from a signed answer. */
    Answer<Requests> requests();

    /**
     * Wants it too, so that it is done; the order holds what was shown.
     *
     * @param shown as shown to whoever approves it; one shown with a false name is refused
     */
    Answer<Changed> approve(Request shown, Secret pin);

    /**
     * Takes it back, or does not want it; says where the log has it.
     *
     * @param reason why, in the order itself; empty if it is not stated
     */
    Answer<Long> withdraw(Request shown, Optional<Reason> reason, Secret pin);
}
