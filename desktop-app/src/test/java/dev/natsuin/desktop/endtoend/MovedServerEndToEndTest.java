package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A live server that is given another address, and its first one again: nobody has to be enrolled anew. */
@Tag("e2e")
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MovedServerEndToEndTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private static void moves(Path data, String from, String to) throws Exception {
        var config = data.resolve("config.json");
        var text = Files.readString(config);
        assertThat(text).contains("\"" + from + "\"");
        Files.writeString(config, text.replace("\"" + from + "\"", "\"" + to + "\""));
    }

    private static String address(DeskCore desk) throws Refusal {
        return Refusal.orThrow(desk.connecting().address());
    }

    private static String addressIn(Secret code) throws Malformed {
        try (var read = EnrolmentCode.read(code)) {
            return read.url();
        }
    }

    private static void signs(DeskCore desk, String what) throws Exception {
        try (var orders = new Orders(desk, PATIENCE)) {
            assertThat(orders.sign(Bytes.utf8(what).sha256())).isInstanceOf(Orders.End.Acknowledged.class);
        }
    }

    @Test
    void desks_codes_of_before_and_new_codes_lead_to_the_address_of_now() throws Exception {
        var data = folder.resolve("server");
        var port = LiveServer.freePort();
        var code = folder.resolve("first.code");
        var before = "https://127.0.0.1:" + port;
        var after = "https://localhost:" + port;
        LiveServer.make(data, port, code);
        People people;
        DeskCore signer;
        Path codeOfBefore;
        try (var server = new LiveServer(data, port)) {
            people = new People(folder.resolve("desks"), code);
            signer = people.signer("signer");
            codeOfBefore = people.invited("late");
            signs(signer, "signed where it was");
            assertThat(server.pid("sap")).isPositive();
        }

        moves(data, before, after);
        try (var server = new LiveServer(data, port)) {
            signs(signer, "signed where it is");
            assertThat(address(signer)).isEqualTo(after);
            try (var pin = People.secret(People.PIN);
                    var further = Refusal.orThrow(signer.devices().invite(pin))) {
                assertThat(addressIn(further.text().copy())).isEqualTo(after);
            }
            assertThat(addressIn(Secret.taking(Files.readAllBytes(people.invited("new")))))
                    .isEqualTo(after);
            var late = people.desk("late");
            People.enrol(late, codeOfBefore);
            assertThat(address(late)).isEqualTo(after);
            signs(late, "signed by somebody whose code is older");
            assertThat(server.pid("sap")).isPositive();
        }

        moves(data, after, before);
        try (var server = new LiveServer(data, port)) {
            assertThat(Refusal.orThrow(signer.connecting().move("127.0.0.1:" + port)))
                    .isEqualTo(before);
            signs(signer, "signed where it was at first");
            assertThat(server.pid("sap")).isPositive();
        }
        assertThat(LiveServer.verifyLog(data)).isZero();
    }
}
