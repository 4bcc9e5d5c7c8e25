package dev.natsuin.link.message;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * The SAP hands on a sealed statement; the SGM gives an answer token (UTF-8).
 *
 * @param sealed the octets as the desktop sent them
 * @param request what a CSC signHash asked beside it; required for a {@code sign} statement, absent for all others
 */
public record StatementCall(Bytes sealed, Optional<SigningRequest> request) {
    /**
     * What the SAP was asked to have signed. The SGM refuses unless the statement says the very same.
     *
     * @param credentialId the key
     * @param signAlgorithmOid CSC's signAlgo
     * @param hashAlgorithmOid CSC's hashAlgorithmOID, if given
     * @param hashes in order
     */
    public record SigningRequest(
            String credentialId, String signAlgorithmOid, Optional<String> hashAlgorithmOid, List<Bytes> hashes) {}

    /** As octets. */
    public Bytes toBytes() {
        var json = JsonObject.empty().and("sealed", sealed);
        request.ifPresent(r -> {
            var inner = JsonObject.with("credentialID", r.credentialId())
                    .and("signAlgo", r.signAlgorithmOid())
                    .andBytes("hashes", r.hashes());
            r.hashAlgorithmOid().ifPresent(oid -> inner.and("hashAlgorithmOID", oid));
            json.and("request", inner.build());
        });
        return json.build().toBytes();
    }

    /**
     * Reads one.
     *
     * @throws Malformed if it is not as it must be
     */
    public static StatementCall read(Bytes body) throws Malformed {
        var json = JsonObject.strict(body).reader();
        var sealed = json.bytes("sealed");
        var request = json.optionalObject("request");
        json.end();
        return new StatementCall(sealed, request.isEmpty() ? Optional.empty() : Optional.of(request(request.get())));
    }

    private static SigningRequest request(JsonObject object) throws Malformed {
        var json = object.reader();
        var request = new SigningRequest(
                json.text("credentialID"),
                json.text("signAlgo"),
                json.optionalText("hashAlgorithmOID"),
                json.bytesList("hashes"));
        json.end();
        return request;
    }
}
