package dev.natsuin.protocol.statement;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    }

    /** Asks for the person's keys and certificates. */
    record ListKeys(StatementHead head) implements Statement {
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
     */
    record Invite(
            StatementHead head,
            Role role,
            Bytes secretHash,
            Instant codeExpires,
            Optional<String> subject,
            Optional<KeyAlgorithm> algorithm)
            implements Statement {
        @Override
        public String type() {
            return "invite";
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

    /** Asks for the people of this server; for staff only. */
    record ListPeople(StatementHead head) implements Statement {
        @Override
        public String type() {
            return "list-people";
        }

        @Override
        public boolean changes() {
            return false;
        }
    }
}
