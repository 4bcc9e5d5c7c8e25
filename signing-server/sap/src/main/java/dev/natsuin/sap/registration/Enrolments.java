package dev.natsuin.sap.registration;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.account.Account;
import dev.natsuin.sap.account.Device;
import dev.natsuin.sap.account.DeviceStore;
import dev.natsuin.sap.courier.Carried;
import dev.natsuin.sap.courier.Courier;
import dev.natsuin.sap.courier.SgmAway;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries enrolments and lets the devices log in that the SGM's answers name. Thread-safe. */
public final class Enrolments {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolments.class);

    private final Courier courier;
    private final DeviceStore devices;

    /** Keeps devices in the store. */
    public Enrolments(Courier courier, DeviceStore devices) {
        this.courier = courier;
        this.devices = devices;
    }

    /**
     * Carries one sealed enrolment; if it was done, the device may log in from now on. What is sent again has the same
     * outcome.
     *
     * @throws Malformed if the octets cannot be a sealed statement
     */
    public Carried enrol(Bytes sealed) throws Malformed {
        var carried = courier.carry(sealed, Optional.empty())
                .orElseThrow(() -> new SgmAway("an enrolment is no long work", null));
        carried.result().ifPresent(result -> keep(result, carried.answer().time()));
        return carried;
    }

    private void keep(JsonObject result, Instant time) {
        try {
            var enrolled = Results.Enrolled.read(result);
            var account = new Account(enrolled.user(), enrolled.device(), enrolled.role());
            devices.keepIfNew(new Device(account, VerifyingKey.of(enrolled.loginKey()), time));
            LOG.info("device enrolled user={} device={}", enrolled.user(), enrolled.device());
        } catch (Malformed e) {
            // Somebody sent another kind of statement here: the answer is theirs, there is nothing to keep.
            LOG.info("answer to something other than an enrolment");
        }
    }
}
