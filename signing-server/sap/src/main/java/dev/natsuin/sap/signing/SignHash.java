package dev.natsuin.sap.signing;

import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.AlgorithmIdentifiers;
import dev.natsuin.protocol.json.JsonObject;
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

/**
 * CSC's signatures/signHash (CSC API v2.2, clause 11.13).
 *
 * <p>The SAD is the sealed statement in base64url. What is checked here is form and whose the credential is known to
 * be; whether the key may be used the SGM decides, with the request beside the statement. Thread-safe.
 */
public final class SignHash {
    private final Courier courier;
    private final Operations operations;
    private final CredentialStore credentials;

    /** Hands orders to the courier. */
    public SignHash(Courier courier, Operations operations, CredentialStore credentials) {
        this.courier = courier;
        this.operations = operations;
        this.credentials = credentials;
    }

    private record Order(Bytes sealed, StatementCall.SigningRequest request) {}

    /**
     * Has the hashes signed, or says why not.
     *
     * @param patience how long to wait for work that takes long
     */
    public CscOutcome sign(Account account, JsonObject body, Duration patience) {
        try {
            var order = read(new CscRequest(body));
            var known = credentials.find(order.request().credentialId());
            if (known.isPresent() && !known.get().key().user().equals(account.user())) {
                return CscOutcome.refused(CscRefusal.invalidParameter("credentialID"));
            }
            var carried = courier.carry(order.sealed(), Optional.of(order.request()), patience);
            if (carried.isEmpty()) {
                var sealedSha256 = order.sealed().sha256();
                operations.begun(sealedSha256, account, later -> {}); // a signature teaches the SAP nothing
                return new CscOutcome.Working(sealedSha256);
            }
            return outcome(carried.get(), order.request());
        } catch (NotAsSpecified e) {
            return CscOutcome.refused(e.refusal());
        } catch (Malformed e) {
            return CscOutcome.refused(CscRefusal.invalidParameter("SAD"));
        }
    }

    private static CscOutcome outcome(Carried carried, StatementCall.SigningRequest request) {
        var problem = carried.problem();
        if (problem.isPresent()) {
            return new CscOutcome.Refused(CscRefusal.of(problem.get().code()), Optional.of(carried.token()));
        }
        try {
            var signed = Results.Signed.read(carried.result().orElseThrow());
            if (signed.keyId().equals(request.credentialId())
                    && signed.signatures().size() == request.hashes().size()) {
                return new CscOutcome.Done(JsonObject.empty()
                        .andTexts(
                                "signatures",
                                signed.signatures().stream()
                                        .map(Bytes::toBase64)
                                        .toList())
                        .and("natsuinAnswer", carried.token())
                        .build());
            }
        } catch (Malformed e) {
            // An answer to another kind of statement: its octets were sent here as SAD.
        }
        return new CscOutcome.Refused(CscRefusal.invalidParameter("SAD"), Optional.of(carried.token()));
    }

    private static Order read(CscRequest request) throws NotAsSpecified {
        var credentialId = request.text("credentialID");
        var sealed = sealed(request.text("SAD"));
        var hashes = hashes(request.texts("hashes", "hash"));
        var hashOid = request.optionalText("hashAlgorithmOID");
        var algorithm = algorithm(request.text("signAlgo"), hashOid);
        checkParameters(request.optionalText("signAlgoParams"), algorithm);
        if (!request.optionalText("operationMode").orElse("S").equals("S")) {
            throw new NotAsSpecified(CscRefusal.invalidParameter("operationMode"));
        }
        checkLengths(hashes, algorithm.hash());
        return new Order(sealed, new StatementCall.SigningRequest(credentialId, algorithm.oid(), hashOid, hashes));
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

    /** Standard or URL alphabet, padded or not: clients differ (CSC §12 of the project's notes). */
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
