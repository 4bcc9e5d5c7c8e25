package dev.natsuin.sap.registration;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.account.DisplayName;
import dev.natsuin.sap.account.People;
import java.time.Instant;
import java.util.Optional;

/** Keeps how an officer called the person whom the SGM admitted. Thread-safe. */
public final class Invitations {
    private final People people;

    /** Keeps names in the store. */
    public Invitations(People people) {
        this.people = people;
    }

    /**
     * Keeps the name for the person whom a verified answer names; a name that is there stays.
     *
     * @throws Malformed if the result is not an invitation's
     */
    public void invited(JsonObject result, DisplayName display) throws Malformed {
        people.keepIfNew(Results.Invited.read(result).user(), display);
    }

    /**
     * Keeps another name, if it is the one that the officer signed for and none from before the one that is there.
     *
     * @param asOf when the SGM did it
     */
    public void amended(Results.PersonAmended result, DisplayName display, Instant asOf) {
        if (display.hash().equals(Optional.of(result.displayHash()))) {
            people.rename(result.user(), display, asOf);
        }
    }
}
