package dev.natsuin.sap.statement;

import java.util.Arrays;
import java.util.Optional;

/** What a client says a sealed statement is: only a hint what may be learnt from the answer. */
public enum Kind {
    CREATE_KEY("create-key"),
    IMPORT_KEY("import-key"),
    RENEW_KEY("renew-key"),
    LIST_KEYS("list-keys"),
    DESTROY_KEY("destroy-key"),
    REMOVE_DEVICE("remove-device"),
    REVOKE("revoke"),
    RE_ENROL("re-enrol"),
    AMEND("amend"),
    APPROVE("approve"),
    INVITE("invite"),
    OTHER("");

    private final String wireName;

    Kind(String wireName) {
        this.wireName = wireName;
    }

    /** The kind of this name; whatever is not known teaches nothing. */
    public static Kind of(Optional<String> name) {
        return Arrays.stream(values())
                .filter(kind -> name.isPresent() && kind.wireName.equals(name.get()))
                .findFirst()
                .orElse(OTHER);
    }
}
