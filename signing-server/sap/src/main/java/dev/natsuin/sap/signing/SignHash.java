package dev.natsuin.sap.signing;

import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.AlgorithmIdentifiers;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.account.Account;
import dev.natsuin.sap.courier.Carried;
import dev.natsuin.sap.courier.Courier;
import dev.natsuin.sap.credential.CredentialStore;
import dev.natsuin.sap.csc.CscOutcome;
import dev.natsuin.sap.csc.CscRefusal;
import dev.natsuin.sap.csc.CscRequest;
import dev.natsuin.sap.csc.NotAsSpecified;
import dev.natsuin.sap.csc.ServiceInfo;
import dev.natsuin.sap.operation.Operations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * CSC's signatures/signHash (CSC API v2.2, clause 11.13).
 *
 * <p>The SAD is the sealed statement in base64url. What is checked here is form and whose the credential is known to
 * be; whether the key may be used the SGM decides, with the request beside the statement. Thread-safe.
 */
public final class SignHash {
    private final Courier courier;
    private final Operations operations;
    private final KnownOwners owners;

    /** Hands orders to the courier. */
    public SignHash(Courier courier, Operations operations, CredentialStore credentials) {
        this.courier = courier;
        this.operations = operations;
        this.owners = new KnownOwners(credentials);
    }

    private record Order(Bytes sealed, StatementCall.SigningRequest request, boolean asynchronous) {
        Expected expected() {
            return new Expected(request.credentialId(), request.hashes().size());
        }
    }

    /** What of an order tells whether an answer is one to it; small, as it is kept while the SGM works. */
    private record Expected(String credentialId, int hashes) {}

    /**
     * Has the hashes signed, or says why not.
     *
     * @param patience how long to wait for work that takes long; whoever takes the outcome up must not linger
     */
    public CompletableFuture<CscOutcome> sign(Account account, JsonObject body, Duration patience) {
        try {
            return ordered(account, body, patience);
        } catch (NotAsSpecified e) {
            return refused(e.refusal());
        } catch (Malformed e) {
            return refused(CscRefusal.invalidParameter("SAD"));
        }
    }

    private static CompletableFuture<CscOutcome> refused(CscRefusal refusal) {
        return CompletableFuture.completedFuture(CscOutcome.refused(refusal));
    }

    private CompletableFuture<CscOutcome> ordered(Account account, JsonObject body, Duration patience)
            throws NotAsSpecified, Malformed {
        var order = read(new CscRequest(body));
        var owner = owners.of(order.request().credentialId());
        if (owner.isPresent() && !owner.get().equals(account.user())) {
            return refused(CscRefusal.invalidParameter("credentialID"));
        }
        var expected = order.expected();
        var carried = courier.carry(order.sealed(), Optional.of(order.request()));
        var sealedSha256 = order.sealed().sha256();
        if (order.asynchronous() && carried.flatMap(Carried::problem).isEmpty()) {
            return taken(account, sealedSha256);
        }
        if (carried.isPresent()) {
            return CompletableFuture.completedFuture(outcome(carried.get(), expected));
        }
        return operations
                .begun(sealedSha256, account, later -> {}, patience) // a signature teaches the SAP nothing
                .thenApply(outcome -> outcome(outcome, sealedSha256, expected));
    }

    /** In asynchronous mode, also if it is done by now: {@link SignPolling} gives the signatures. */
    private CompletableFuture<CscOutcome> taken(Account account, Bytes sealedSha256) {
        var response = new CscOutcome.Done(
                JsonObject.with("responseID", sealedSha256.toHex()).build());
        return operations
                .begun(sealedSha256, account, later -> {}, Duration.ZERO)
                .thenApply(unused -> response);
    }

    private static CscOutcome outcome(Courier.Outcome outcome, Bytes sealedSha256, Expected expected) {
        if (outcome instanceof Courier.Outcome.Done done) {
            return outcome(done.carried(), expected);
        }
        return outcome instanceof Courier.Outcome.Working
                ? new CscOutcome.Working(sealedSha256)
                : CscOutcome.refused(CscRefusal.of(ProblemCode.SGM_UNAVAILABLE)); // it was restarted meanwhile
    }

    private static CscOutcome outcome(Carried carried, Expected expected) {
        return SignedAnswer.of(
                carried,
                "SAD",
                signed -> signed.keyId().equals(expected.credentialId())
                        && signed.signatures().size() == expected.hashes());
    }

    private static Order read(CscRequest request) throws NotAsSpecified {
        var credentialId = request.text("credentialID");
        var sealed = sealed(request.text("SAD"));
        var hashes = hashes(request.texts("hashes", "hash"));
        var hashOid = request.optionalText("hashAlgorithmOID");
        var algorithm = algorithm(request.text("signAlgo"), hashOid);
        checkParameters(request.optionalText("signAlgoParams"), algorithm);
        checkLengths(hashes, algorithm.hash());
        return new Order(
                sealed,
                new StatementCall.SigningRequest(credentialId, algorithm.oid(), hashOid, hashes),
                asynchronous(request));
    }

    /** Asynchronous mode lasts as long as an operation does; nobody is called back, who asked asks again. */
    private static boolean asynchronous(CscRequest request) throws NotAsSpecified {
        var mode = request.optionalText("operationMode").orElse("S");
        if (mode.equals("S")) {
            return false;
        }
        if (!mode.equals("A")) {
            throw new NotAsSpecified(CscRefusal.invalidParameter("operationMode"));
        }
        if (request.optionalText("response_uri").isPresent()) {
            throw new NotAsSpecified(CscRefusal.invalidParameter("response_uri"));
        }
        var milliseconds = request.optionalNumber("validity_period");
        if (milliseconds.isPresent() && (milliseconds.get() < 1 || milliseconds.get() > Operations.LIFE.toMillis())) {
            throw new NotAsSpecified(CscRefusal.invalid("Out of bounds parameter validity_period"));
        }
        return true;
    }

    /** RSASSA-PSS does not imply its hash; where an algorithm does, the hash may be left out but not be another. */
    private static SignAlgorithm algorithm(String oid, Optional<String> hashOid) throws NotAsSpecified {
        if (Arrays.stream(SignAlgorithm.values()).noneMatch(known -> known.oid().equals(oid))) {
            throw new NotAsSpecified(CscRefusal.invalidParameter("signAlgo"));
        }
        var hash = hashOid.isPresent() ? HashAlgorithm.byOid(hashOid.get()) : SignAlgorithm.impliedHash(oid);
        if (hashOid.isEmpty() && hash.isEmpty()) {
            throw new NotAsSpecified(CscRefusal.missingText("hashAlgorithmOID"));
        }
        return hash.flatMap(given -> SignAlgorithm.byOid(oid, given).filter(known -> known.hash() == given))
                .orElseThrow(() -> new NotAsSpecified(CscRefusal.invalidParameter("hashAlgorithmOID")));
    }

    /** They may be left out, because each algorithm has its one set; other ones are refused, not understood. */
    private static void checkParameters(Optional<String> given, SignAlgorithm algorithm) throws NotAsSpecified {
        var ours = AlgorithmIdentifiers.parameters(algorithm).map(Bytes::toBase64);
        if (given.isPresent() && !given.equals(ours)) {
            throw new NotAsSpecified(CscRefusal.invalidParameter("signAlgoParams"));
        }
    }

    private static Bytes sealed(String sad) throws NotAsSpecified {
        try {
            return Bytes.base64Url(sad);
        } catch (IllegalArgumentException e) {
            throw new NotAsSpecified(CscRefusal.invalidParameter("SAD"));
        }
    }

    private static List<Bytes> hashes(List<String> texts) throws NotAsSpecified {
        if (texts.size() > ServiceInfo.MULTISIGN) {
            throw new NotAsSpecified(CscRefusal.invalid("Numbers of signatures is too high"));
        }
        var hashes = new ArrayList<Bytes>();
        for (var text : texts) {
            hashes.add(hash(text));
        }
        return List.copyOf(hashes);
    }

    /** Standard or URL alphabet, padded or not: clients differ. */
    private static Bytes hash(String text) throws NotAsSpecified {
        var bare = text.endsWith("==")
                ? text.substring(0, text.length() - 2)
                : text.endsWith("=") ? text.substring(0, text.length() - 1) : text;
        try {
            return Bytes.base64Url(bare.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException e) {
            throw new NotAsSpecified(CscRefusal.invalid("Invalid Base64 hash string parameter"));
        }
    }

    private static void checkLengths(List<Bytes> hashes, HashAlgorithm algorithm) throws NotAsSpecified {
        for (var hash : hashes) {
            if (hash.size() != algorithm.sizeBytes()) {
                throw new NotAsSpecified(CscRefusal.invalid("Invalid digest value length"));
            }
        }
    }
}
