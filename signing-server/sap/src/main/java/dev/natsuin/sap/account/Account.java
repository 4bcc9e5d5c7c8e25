package dev.natsuin.sap.account;

import dev.natsuin.protocol.statement.Role;

/**
 * Whoever is logged in.
 *
 * @param user id of the person
 * @param device id of the device that logged in
 * @param role as the SGM's answer named it
 */
public record Account(String user, String device, Role role) {
    /** True if this person may see the names of all people. */
    public boolean seesPeople() {
        return switch (role) {
            case OFFICER, ADMINISTRATOR -> true;
            case SIGNER, AUDITOR -> false;
        };
    }
}
