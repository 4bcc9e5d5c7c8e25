package dev.natsuin.sap.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much memory is kept for the answer to an order, told from its body before anybody parsed it. */
class OrderMemoryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"signAlgo\":\"1.2.840.113549.1.1.11\"}|64",
                "{\"signAlgo\":\"1.3.101.112\"}|64",
                "{\"signAlgo\":\"2.16.840.1.101.3.4.3.18\"}|192",
                "{\"signAlgo\":\"2\\u002e16.840.1.101.3.4.3.18\"}|192",
                "|0"
            })
    void is_three_times_as_much_where_it_may_have_ml_dsa_signatures(String body, int perOctet) {
        var octets = Bytes.utf8(body == null ? "" : body);
        var order = new Arrival(
                "127.0.0.1",
                Optional.empty(),
                Optional.empty(),
                octets,
                Optional.empty(),
                new Room(1).loan(),
                new Room(1).loan());

        assertThat(CscEndpoints.workOf(order)).isEqualTo((long) perOctet * octets.size());
    }
}
