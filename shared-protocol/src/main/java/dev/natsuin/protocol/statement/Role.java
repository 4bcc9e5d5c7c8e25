package dev.natsuin.protocol.statement;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a person may order. Administrators admit staff, officers admit signers, signers use their keys, auditors read
 * the log.
 */
public enum Role {
    SIGNER("signer"),
    OFFICER("officer"),
    AUDITOR("auditor"),
    ADMINISTRATOR("administrator");

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    /** The role of this name, if it is one of ours. */
    public static Optional<Role> byName(String name) {
        return Arrays.stream(values()).filter(r -> r.wireName.equals(name)).findFirst();
    }

    /** The name on the wire and the command line. */
    public String wireName() {
        return wireName;
    }

    /** True if a person of this role may invite one of the other. */
    public boolean mayInvite(Role other) {
        return switch (this) {
            case ADMINISTRATOR -> other != SIGNER;
            case OFFICER -> other == SIGNER;
            case SIGNER, AUDITOR -> false;
        };
    }
}
