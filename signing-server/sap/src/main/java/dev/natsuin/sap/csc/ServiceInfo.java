package dev.natsuin.sap.csc;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.cms.AlgorithmIdentifiers;
import dev.natsuin.protocol.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What {@code info} says of this service (CSC API v2.2, clause 11.1). */
public final class ServiceInfo {
    /** How many hashes one order may hold. */
    public static final int MULTISIGN = 10_000;

    /** The methods there are, without the base path. */
    public static final List<String> METHODS =
            List.of("info", "credentials/list", "credentials/info", "signatures/signHash", "signatures/signPolling");

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
            "signatures/timestamp");

    private final JsonObject info;

    /**
     * Of the service at this address.
     *
     * @param url {@code https://…} without a slash at the end
     * @param experimental the experimental kinds of keys it makes
     */
    public ServiceInfo(String url, Set<KeyAlgorithm> experimental) {
        var offered = Arrays.stream(SignAlgorithm.values())
                .filter(algorithm -> isOffered(algorithm, experimental))
                .toList();
        this.info = JsonObject.with("specs", "2.2.0.0")
                .and("name", "Natsuin")
                .and("logo", url + "/api/v1/logo.png")
                .and("region", "JP")
                .and("lang", "en")
                .and("description", "Remote signing under the sole control of the signer")
                .andTexts("authType", List.of("external"))
                .andTexts("supportedHashTypes", List.of("dtbsr"))
                .and("asynchronousOperationMode", true)
                .andTexts("methods", METHODS)
                .and("validationInfo", false)
                .and(
                        // Both lists go in parallel: RSASSA-PSS stands once for each set of parameters.
                        "signAlgorithms",
                        JsonObject.empty()
                                .andTexts(
                                        "algos",
                                        offered.stream().map(SignAlgorithm::oid).toList())
                                .andTexts(
                                        "algoParams",
                                        offered.stream()
                                                .map(ServiceInfo::parameters)
                                                .toList())
                                .build())
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

    private static boolean isOffered(SignAlgorithm algorithm, Set<KeyAlgorithm> experimental) {
        return Arrays.stream(KeyAlgorithm.values())
                .filter(algorithm::fits)
                .anyMatch(kind -> !kind.isExperimental() || experimental.contains(kind));
    }

    /** In base64 where an algorithm cannot be told without them, else empty. */
    private static String parameters(SignAlgorithm algorithm) {
        return algorithm.scheme() == SignAlgorithm.Scheme.RSA_PSS
                ? AlgorithmIdentifiers.parameters(algorithm).orElseThrow().toBase64()
                : "";
    }

    /** The response. */
    public JsonObject toJson() {
        return info;
    }
}
