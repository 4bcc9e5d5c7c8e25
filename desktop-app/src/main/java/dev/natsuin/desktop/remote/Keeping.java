package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;

/** Takes what an order brought, before the order itself is forgotten: so a crash between the two loses nothing. */
@FunctionalInterface
public interface Keeping {
    /** Keeps it, durably, or says why it cannot: then the order is not forgotten. Called on the working thread. */
    void keep(Told told) throws Refusal;
}
