package dev.natsuin.sap.account;

import java.util.Optional;

/** Keeps devices. Each method is one transaction; thread-safe. */
public interface DeviceStore {
    /** The device of this id. */
    Optional<Device> find(String device);

    /** Keeps the device unless one of this id is kept already: a replayed answer changes nothing. */
    void keepIfNew(Device device);
}
