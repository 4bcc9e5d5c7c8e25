package dev.natsuin.sap;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sap.http.HttpLimits;
import dev.natsuin.sap.http.HttpRates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

/** A SAP in a process of its own, with as little memory as that has; it lives until its standard input ends. */
final class SmallSap {
    private SmallSap() {}

    /** Takes a folder; leaves orders of 10,000 hashes there and tells its port and an access token. */
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        var limits = HttpLimits.api(Duration.ofSeconds(30), Runtime.getRuntime().maxMemory());
        try (var sap = new RunningSap(folder, limits, new HttpRates(100_000, 100_000, 10))) {
            var desk = sap.enrolled(Role.SIGNER);
            var hashes = IntStream.range(0, 10_000)
                    .mapToObj(i -> Bytes.utf8("document " + i).sha256())
                    .toList();
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                var order = desk.signHash("0123456789abcdef0123456789abcdef", hashes);
                Files.write(
                        folder.resolve("order-" + i), order.build().toBytes().toArray());
            }
            sap.sgm.signsAtLength();
            System.out.println(sap.port() + " " + desk.token());
            while (System.in.read() >= 0) {
                // nothing is said on it
            }
        }
    }
}
