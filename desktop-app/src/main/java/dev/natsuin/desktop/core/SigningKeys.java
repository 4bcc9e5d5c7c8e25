package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.CertifiedName;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.KeyUse;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.Subjects;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The owner's signing keys: listed, made, imported, destroyed. Every word about them is from a signed answer. */
public final class SigningKeys {
    /** A device is the only thing that activates keys made here. */
    private static final List<String> DEVICE_ONLY = List.of("device");

    private final Seat seat;

    SigningKeys(Seat seat) {
        this.seat = seat;
    }

    /**
     * A key with its certificates, read and checked.
     *
     * @param info as the SGM said
     * @param chain the key's own certificate, then its issuers
     */
    public record Key(Results.KeyInfo info, List<X509Certificate> chain) {
        /** The key's own certificate. */
        public X509Certificate certificate() {
            return chain.get(0);
        }

        /** True if it can sign at this time. */
        public KeyRow.Status status(Instant now) {
            return switch (info.status()) {
                case "enabled", "expired" ->
                    now.isAfter(certificate().getNotAfter().toInstant()) ? KeyRow.Status.EXPIRED : KeyRow.Status.READY;
                case "suspended" -> KeyRow.Status.SUSPENDED;
                default -> KeyRow.Status.REVOKED;
            };
        }

        /** True unless it ended for ever. */
        boolean isLiving() {
            return status(Instant.EPOCH) != KeyRow.Status.REVOKED;
        }

        /** For a screen. */
        public KeyRow row(Instant now) {
            var own = certificate();
            var subject = own.getSubjectX500Principal().getName();
            var certificate = new KeyRow.Certificate(
                    Names.commonName(subject),
                    subject,
                    Names.commonName(own.getIssuerX500Principal().getName()),
                    own.getSerialNumber().toString(16),
                    own.getNotBefore().toInstant(),
                    own.getNotAfter().toInstant(),
                    info.certificateSha256());
            return new KeyRow(
                    info.keyId(),
                    info.algorithm(),
                    status(now),
                    certificate,
                    methods(),
                    Math.max(1, info.level()),
                    info.origin() == Results.KeyInfo.Origin.IMPORTED,
                    info.use().map(told -> new KeyUse(told.created(), told.last())));
        }

        private Set<KeyRow.Method> methods() {
            var all = new TreeSet<KeyRow.Method>();
            for (var name : info.methods()) {
                switch (name) {
                    case "device" -> all.add(KeyRow.Method.DEVICE);
                    case "passkey" -> all.add(KeyRow.Method.PASSKEY);
                    case "totp" -> all.add(KeyRow.Method.TOTP);
                    default -> throw new IllegalStateException("a method that reading let pass");
                }
            }
            return all;
        }
    }

    /**
     * Keys as the SGM has them now.
     *
     * @param keys all, in its order, destroyed ones too
     * @param time when it said so
     */
    public record Listing(List<Key> keys, Instant time) {
        /** Those that did not end for ever: also suspended ones, and those whose certificate has expired. */
        public List<Key> living() {
            return keys.stream().filter(Key::isLiving).toList();
        }

        /** The living key of this id. */
        Key living(String keyId) throws Refusal {
            return living().stream()
                    .filter(k -> k.info().keyId().equals(keyId))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(ProblemCode.KEY_UNKNOWN));
        }
    }

    /** All keys. */
    public Listing list() throws Refusal {
        return seat.asking(SigningKeys::list);
    }

    /** All keys, with how each was used, unless the SGM is one from before that was told. */
    public Listing listWithUse() throws Refusal {
        return seat.asking(present -> read(
                askedWithUse(present, Statement.ListKeys::new), present.owner().user()));
    }

    /** A question about keys that can be asked with their use, or without. */
    interface AboutKeys {
        Statement of(StatementHead head, boolean withUse);
    }

    /**
     * Asks with the use of keys; an SGM from before knows no such question, and is asked as it was then. What a SAP
     * says of itself is believed to be no such refusal.
     */
    static Told askedWithUse(Seat.Present present, AboutKeys question) throws Refusal {
        try {
            return present.conversation().ask(head -> question.of(head, true));
        } catch (Refusal e) {
            if (e.why().code() != ProblemCode.STATEMENT_NOT_ACCEPTED) {
                throw e;
            }
            return present.conversation().ask(head -> question.of(head, false));
        }
    }

    static Listing list(Seat.Present present) throws Refusal {
        return read(
                present.conversation().ask(Statement.ListKeys::new),
                present.owner().user());
    }

    /** The keys of a person, as an answer lists them. */
    static Listing read(Told told, String user) throws Refusal {
        try {
            var keys = new ArrayList<Key>();
            for (var info : Results.Keys.read(told.content()).keys()) {
                keys.add(read(info, user));
            }
            return new Listing(List.copyOf(keys), told.time());
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** A key of this person. */
    static Key read(Results.KeyInfo info, String user) throws Malformed {
        var chain = Certificates.read(info.certificates());
        var known = Set.of("device", "passkey", "totp");
        var sound = info.user().equals(user)
                && known.containsAll(info.methods())
                && Certificates.hangTogether(chain, info.algorithm());
        if (!sound) {
            throw new Malformed("a key that is not the owner's, or certificates that do not hang together");
        }
        return new Key(info, chain);
    }

    /** An SGM of before tells it nobody but the helpdesk. */
    private static final Set<ProblemCode> NOT_TOLD =
            Set.of(ProblemCode.NOT_PERMITTED, ProblemCode.DEVICE_NOT_CONFIRMED, ProblemCode.PERSON_NOT_ACTIVE);

    /**
     * The name that certificates have which are made or renewed from now on, as the SGM tells the owner, and keeps it.
     *
     * @return nothing if it does not tell: one from before signers could get another name, or nobody who has one
     */
    public Optional<CertifiedName> nameNow() throws Refusal {
        return seat.asking(this::askedName);
    }

    /** The same to whoever is about to order a certificate: after what was left without answer, as the order itself. */
    public Optional<CertifiedName> nameToOrder() throws Refusal {
        return seat.ordering(this::askedName);
    }

    private Optional<CertifiedName> askedName(Seat.Present present) throws Refusal {
        var own = present.owner().user();
        var told = Refusal.answer(() -> present.conversation().ask(head -> new Statement.DescribePerson(head, own)));
        if (told.refusal().filter(why -> NOT_TOLD.contains(why.code())).isPresent()) {
            return Optional.empty();
        }
        var name = nameNow(Refusal.orThrow(told), present);
        keep(name);
        return name;
    }

    private Optional<CertifiedName> nameNow(Told told, Seat.Present present) throws Refusal {
        try {
            var own = present.owner().user();
            var described = Results.Described.read(told.content());
            if (!described.person().user().equals(own)) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            var checkpoint = seat.server(present.owner()).checkpoint(described.checkpoint(), told.time());
            var changed = Optional.<Instant>empty();
            for (var entry : described.acts()) {
                entry.proven(checkpoint);
                var leaf = Leaf.read(entry.leaf());
                if (changed.isEmpty() && leaf.type() == Leaf.Type.AMEND) {
                    changed = Optional.of(leaf.time()); // the newest is told first
                }
            }
            var since = changed;
            return described.person().subject().map(subject -> new CertifiedName(subject, since));
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /**
     * The helpdesk may give the owner another name while the PIN is typed: nothing is certified then that was not
     * shown.
     */
    private void requireStillCalled(Seat.Present present, Optional<CertifiedName> shown) throws Refusal {
        if (shown.isPresent()
                && askedName(present)
                        .filter(now -> !now.subject().equals(shown.get().subject()))
                        .isPresent()) {
            throw new Refusal(ProblemCode.CONTENT_DIFFERS);
        }
    }

    /** So that the owner is called by it here, too. */
    private void keep(Optional<CertifiedName> name) throws Refusal {
        var subject = name.map(CertifiedName::subject);
        if (subject.isPresent() && !seat.owner().subject().equals(subject)) {
            seat.profile().exclusively(() -> {
                seat.profile().keep(seat.owner().called(subject));
                return subject;
            });
        }
    }

    /**
     * Makes a key under the PIN, which stays the caller's.
     *
     * @param algorithm what kind; unless told, the one the officer chose
     * @param shown the name in its certificate, as the owner was shown it; nothing if the SGM tells none
     */
    public Key create(Optional<KeyAlgorithm> algorithm, Optional<CertifiedName> shown, Secret pin) throws Refusal {
        return seat.ordering(present -> {
            requireStillCalled(present, shown);
            try (var activation = Seat.activation(present.keys(), pin)) {
                return create(present, algorithm, shown, activation);
            }
        });
    }

    Key create(
            Seat.Present present,
            Optional<KeyAlgorithm> algorithm,
            Optional<CertifiedName> shown,
            DeviceKeys.Activation activation)
            throws Refusal {
        var owner = present.owner();
        var kind = algorithm.or(owner::algorithm).orElse(KeyAlgorithm.RSA_3072);
        var told = present.conversation()
                .order(
                        head -> new Statement.CreateKey(head, kind, DEVICE_ONLY),
                        activation,
                        List.of(),
                        Optional.empty());
        var key = created(told, kind, owner);
        if (shown.isPresent() && !isCalled(key, shown.get())) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        seat.profile().keep(trusting(owner, key).at(Owner.Stage.READY));
        return key;
    }

    private static boolean isCalled(Key key, CertifiedName name) {
        return Subjects.isSame(key.certificate().getSubjectX500Principal(), name.subject());
    }

    /** Believes a new key only if answer and log say the same of it. */
    static Key created(Told told, KeyAlgorithm algorithm, Owner owner) throws Refusal {
        try {
            var key = read(Results.KeyInfo.read(told.content()), owner.user());
            var leaf = told.entry().leaf();
            var record = told.entry().record().reader();
            var agreed = key.info().algorithm() == algorithm
                    && key.info().methods().equals(DEVICE_ONLY)
                    && leaf.type() == Leaf.Type.CREATE_KEY
                    && leaf.chain().equals(key.info().keyId())
                    && record.text("keyId").equals(key.info().keyId())
                    && record.bytes("certificate")
                            .equals(key.info().certificates().get(0));
            if (!agreed) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return key;
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /**
     * Opens a key file (PKCS#12), on this computer only; the server is asked for nothing but its time.
     *
     * @param password in UTF-8; stays the caller's
     */
    public KeyFileContent open(Path file, Secret password) throws Refusal {
        return KeyFileContent.opened(file, password, seat);
    }

    /**
     * Has a key taken in that was made elsewhere, under the PIN, which stays the caller's. The key leaves this computer
     * encrypted to a key that the SGM made for this import alone.
     */
    public Key importKey(KeyFileContent.Candidate candidate, Secret pin) throws Refusal {
        return seat.ordering(present -> {
            try (var activation = Seat.activation(present.keys(), pin)) {
                return importKey(present, candidate, Optional.empty(), activation);
            }
        });
    }

    /**
     * A key that staff handed over.
     *
     * @param sha256 of the key as it was handed over
     * @param by who did
     */
    record Handover(Bytes sha256, String by) {}

    Key importKey(
            Seat.Present present,
            KeyFileContent.Candidate candidate,
            Optional<Handover> handed,
            DeviceKeys.Activation activation)
            throws Refusal {
        try {
            var offered = present.conversation().ask(head -> new Statement.TransportKey(head, candidate.algorithm()));
            var told = present.conversation()
                    .importKey(
                            Results.Transport.read(offered.content()),
                            candidate.algorithm(),
                            candidate.pkcs8(),
                            candidate.certificates(),
                            handed.map(Handover::sha256),
                            activation);
            var key = imported(told, candidate, handed.map(Handover::by), present.owner());
            seat.profile().keep(present.owner().at(Owner.Stage.READY));
            return key;
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** Believes an imported key only if answer and log say what was ordered. Its authority is not trusted by that. */
    private static Key imported(Told told, KeyFileContent.Candidate ordered, Optional<String> handedBy, Owner owner)
            throws Refusal {
        try {
            var key = read(Results.KeyInfo.read(told.content()), owner.user());
            var leaf = told.entry().leaf();
            var record = told.entry().record().reader();
            var agreed = key.info().algorithm() == ordered.algorithm()
                    && key.info().methods().equals(DEVICE_ONLY)
                    && key.info().origin() == Results.KeyInfo.Origin.IMPORTED
                    && key.info().handedBy().equals(handedBy)
                    && key.info().certificates().equals(ordered.certificates())
                    && leaf.type() == Leaf.Type.IMPORT_KEY
                    && leaf.chain().equals(key.info().keyId())
                    && record.text("keyId").equals(key.info().keyId())
                    && record.bytesList("certificates").equals(ordered.certificates());
            if (!agreed) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return key;
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /**
     * Trusting all authorities behind a key that the SGM made: the one that certified it, and those before it that lead
     * to that one (decision 0080). Nothing is taken away: what the former certified still holds.
     */
    static Owner trusting(Owner owner, Key key) {
        if (key.info().origin() != Results.KeyInfo.Origin.GENERATED) {
            return owner;
        }
        var all = new LinkedHashSet<Bytes>(owner.authorities());
        for (var i = 1; i < key.chain().size(); i++) {
            if (key.chain().get(i).getBasicConstraints() >= 0) {
                all.add(key.info().certificates().get(i));
            }
        }
        return all.size() == owner.authorities().size() ? owner : owner.trusting(List.copyOf(all));
    }

    /** Destroys a key under the PIN, which stays the caller's; gives the key as it was. */
    public Key destroy(String keyId, Secret pin) throws Refusal {
        return seat.ordering(present -> {
            var key = list(present).living(keyId);
            try (var activation = Seat.activation(present.keys(), pin)) {
                destroy(present, key, activation);
                return key;
            }
        });
    }

    private static void destroy(Seat.Present present, Key key, DeviceKeys.Activation activation) throws Refusal {
        var keyId = key.info().keyId();
        try {
            var told = present.conversation()
                    .order(
                            head -> new Statement.DestroyKey(
                                    head, keyId, key.info().certificateSha256()),
                            activation,
                            List.of(),
                            Optional.empty());
            if (!Results.Destroyed.read(told.content()).keyId().equals(keyId)) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /**
     * Gets a new certificate for a key that stays the same, under the PIN, which stays the caller's.
     *
     * @param shown the name in it, as the owner was shown it; if the SGM tells none, the one of the certificate before
     * @return the key with its new certificate
     */
    public Key renew(String keyId, Optional<CertifiedName> shown, Secret pin) throws Refusal {
        return seat.ordering(present -> {
            var before = list(present).living(keyId);
            requireStillCalled(present, shown);
            try (var activation = Seat.activation(present.keys(), pin)) {
                var told = present.conversation()
                        .order(
                                head -> new Statement.RenewKey(
                                        head, keyId, before.info().certificateSha256()),
                                activation,
                                List.of(),
                                Optional.empty());
                var after = renewed(told, before, shown, present.owner());
                seat.profile().keep(trusting(present.owner(), after));
                return after;
            }
        });
    }

    /**
     * Believes a new certificate only if it is of the same key and person, of the name that was shown, and answer and
     * log say the same of it.
     */
    private static Key renewed(Told told, Key before, Optional<CertifiedName> shown, Owner owner) throws Refusal {
        try {
            var after = read(Results.KeyInfo.read(told.content()), owner.user());
            var record = told.entry().record().reader();
            var agreed = after.info().keyId().equals(before.info().keyId())
                    && after.certificate()
                            .getPublicKey()
                            .equals(before.certificate().getPublicKey())
                    && isCalledAsShown(after, before, shown)
                    && told.entry().leaf().type() == Leaf.Type.RENEW_KEY
                    && record.bytes("certificate")
                            .equals(after.info().certificates().get(0));
            if (!agreed) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return after;
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** As before, unless another name was told and shown: then that, and no other. */
    private static boolean isCalledAsShown(Key after, Key before, Optional<CertifiedName> shown) {
        return shown.filter(name -> !isCalled(before, name)).isPresent()
                ? isCalled(after, shown.get())
                : after.certificate()
                        .getSubjectX500Principal()
                        .equals(before.certificate().getSubjectX500Principal());
    }

    /**
     * Makes a new key of the same kind and then destroys the old one, under one PIN: two orders, in this order, so that
     * there is always one that signs.
     *
     * @param shown as for {@link #create}
     * @return the new key
     */
    public Key replace(String keyId, Optional<CertifiedName> shown, Secret pin) throws Refusal {
        return seat.ordering(present -> {
            var before = list(present).living(keyId);
            requireStillCalled(present, shown);
            try (var activation = Seat.activation(present.keys(), pin)) {
                var after = create(present, Optional.of(before.info().algorithm()), shown, activation);
                destroy(present, before, activation);
                return after;
            }
        });
    }
}
