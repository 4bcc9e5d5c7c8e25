package dev.natsuin.sap.csc;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.json.JsonObject;
import java.util.Arrays;
import java.util.List;

/** What {@code info} says of this service (CSC API v2.2, clause 11.1). */
public final class ServiceInfo {
    /** How many hashes one order may hold. */
    public static final int MULTISIGN = 10_000;

    /** The methods there are, without the base path. */
    public static final List<String> METHODS =
            List.of("info", "credentials/list", "credentials/info", "signatures/signHash");

    /** The methods of the specification that are not there. */
    public static final List<String> MISSING_METHODS = List.of(
            "auth/login",
            "auth/revoke",
            "oauth2/authorize",
            "oauth2/pushed_authorize",
            "oauth2/token",
            "oauth2/revoke",
            "credentials/authorize",
            "credentials/authorizeCheck",
            "credentials/getChallenge",
            "credentials/sendOTP",
            "credentials/extendTransaction",
            "credentials/create",
            "credentials/delete",
            "signatures/signDoc",
            "signatures/signPolling",
            "signatures/timestamp");

    private final JsonObject info;

    /**
     * Of the service at this address.
     *
     * @param url {@code https://…} without a slash at the end
     */
    public ServiceInfo(String url) {
        this.info = JsonObject.with("specs", "2.2.0.0")
                .and("name", "Natsuin")
                .and("logo", url + "/api/v1/logo.png")
                .and("region", "JP")
                .and("lang", "en")
                .and("description", "Remote signing under the sole control of the signer")
                .andTexts("authType", List.of("external"))
                .andTexts("supportedHashTypes", List.of("dtbsr"))
                .and("asynchronousOperationMode", false)
                .andTexts("methods", METHODS)
                .and("validationInfo", false)
                .and(
                        "signAlgorithms",
                        JsonObject.empty().andTexts("algos", algorithms()).build())
                // Documents stay with the client: there is no signDoc, so no format and no level is offered.
                .and(
                        "signature_formats",
                        JsonObject.empty()
                                .andTexts("formats", List.of())
                                .andTextLists("envelope_properties", List.of())
                                .build())
                .andTexts("conformance_levels", List.of())
                .build();
    }

    private static List<String> algorithms() {
        return Arrays.stream(SignAlgorithm.values())
                .filter(algorithm -> algorithm.family() != KeyAlgorithm.Family.EDWARDS)
                .map(SignAlgorithm::oid)
                .toList();
    }

    /** The response. */
    public JsonObject toJson() {
        return info;
    }
}
