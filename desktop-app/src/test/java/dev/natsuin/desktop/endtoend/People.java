package dev.natsuin.desktop.endtoend;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.statement.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** The people of a live server, each with a desk of their own, admitted one by the other as it is done in earnest. */
final class People {
    static final String PIN = "27018265";

    private final Path folder;
    private final DeskCore officer;

    /** Administrator by the first code, officer by the administrator. */
    People(Path folder, Path firstCode) throws Refusal {
        this.folder = folder;
        var administrator = enrolled("administrator", firstCode);
        var code = folder.resolve("officer.code");
        try (var pin = secret(PIN)) {
            administrator.helpdesk().invite(guest("Officer", Role.OFFICER, Optional.empty()), code, pin);
        }
        this.officer = enrolled("officer", code);
    }

    /** The one officer. */
    DeskCore officer() {
        return officer;
    }

    /** One more administrator. */
    DeskCore administrator(String name) throws Refusal {
        var code = folder.resolve(name + ".code");
        try (var pin = secret(PIN)) {
            desk("administrator").helpdesk().invite(guest(name, Role.ADMINISTRATOR, Optional.empty()), code, pin);
        }
        return enrolled(name, code);
    }

    /** A signer with a key on P-256. */
    DeskCore signer(String name) throws Refusal {
        return enrolled(name, invited(name));
    }

    /** The file with the enrolment code of a signer who is to get a key on P-256. */
    Path invited(String name) throws Refusal {
        var code = folder.resolve(name + ".code");
        try (var pin = secret(PIN)) {
            officer.helpdesk().invite(guest(name, Role.SIGNER, Optional.of(KeyAlgorithm.P_256)), code, pin);
        }
        return code;
    }

    private static StaffDesk.Guest guest(String name, Role role, Optional<KeyAlgorithm> algorithm) {
        return new StaffDesk.Guest(name, name + "@example.com", role, Optional.empty(), algorithm);
    }

    private DeskCore enrolled(String name, Path codeFile) throws Refusal {
        var desk = desk(name);
        enrol(desk, codeFile);
        return desk;
    }

    /** The desk of this name, enrolled or not. */
    DeskCore desk(String name) {
        return new DeskCore(
                Profile.in(folder.resolve(name)),
                Surroundings.real(new SecureRandom(), Ways.DIRECT),
                InstantSource.system());
    }

    /** Enrols a desk, or goes on where an earlier try was cut off. */
    static void enrol(DeskCore desk, Path codeFile) throws Refusal {
        try (var code = Secret.taking(Files.readAllBytes(codeFile));
                var pin = secret(PIN)) {
            Refusal.orThrow(desk.enrolling().enrol(code, pin, step -> {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Secret secret(String text) {
        return Secret.taking(text.getBytes(StandardCharsets.US_ASCII));
    }
}
