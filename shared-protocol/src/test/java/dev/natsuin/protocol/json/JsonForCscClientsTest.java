package dev.natsuin.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonForCscClientsTest {
    @Test
    void writes_a_null_that_clients_need_to_see() {
        var json = JsonObject.with("mode", "explicit").andNull("objects").build();

        assertThat(json.toBytes().toUtf8()).isEqualTo("{\"mode\":\"explicit\",\"objects\":null}");
    }

    @Test
    void refuses_its_own_null_where_a_format_is_ours() {
        var text = JsonObject.empty().andNull("objects").build().toBytes();

        assertThatThrownBy(() -> JsonObject.strict(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void refuses_a_member_twice_when_one_is_null() {
        var json = JsonObject.empty().andNull("objects");

        assertThatThrownBy(() -> json.andNull("objects")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> json.and("objects", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writes_lists_of_lists() {
        var json = JsonObject.empty()
                .andTextLists("envelopes", List.of(List.of("a", "b"), List.of()))
                .build();

        assertThat(json.toBytes().toUtf8()).isEqualTo("{\"envelopes\":[[\"a\",\"b\"],[]]}");
    }

    @Test
    void reads_a_text_as_long_as_an_answer_with_ten_thousand_signatures() throws Malformed {
        var text = "A".repeat(9_200_000);

        var read = JsonObject.strict(JsonObject.with("answer", text).build().toBytes());

        assertThat(read.reader().text("answer")).hasSize(9_200_000);
    }
}
