package dev.natsuin.protocol.statement;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One order of a person, as their device signs it.
 *
 * <p>A statement that {@link #changes()} something carries two signatures: the device key's and the activation key's.
 * One that only asks carries the device key's.
 */
public sealed interface Statement {
    /** Who orders, to whom, when. */
    StatementHead head();

    /** The name of its type on the wire. */
    String type();

    /** True if it changes something and so needs the activation signature. */
    default boolean changes() {
        return true;
    }

    /** The secrets that go beside it in the envelope, other than the activation signature: exactly these. */
    default Set<Envelope.Field> secrets() {
        return Set.of();
    }

    /**
     * A device enrols itself for an invited person.
     *
     * @param invitation id of the invitation, 16 hexadecimal digits
     * @param deviceKey Ed25519 public key that verifies the device's statements
     * @param loginKey Ed25519 public key for the SAP's login
     * @param activationCommitment SHA-256 over the blind and the activation public key, see
     *     {@link ActivationCommitment}
     */
    record Enrol(StatementHead head, String invitation, Bytes deviceKey, Bytes loginKey, Bytes activationCommitment)
            implements Statement {
        @Override
        public String type() {
            return "enrol";
        }

        @Override
        public Set<Envelope.Field> secrets() {
            return Set.of(
                    Envelope.Field.SEAL_SHARE,
                    Envelope.Field.ENROLMENT_SECRET,
                    Envelope.Field.ACTIVATION_KEY,
                    Envelope.Field.ACTIVATION_BLIND);
        }
    }

    /**
     * A key is made for the person, certified for the subject of their invitation, and sealed to their device.
     *
     * @param algorithm what kind of key
     * @param methods what may activate it; today {@code ["device"]}
     */
    record CreateKey(StatementHead head, KeyAlgorithm algorithm, List<String> methods) implements Statement {
        /** Copies the list. */
        public CreateKey {
            methods = List.copyOf(methods);
        }

        @Override
        public String type() {
            return "create-key";
        }

        @Override
        public Set<Envelope.Field> secrets() {
            return Set.of(Envelope.Field.SEAL_SHARE);
        }
    }

    /**
     * A key of the person is destroyed and its certificate revoked.
     *
     * @param keyId the key
     * @param certificateSha256 SHA-256 of its certificate: the thing itself, not only a number
     */
    record DestroyKey(StatementHead head, String keyId, Bytes certificateSha256) implements Statement {
        @Override
        public String type() {
            return "destroy-key";
        }
    }

    /**
     * The signature activation data: these hashes, in this order, with this key, once, now.
     *
     * @param keyId the key (CSC: credentialID)
     * @param certificateSha256 SHA-256 of the DER certificate shown to the signer
     * @param algorithm how to sign
     * @param hashAlgorithm what made the hashes
     * @param hashes at least one, each of the hash's length: DTBS/R values, or for Ed25519 the message digests from
     *     which the SGM builds what it signs
     */
    record Sign(
            StatementHead head,
            String keyId,
            Bytes certificateSha256,
            SignAlgorithm algorithm,
            HashAlgorithm hashAlgorithm,
            List<Bytes> hashes)
            implements Statement {
        /** Copies the list. */
        public Sign {
            hashes = List.copyOf(hashes);
        }

        @Override
        public String type() {
            return "sign";
        }

        @Override
        public Set<Envelope.Field> secrets() {
            return Set.of(Envelope.Field.SEAL_SHARE);
        }
    }

    /**
     * Asks for the person's keys and certificates.
     *
     * @param withUse true to be told when each was made and has last signed, too
     */
    record ListKeys(StatementHead head, boolean withUse) implements Statement {
        /** Without their use, as every SGM tells. */
        public ListKeys(StatementHead head) {
            this(head, false);
        }

        @Override
        public String type() {
            return "list-keys";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /**
     * Asks for the logged entries of the person's keys and devices.
     *
     * @param from the first log index wanted
     */
    record Activity(StatementHead head, long from) implements Statement {
        @Override
        public String type() {
            return "activity";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /**
     * Asks for the log's entries, whoever's; for auditors only.
     *
     * @param from the first log index wanted
     * @param person whose entries alone are wanted, 16 hexadecimal digits; everybody's if nobody is named
     */
    record AuditLog(StatementHead head, long from, Optional<String> person) implements Statement {
        @Override
        public String type() {
            return "audit-log";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /**
     * Asks what became of an earlier statement of the same person.
     *
     * @param statementId its id
     */
    record Outcome(StatementHead head, String statementId) implements Statement {
        @Override
        public String type() {
            return "outcome";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /**
     * Staff admits a person.
     *
     * @param role what the person may do
     * @param secretHash hash of the 128-bit secret in the enrolment code, see {@link EnrolmentSecretHash}
     * @param codeExpires when the code dies
     * @param subject distinguished name for certificates, RFC 4514; required for signers, absent for staff
     * @param algorithm the key the person's first statement makes; required for signers, absent for staff
     * @param evidence SHA-256 of the file that shows how the person was identified; the file stays with staff
     * @param displayHash what the orderer called the person, see {@link DisplayHash}
     * @param handing a signing key that is handed over to the person with the code; signers only
     */
    record Invite(
            StatementHead head,
            Role role,
            Bytes secretHash,
            Instant codeExpires,
            Optional<String> subject,
            Optional<KeyAlgorithm> algorithm,
            Optional<Bytes> evidence,
            Optional<Bytes> displayHash,
            Optional<Handing> handing)
            implements Statement {
        /** Without a key that is handed over. */
        public Invite(
                StatementHead head,
                Role role,
                Bytes secretHash,
                Instant codeExpires,
                Optional<String> subject,
                Optional<KeyAlgorithm> algorithm,
                Optional<Bytes> evidence,
                Optional<Bytes> displayHash) {
            this(head, role, secretHash, codeExpires, subject, algorithm, evidence, displayHash, Optional.empty());
        }

        /** Without evidence, and with a name that nobody signs for. */
        public Invite(
                StatementHead head,
                Role role,
                Bytes secretHash,
                Instant codeExpires,
                Optional<String> subject,
                Optional<KeyAlgorithm> algorithm) {
            this(head, role, secretHash, codeExpires, subject, algorithm, Optional.empty(), Optional.empty());
        }

        @Override
        public String type() {
            return "invite";
        }

        @Override
        public Set<Envelope.Field> secrets() {
            return handing.isPresent() ? Set.of(Envelope.Field.HANDED_KEY) : Set.of();
        }
    }

    /**
     * A signing key that was made elsewhere and is handed over with an enrolment code.
     *
     * @param keySha256 SHA-256 of the key as {@link dev.natsuin.protocol.crypto.KeyHandover} encrypted it, which goes
     *     beside the statement
     * @param certificates DER, as in {@link ImportKey}
     */
    record Handing(Bytes keySha256, List<Bytes> certificates) {
        /** Copies the list. */
        public Handing {
            certificates = List.copyOf(certificates);
        }
    }

    /** Asks for the key that was handed over to this device, as it was encrypted. */
    record HandedKey(StatementHead head) implements Statement {
        @Override
        public String type() {
            return "handed-key";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /**
     * Staff confirms a device: this is the fingerprint that its person read out.
     *
     * <p>It holds the fingerprint as the orderer heard it by another way than this server; the SGM computes its own.
     *
     * @param confirmedUser whose device it is to be
     * @param confirmedDevice id of the device
     * @param fingerprint in four groups, as {@link dev.natsuin.protocol.code.Fingerprint} writes it
     */
    record ConfirmDevice(StatementHead head, String confirmedUser, String confirmedDevice, String fingerprint)
            implements Statement {
        @Override
        public String type() {
            return "confirm-device";
        }
    }

    /** Asks how this device stands: the level its server declares, and whether it waits to be confirmed. */
    record Standing(StatementHead head) implements Statement {
        @Override
        public String type() {
            return "standing";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /**
     * Asks for the people of this server; for staff only.
     *
     * @param choice which of them
     */
    record ListPeople(StatementHead head, Choice choice) implements Statement {
        /** The most people that can be asked for by id. */
        public static final int MOST_NAMED = 200;

        /** The most people on one page. */
        public static final int MOST_ON_A_PAGE = 1_000;

        /** Of more people than these nobody is told in one answer: they are asked for page by page. */
        public static final int MOST_AT_ONCE = 40_000;

        /** All of them. */
        public ListPeople(StatementHead head) {
            this(head, new Choice.Everybody());
        }

        /** Which people. */
        public sealed interface Choice {
            /** All, if they are at most {@value ListPeople#MOST_AT_ONCE}. */
            record Everybody() implements Choice {}

            /**
             * The next of all, in the order they were admitted: the first page, or what follows the last one's end.
             *
             * @param most how many at most, 1 to {@value ListPeople#MOST_ON_A_PAGE}
             * @param after id of the last person told so far; nobody for the first page
             */
            record Page(int most, Optional<String> after) implements Choice {}

            /**
             * These, in this order; whoever is not known is left out of the answer.
             *
             * @param users ids, 1 to {@value ListPeople#MOST_NAMED}
             */
            record Named(List<String> users) implements Choice {
                /** Copies the list. */
                public Named {
                    users = List.copyOf(users);
                }
            }

            /** Those newest admitted who have not enrolled yet, at most {@value ListPeople#MOST_NAMED}. */
            record Invited() implements Choice {}

            /**
             * Those newest admitted with a device that waits to be confirmed, at most {@value ListPeople#MOST_NAMED}.
             */
            record Waiting() implements Choice {}

            /** All but signers, in the order they were admitted, however many they are. */
            record Staff() implements Choice {}
        }

        @Override
        public String type() {
            return "list-people";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /**
     * A person as an order of staff holds them: the thing itself, which the SGM compares with what it has.
     *
     * @param user id
     * @param role as the SGM told it
     * @param subject name for certificates as the SGM told it; signers only
     */
    record Whom(String user, Role role, Optional<String> subject) {}

    /** An order of staff that can say why. */
    sealed interface Reasoned extends Statement {
        /** Why; empty if it is not stated, as in all orders from before reasons could be. */
        Optional<Reason> reason();
    }

    /** An order of staff about one person. */
    sealed interface AboutPerson extends Reasoned {
        /** Whom it is about. */
        Whom whom();
    }

    /** Staff stops a person's devices and keys, until {@link Resume}. */
    record Suspend(StatementHead head, Whom whom, Optional<Reason> reason) implements AboutPerson {
        /** Without a reason. */
        public Suspend(StatementHead head, Whom whom) {
            this(head, whom, Optional.empty());
        }

        @Override
        public String type() {
            return "suspend";
        }
    }

    /**
     * Staff lets a suspended person act again.
     *
     * @param suspension the log's index of the suspension that ends with it, as the orderer was told it; empty if none
     *     was told, or by a desk of before
     */
    record Resume(StatementHead head, Whom whom, Optional<Reason> reason, Optional<Long> suspension)
            implements AboutPerson {
        /** Whatever the person was suspended by. */
        public Resume(StatementHead head, Whom whom, Optional<Reason> reason) {
            this(head, whom, reason, Optional.empty());
        }

        /** Without a reason. */
        public Resume(StatementHead head, Whom whom) {
            this(head, whom, Optional.empty());
        }

        @Override
        public String type() {
            return "resume";
        }
    }

    /** Staff ends a person here: their devices, keys and certificates are no more, for ever. */
    record Revoke(StatementHead head, Whom whom, Optional<Reason> reason) implements AboutPerson {
        /** Without a reason. */
        public Revoke(StatementHead head, Whom whom) {
            this(head, whom, Optional.empty());
        }

        @Override
        public String type() {
            return "revoke";
        }
    }

    /**
     * Staff begins anew with a person: their devices, keys and certificates are no more, and they get a new code.
     *
     * @param secretHash hash of the 128-bit secret in the new code, see {@link EnrolmentSecretHash}
     * @param codeExpires when the code dies
     * @param invitationBefore id of the newest code that the person had, as the orderer was told it; empty if none was
     *     told, or by a desk of before
     */
    record ReEnrol(
            StatementHead head,
            Whom whom,
            Bytes secretHash,
            Instant codeExpires,
            Optional<Reason> reason,
            Optional<String> invitationBefore)
            implements AboutPerson {
        /** Whatever code the person had. */
        public ReEnrol(StatementHead head, Whom whom, Bytes secretHash, Instant codeExpires, Optional<Reason> reason) {
            this(head, whom, secretHash, codeExpires, reason, Optional.empty());
        }

        /** Without a reason. */
        public ReEnrol(StatementHead head, Whom whom, Bytes secretHash, Instant codeExpires) {
            this(head, whom, secretHash, codeExpires, Optional.empty());
        }

        @Override
        public String type() {
            return "re-enrol";
        }
    }

    /**
     * Staff gives a signer another name: for certificates, as the desks show it, or both. Devices and PIN stay.
     *
     * @param newSubject name for certificates from now on, RFC 4514; the same as before if only what desks show changes
     * @param displayHash what the orderer calls the person now, see {@link DisplayHash}
     * @param evidence SHA-256 of the file that shows it; the file stays with staff
     * @param endKeys whether the keys that the person has end, and every certificate of them is revoked
     * @param displayHashBefore what the person was called before, as the orderer was told it ({@link #NOT_CALLED} if
     *     nothing was); empty by a desk of before
     */
    record Amend(
            StatementHead head,
            Whom whom,
            String newSubject,
            Bytes displayHash,
            Optional<Bytes> evidence,
            boolean endKeys,
            Optional<Reason> reason,
            Optional<Bytes> displayHashBefore)
            implements AboutPerson {
        /** Nobody signed what the person was called: 32 zero octets. */
        public static final Bytes NOT_CALLED = Bytes.of(new byte[32]);

        /** Whatever the person was called. */
        public Amend(
                StatementHead head,
                Whom whom,
                String newSubject,
                Bytes displayHash,
                Optional<Bytes> evidence,
                boolean endKeys,
                Optional<Reason> reason) {
            this(head, whom, newSubject, displayHash, evidence, endKeys, reason, Optional.empty());
        }

        @Override
        public String type() {
            return "amend";
        }
    }

    /**
     * Staff asks for a person's keys and certificates.
     *
     * @param person id of the person
     * @param withUse true to be told when each was made and has last signed, too
     */
    record ListKeysOf(StatementHead head, String person, boolean withUse) implements Statement {
        /** Without their use, as every SGM tells. */
        public ListKeysOf(StatementHead head, String person) {
            this(head, person, false);
        }

        @Override
        public String type() {
            return "list-keys-of";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /**
     * Another PIN for this device: signed under the old and the new one.
     *
     * @param activationCommitment SHA-256 over a blind and the new activation public key, see
     *     {@link ActivationCommitment}
     */
    record ChangePin(StatementHead head, Bytes activationCommitment) implements Statement {
        @Override
        public String type() {
            return "change-pin";
        }

        @Override
        public Set<Envelope.Field> secrets() {
            return Set.of(
                    Envelope.Field.SEAL_SHARE,
                    Envelope.Field.ACTIVATION_KEY,
                    Envelope.Field.ACTIVATION_BLIND,
                    Envelope.Field.NEW_ACTIVATION_SIGNATURE,
                    Envelope.Field.NEW_SEAL_SHARE);
        }
    }

    /**
     * A new certificate for a key of the person, which stays the same.
     *
     * @param keyId the key
     * @param certificateSha256 SHA-256 of the certificate it has
     */
    record RenewKey(StatementHead head, String keyId, Bytes certificateSha256) implements Statement {
        @Override
        public String type() {
            return "renew-key";
        }

        @Override
        public Set<Envelope.Field> secrets() {
            return Set.of(Envelope.Field.SEAL_SHARE);
        }
    }

    /** Asks for the person's devices. */
    record ListDevices(StatementHead head) implements Statement {
        @Override
        public String type() {
            return "list-devices";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /**
     * Admits a further device of the person, by a code that is carried to it by hand.
     *
     * @param secretHash hash of the 128-bit secret in the code, see {@link EnrolmentSecretHash}
     * @param codeExpires when the code dies
     */
    record InviteDevice(StatementHead head, Bytes secretHash, Instant codeExpires) implements Statement {
        @Override
        public String type() {
            return "invite-device";
        }

        @Override
        public Set<Envelope.Field> secrets() {
            return Set.of(Envelope.Field.SEAL_SHARE, Envelope.Field.NEW_SEAL_SHARE);
        }
    }

    /**
     * Removes a device of the person for ever; with the last one go their keys.
     *
     * @param removedDevice id of the device
     * @param deviceKey its public key: the thing itself
     */
    record RemoveDevice(StatementHead head, String removedDevice, Bytes deviceKey) implements Statement {
        @Override
        public String type() {
            return "remove-device";
        }
    }

    /**
     * Asks for all that staff may know of one person; for staff only.
     *
     * @param person id of the person
     * @param withUse true to be told when each key was made and has last signed, too
     */
    record DescribePerson(StatementHead head, String person, boolean withUse) implements Statement {
        /** Without the use of keys, as every SGM tells. */
        public DescribePerson(StatementHead head, String person) {
            this(head, person, false);
        }

        @Override
        public String type() {
            return "describe-person";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /**
     * Asks for a key to encrypt a signing key to that is to be imported: for one import, by this device, soon.
     *
     * @param algorithm what kind of key is to be imported
     */
    record TransportKey(StatementHead head, KeyAlgorithm algorithm) implements Statement {
        @Override
        public String type() {
            return "transport-key";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /**
     * A key that the person has from elsewhere becomes theirs here, with the certificate that it has, and is sealed to
     * their device.
     *
     * <p>The key itself travels beside, encrypted to the transport key: its ciphertext is kept nowhere, and the
     * statement, which is, has only the hash of it.
     *
     * @param transportKey id of the transport key it is encrypted to
     * @param encryptedKeySha256 SHA-256 of the encrypted key in the envelope
     * @param algorithm what kind of key
     * @param methods what may activate it; today {@code ["device"]}
     * @param certificates DER: the key's own, as it was shown to the person, then its issuers as far as they are known;
     *     1 to {@value #MOST_CERTIFICATES}
     * @param handedKey SHA-256 of the key as staff handed it over, if it is that one
     */
    record ImportKey(
            StatementHead head,
            String transportKey,
            Bytes encryptedKeySha256,
            KeyAlgorithm algorithm,
            List<String> methods,
            List<Bytes> certificates,
            Optional<Bytes> handedKey)
            implements Statement {
        /** The most certificates that go with a key. */
        public static final int MOST_CERTIFICATES = 8;

        /** The most octets of one certificate. */
        public static final int LARGEST_CERTIFICATE_BYTES = 16_384;

        /** The most octets of all: they come back in many an answer, and answers have an end. */
        public static final int LARGEST_TOGETHER_BYTES = 32_768;

        /** Of a key that the person has themselves. */
        public ImportKey(
                StatementHead head,
                String transportKey,
                Bytes encryptedKeySha256,
                KeyAlgorithm algorithm,
                List<String> methods,
                List<Bytes> certificates) {
            this(head, transportKey, encryptedKeySha256, algorithm, methods, certificates, Optional.empty());
        }

        /** Copies the lists. */
        public ImportKey {
            methods = List.copyOf(methods);
            certificates = List.copyOf(certificates);
        }

        @Override
        public String type() {
            return "import-key";
        }

        @Override
        public Set<Envelope.Field> secrets() {
            return Set.of(Envelope.Field.SEAL_SHARE, Envelope.Field.ENCRYPTED_KEY);
        }
    }

    /**
     * A new identity key of the SGM takes the place of the present one; always waits for a second administrator.
     *
     * @param identity SHA-256 of the identity key that is to be replaced, 32 octets
     */
    record RenewIdentity(StatementHead head, Bytes identity) implements Statement {
        @Override
        public String type() {
            return "renew-identity";
        }
    }

    /** An order about what waits for a second person. */
    sealed interface AboutRequest extends Statement {
        /**
         * The statement that waits, octet for octet as its orderer signed it: the thing itself, which the SGM compares
         * with what it has.
         */
        Bytes request();
    }

    /**
     * A second person of staff wants it as well: what waited is done.
     *
     * @param request the statement that waits, as {@code list-requests} told it
     */
    record Approve(StatementHead head, Bytes request) implements AboutRequest {
        @Override
        public String type() {
            return "approve";
        }
    }

    /**
     * What waits is never done: who asked for it takes it back, or somebody who could approve it does not want it.
     *
     * @param request the statement that waits, as {@code list-requests} told it
     */
    record Withdraw(StatementHead head, Bytes request, Optional<Reason> reason) implements AboutRequest, Reasoned {
        /** Without a reason. */
        public Withdraw(StatementHead head, Bytes request) {
            this(head, request, Optional.empty());
        }

        @Override
        public String type() {
            return "withdraw";
        }
    }

    /**
     * Asks for what waits for a second person; for staff only.
     *
     * @param request id of the one statement that is wanted; all if nothing is named
     */
    record ListRequests(StatementHead head, Optional<String> request) implements Statement {
        @Override
        public String type() {
            return "list-requests";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }
}
