package dev.natsuin.protocol.problem;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every refusal there is: its stable code, and the HTTP status where it travels over HTTP.
 *
 * <p>Codes are never renamed or reused. The table in {@code docs/protocol.md} is checked against this list by a test.
 */
public enum ProblemCode {
    // The SGM's. Before a device signature holds there is only STATEMENT_NOT_ACCEPTED.
    STATEMENT_NOT_ACCEPTED("statement-not-accepted", 400),
    STATEMENT_MALFORMED("statement-malformed", 400),
    STATEMENT_REPLAYED("statement-replayed", 409),
    STATEMENT_EXPIRED("statement-expired", 400),
    STATEMENT_TOO_LONG("statement-too-long", 400),
    AUDIENCE_WRONG("audience-wrong", 400),
    PERSON_NOT_ACTIVE("person-not-active", 403),
    NOT_PERMITTED("not-permitted", 403),
    DEVICE_NOT_CONFIRMED("device-not-confirmed", 403),
    DEVICE_UNKNOWN("device-unknown", 404),
    DEVICE_REMOVED("device-removed", 403),
    PERSON_UNKNOWN("person-unknown", 404),
    PERSON_STATE_WRONG("person-state-wrong", 409),
    LAST_ADMINISTRATOR("last-administrator", 409),
    CONTENT_DIFFERS("content-differs", 409),
    CHANGED_MEANWHILE("changed-meanwhile", 409),
    REQUEST_UNKNOWN("request-unknown", 404),
    REQUEST_NOT_WAITING("request-not-waiting", 409),
    OWN_REQUEST("own-request", 403),
    FINGERPRINT_DIFFERS("fingerprint-differs", 409),
    KEY_UNKNOWN("key-unknown", 404),
    KEY_NOT_ENABLED("key-not-enabled", 403),
    METHOD_NOT_ALLOWED_FOR_KEY("method-not-allowed-for-key", 403),
    CERTIFICATE_NOT_BOUND("certificate-not-bound", 409),
    CERTIFICATE_EXPIRED("certificate-expired", 403),
    CERTIFICATE_REVOKED("certificate-revoked", 403),
    ALGORITHM_NOT_ALLOWED("algorithm-not-allowed", 400),
    ALGORITHM_NOT_IN_STORE("algorithm-not-in-store", 400),
    ALGORITHM_EXPERIMENTAL("algorithm-experimental", 403),
    HASHES_DIFFER("hashes-differ", 400),
    HASH_LENGTH_WRONG("hash-length-wrong", 400),
    TOO_MANY_HASHES("too-many-hashes", 400),
    TOO_MANY_PEOPLE("too-many-people", 400),
    DEVICE_LOCKED("device-locked", 403),
    PIN_WRONG("pin-wrong", 403),
    ROW_TAMPERED("row-tampered", 500),
    INVITATION_NOT_ACCEPTED("invitation-not-accepted", 403),
    SUBJECT_NOT_ALLOWED("subject-not-allowed", 400),
    OUTCOME_UNKNOWN("outcome-unknown", 404),
    IMPORT_NOT_ALLOWED("import-not-allowed", 403),
    TRANSPORT_KEY_UNKNOWN("transport-key-unknown", 409),
    IMPORTED_KEY_UNREADABLE("imported-key-unreadable", 400),
    KEY_TOO_SHORT("key-too-short", 400),
    KEY_WEAK("key-weak", 400),
    KEY_EXPONENT_NOT_ALLOWED("key-exponent-not-allowed", 400),
    KEY_ALREADY_HELD("key-already-held", 409),
    KEY_IS_IMPORTED("key-is-imported", 409),
    CERTIFICATE_MALFORMED("certificate-malformed", 400),
    CERTIFICATE_OF_OTHER_KEY("certificate-of-other-key", 400),
    CERTIFICATE_NOT_YET_VALID("certificate-not-yet-valid", 403),
    CERTIFICATE_NOT_FOR_SIGNING("certificate-not-for-signing", 400),
    HANDED_KEY_UNKNOWN("handed-key-unknown", 404),
    // The SAP's.
    REQUEST_MALFORMED("request-malformed", 400),
    REQUEST_TOO_LARGE("request-too-large", 413),
    LOGIN_REQUIRED("login-required", 401),
    LOGIN_NOT_ACCEPTED("login-not-accepted", 401),
    NOT_FOUND("not-found", 404),
    METHOD_NOT_IMPLEMENTED("method-not-implemented", 501),
    TOO_MANY_REQUESTS("too-many-requests", 429),
    SERVER_BUSY("server-busy", 503),
    SGM_UNAVAILABLE("sgm-unavailable", 503),
    SERVER_CLOCK_BEHIND("server-clock-behind", 503),
    OPERATION_UNKNOWN("operation-unknown", 404),
    SERVER_FAULT("server-fault", 500),
    // The desktop's own; they never travel.
    SERVER_UNREACHABLE("server-unreachable", 0),
    PROXY_UNREACHABLE("proxy-unreachable", 0),
    PROXY_WANTS_LOGIN("proxy-wants-login", 0),
    PROXY_REFUSES("proxy-refuses", 0),
    PROXY_UNUSABLE("proxy-unusable", 0),
    CONNECTION_INTERCEPTED("connection-intercepted", 0),
    SERVER_ADDRESS_UNUSABLE("server-address-unusable", 0),
    ANOTHER_SERVER("another-server", 0),
    ANSWER_NOT_BELIEVABLE("answer-not-believable", 0),
    IDENTITY_SUPERSEDED("identity-superseded", 0),
    IDENTITY_NOT_PROVEN("identity-not-proven", 0),
    IDENTITY_FORKED("identity-forked", 0),
    NOT_CONFIRMED("not-confirmed", 0),
    NOT_ENROLLED("not-enrolled", 0),
    ALREADY_ENROLLED("already-enrolled", 0),
    CODE_MALFORMED("code-malformed", 0),
    PIN_TOO_WEAK("pin-too-weak", 0),
    PIN_NOT_DIGITS("pin-not-digits", 0),
    PROFILE_UNREADABLE("profile-unreadable", 0),
    PROFILE_OPEN_TO_ALL("profile-open-to-all", 0),
    PROFILE_BUSY("profile-busy", 0),
    KEYRING_UNAVAILABLE("keyring-unavailable", 0),
    KEYRING_TAKES_NOTHING("keyring-takes-nothing", 0),
    SECRET_STORE_UNKNOWN("secret-store-unknown", 0),
    NO_KEY("no-key", 0),
    KEY_NOT_CHOSEN("key-not-chosen", 0),
    CANCELLED("cancelled", 0),
    FILE_MISSING("file-missing", 0),
    FILE_UNREADABLE("file-unreadable", 0),
    FILE_NOT_REGULAR("file-not-regular", 0),
    FILE_NOT_PDF("file-not-pdf", 0),
    DOCUMENT_DAMAGED("document-damaged", 0),
    DOCUMENT_WITHOUT_PAGES("document-without-pages", 0),
    DOCUMENT_ENCRYPTED("document-encrypted", 0),
    DOCUMENT_ENCRYPTION_UNKNOWN("document-encryption-unknown", 0),
    DOCUMENT_PROTECTED("document-protected", 0),
    DOCUMENT_LOCKED("document-locked", 0),
    DOCUMENT_NOT_CERTIFIABLE("document-not-certifiable", 0),
    DOCUMENT_XFA("document-xfa", 0),
    DOCUMENT_TOO_LARGE("document-too-large", 0),
    DOCUMENT_CHANGED("document-changed", 0),
    FILE_EMPTY("file-empty", 0),
    FORMAT_NOT_FOR_FILE("format-not-for-file", 0),
    FORMAT_NOT_FOR_KEY("format-not-for-key", 0),
    FILE_TOO_LARGE_FOR_FORMAT("file-too-large-for-format", 0),
    FORMAT_UNKNOWN("format-unknown", 0),
    SIGNATURE_FILE_DAMAGED("signature-file-damaged", 0),
    SIGNATURE_ALGORITHM_UNKNOWN("signature-algorithm-unknown", 0),
    DETACHED_NOT_USED("detached-not-used", 0),
    DETACHED_NEEDED("detached-needed", 0),
    DOCUMENT_NOT_AS_SHOWN("document-not-as-shown", 0),
    CERTIFICATES_UNREADABLE("certificates-unreadable", 0),
    TRUSTED_LIST_UNREADABLE("trusted-list-unreadable", 0),
    TRUSTED_LIST_NOT_SIGNED("trusted-list-not-signed", 0),
    TRUSTED_LIST_OUT_OF_DATE("trusted-list-out-of-date", 0),
    REPORT_NOT_WRITABLE("report-not-writable", 0),
    REVISION_NOT_SHOWN("revision-not-shown", 0),
    TARGET_NOT_WRITABLE("target-not-writable", 0),
    TARGET_EXISTS("target-exists", 0),
    NO_ROOM_TO_WORK("no-room-to-work", 0),
    SIGNATURE_FIELD_UNUSABLE("signature-field-unusable", 0),
    SIGNATURE_FIELD_DEMANDS("signature-field-demands", 0),
    PLACE_NOT_ON_PAGE("place-not-on-page", 0),
    ANCHOR_NOT_FOUND("anchor-not-found", 0),
    ANCHOR_NOT_ONE("anchor-not-one", 0),
    SEAL_IMAGE_UNUSABLE("seal-image-unusable", 0),
    SIGNATURE_DID_NOT_VERIFY("signature-did-not-verify", 0),
    NO_TIMESTAMP_AUTHORITY("no-timestamp-authority", 0),
    TIMESTAMP_ADDRESS_UNUSABLE("timestamp-address-unusable", 0),
    TIMESTAMP_UNAVAILABLE("timestamp-unavailable", 0),
    TIMESTAMP_NOT_TRUSTED("timestamp-not-trusted", 0),
    REVOCATION_UNAVAILABLE("revocation-unavailable", 0),
    LEVEL_NOT_FOR_KEY("level-not-for-key", 0),
    LEVEL_NOT_RAISED("level-not-raised", 0),
    LEVEL_LATER("level-later", 0),
    CHECKPOINT_NOT_OURS("checkpoint-not-ours", 0),
    LOG_EXPORT_ALTERED("log-export-altered", 0),
    LOG_EXPORT_NONE("log-export-none", 0),
    KEY_FILE_UNREADABLE("key-file-unreadable", 0),
    KEY_FILE_PASSWORD_WRONG("key-file-password-wrong", 0),
    KEY_FILE_TOO_COSTLY("key-file-too-costly", 0),
    KEY_FILE_NO_KEY("key-file-no-key", 0),
    KEY_FILE_KEY_NOT_CHOSEN("key-file-key-not-chosen", 0),
    KEY_FILE_NO_CERTIFICATE("key-file-no-certificate", 0),
    HANDED_KEY_NOT_OPENED("handed-key-not-opened", 0),
    HANDED_KEY_NEEDS_CODE("handed-key-needs-code", 0),
    DESK_FAULT("desk-fault", 0);

    private final String code;
    private final int httpStatus;

    ProblemCode(String code, int httpStatus) {
        this.code = code;
        this.httpStatus = httpStatus;
    }

    /** The problem with this code, if it is on the list. */
    public static Optional<ProblemCode> byCode(String code) {
        return Arrays.stream(values()).filter(p -> p.code.equals(code)).findFirst();
    }

    /** The stable code, for example {@code pin-wrong}. */
    public String code() {
        return code;
    }

    /** The HTTP status; 0 for a problem that arises on the desk and never travels. */
    public int httpStatus() {
        return httpStatus;
    }
}
