package dev.natsuin.sap.store;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sap.account.Account;
import dev.natsuin.sap.account.Device;
import dev.natsuin.sap.account.DeviceStore;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Prepared;
import java.time.Instant;
import java.util.Optional;

/** Devices in the table {@code device}. */
public final class SqlDeviceStore implements DeviceStore {
    private final Database database;

    /** Keeps them in this database. */
    public SqlDeviceStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Device> find(String device) {
        return database.read(handle -> {
            var select =
                    Prepared.on(handle, "SELECT person, login_key, role, enrolled_at FROM device WHERE device = ?");
            select.setString(1, device);
            try (var row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.<Device>empty();
                }
                var role = Role.byName(row.getString(3))
                        .orElseThrow(() -> new IllegalStateException("a device with a role that is not known"));
                return Optional.of(new Device(
                        new Account(row.getString(1), device, role),
                        VerifyingKey.kept(Bytes.of(row.getBytes(2))),
                        Instant.ofEpochSecond(row.getLong(4))));
            }
        });
    }

    @Override
    public void keepIfNew(Device device) {
        database.change(handle -> {
            var insert = Prepared.on(
                    handle,
                    "INSERT INTO device (device, person, login_key, role, enrolled_at) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT (device) DO NOTHING");
            insert.setString(1, device.account().device());
            insert.setString(2, device.account().user());
            insert.setBytes(3, device.loginKey().encoded().toArray());
            insert.setString(4, device.account().role().wireName());
            insert.setLong(5, device.enrolledAt().getEpochSecond());
            insert.executeUpdate();
        });
    }
}
