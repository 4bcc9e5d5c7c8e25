package dev.natsuin.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonObjectTest {
    private static JsonObject strict(String text) throws Malformed {
        return JsonObject.strict(Bytes.utf8(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"a\"",
                "[]",
                "{",
                "}",
                "{]",
                "{\"a\":1",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1}{}",
                "{\"a\":1} x",
                "{\"a\":1}]",
                "{\"a\":1}\u0000",
                "\uFEFF{}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":1}",
                "{\"o\":{\"a\":1,\"a\":2}}",
                "{\"l\":[{\"a\":1,\"a\":2}]}",
                "{\"a\":null}",
                "{\"a\":[null]}",
                "{\"a\":-0}",
                "{\"a\":1.0}",
                "{\"a\":1e3}",
                "{\"a\":1E0}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":0x1}",
                "{\"a\":.5}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":9007199254740992}",
                "{\"a\":-9007199254740992}",
                "{\"a\":18446744073709551616}",
                "{\"a\":100000000000000000000000000000}",
                "{\"a\":tru}",
                "{\"a\":TRUE}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x41\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":\"\\uD800\"}",
                "{\"a\":\"\\uDC00\"}",
                "{\"a\":\"\\uDC00\\uD800\"}",
                "{\"a\":\"\\uD800x\"}",
                "{\"\\uD800\":1}",
                "{\"a\":\"\\u0000\"}",
                "{\"\\u0000\":1}",
                "{\"a\":\"b}",
                "{/**/}",
                "{}//",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":[1}",
                "{\"a\" \"b\"}"
            })
    void refuses_what_is_not_exactly_one_object_of_our_kind(String text) {
        assertThatThrownBy(() -> strict(text)).isInstanceOf(Malformed.class);
    }

    // Overlong "/", a lone continuation octet, an encoded surrogate, a cut sequence, beyond U+10FFFF, UTF-16, UTF-8
    // BOM.
    @ParameterizedTest
    @ValueSource(strings = {"c0af", "80", "eda080", "e282", "f4908080", "feff", "efbbbf7b7d", "ff"})
    void refuses_octets_that_are_not_plain_utf_8(String hex) {
        var inText = Bytes.concat(Bytes.utf8("{\"a\":\""), Bytes.hex(hex), Bytes.utf8("\"}"));
        var atBegin = Bytes.concat(Bytes.hex(hex), Bytes.utf8("{}"));

        assertThatThrownBy(() -> JsonObject.strict(atBegin)).isInstanceOf(Malformed.class);
        if (!hex.startsWith("efbbbf")) {
            assertThatThrownBy(() -> JsonObject.strict(inText)).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void says_nothing_of_what_was_sent() {
        assertThatThrownBy(() -> strict("{\"Tanaka Hanako\":1,\"Tanaka Hanako\":2}"))
                .hasMessageNotContaining("Tanaka")
                .hasNoCause();
    }

    @Test
    void reads_the_largest_numbers_and_no_larger() throws Malformed {
        var json = strict("{\"a\":9007199254740991,\"b\":-9007199254740991,\"c\":0}")
                .reader();

        assertThat(json.number("a")).isEqualTo((1L << 53) - 1);
        assertThat(json.number("b")).isEqualTo(1 - (1L << 53));
        assertThat(json.number("c")).isZero();
    }

    @Test
    void reads_eight_levels_and_no_ninth() throws Malformed {
        assertThat(strict(nested(8)).toBytes()).isEqualTo(Bytes.utf8(nested(8)));
        assertThatThrownBy(() -> strict(nested(9))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> strict("{\"a\":" + "[".repeat(100_000))).isInstanceOf(Malformed.class);
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    @Test
    void refuses_more_tokens_than_any_message_has() {
        assertThatThrownBy(() -> strict("{\"a\":[" + "{},".repeat(300_000) + "{}]}"))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void refuses_more_than_thirty_two_mebibytes() {
        assertThatThrownBy(() -> strict(" ".repeat(32 << 20) + "{}")).isInstanceOf(Malformed.class);
    }

    @Test
    void reads_a_text_as_long_as_an_answer_with_ten_thousand_rsa_4096_signatures() throws Malformed {
        // 10,000 × (683 + 3) characters of JSON, once more in base64url within a token.
        var token = "a".repeat(10_000 * 686 * 4 / 3 + 10_000);

        assertThat(JsonObject.strict(JsonObject.with("answer", token).build().toBytes())
                        .reader()
                        .text("answer"))
                .hasSize(token.length());
    }

    @Test
    @Timeout(10)
    void reads_many_names_in_a_time_that_does_not_explode() {
        // All these names have the same String.hashCode: "Aa" and "BB" collide.
        var names = IntStream.range(0, 1 << 14)
                .mapToObj(i -> IntStream.range(0, 14)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining()))
                .map(name -> "\"" + name + "\":1")
                .collect(Collectors.joining(",", "{", "}"));

        assertThat(assertTakesLessThan(Duration.ofSeconds(5), names)).isTrue();
    }

    private static boolean assertTakesLessThan(Duration limit, String text) {
        var begin = System.nanoTime();
        try {
            strict(text);
        } catch (Malformed e) {
            return false;
        }
        return System.nanoTime() - begin < limit.toNanos();
    }

    @Test
    void passes_over_white_space() throws Malformed {
        assertThat(strict(" \t\r\n{ \"a\" : [ 1 , 2 ] } \n")).isEqualTo(strict("{\"a\":[1,2]}"));
    }

    @Test
    void takes_a_null_as_absent_when_lenient() throws Malformed {
        var json = JsonObject.lenient(Bytes.utf8("{\"a\":null,\"b\":{\"c\":null}}"));

        assertThat(json.reader().has("a")).isFalse();
        assertThat(json.reader().object("b").reader().has("c")).isFalse();
    }

    @Test
    void refuses_a_doubled_member_even_when_lenient() {
        assertThatThrownBy(() -> JsonObject.lenient(Bytes.utf8("{\"a\":null,\"a\":1}")))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void writes_compactly_in_the_order_of_adding() {
        var json = JsonObject.with("b", "x")
                .and("a", 1)
                .and("t", true)
                .and("m", Instant.parse("2026-01-01T00:00:00.999Z"))
                .and("o", Bytes.hex("fbff"))
                .and("e", JsonObject.empty().build())
                .andTexts("l", List.of("p", "q"))
                .andBytes("h", List.of(Bytes.hex("00")))
                .andObjects("k", List.of(JsonObject.empty().build()))
                .build();

        assertThat(json.toBytes().toUtf8())
                .isEqualTo("{\"b\":\"x\",\"a\":1,\"t\":true,\"m\":1767225600,\"o\":\"-_8\",\"e\":{},"
                        + "\"l\":[\"p\",\"q\"],\"h\":[\"AA\"],\"k\":[{}]}");
    }

    @Test
    void writes_for_csc_clients_what_it_would_not_read_itself() {
        var json = JsonObject.empty()
                .andNull("objects")
                .andTextLists("lists", List.of(List.of("a", "b"), List.of()))
                .build();

        assertThat(json.toBytes().toUtf8()).isEqualTo("{\"objects\":null,\"lists\":[[\"a\",\"b\"],[]]}");
        assertThatThrownBy(() -> JsonObject.with("a", "x").andNull("a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonObject.strict(json.toBytes())).isInstanceOf(Malformed.class);
    }

    @Test
    void writes_texts_beyond_ascii_as_they_are() throws Malformed {
        var json = JsonObject.with("a", "捺印 \uD840\uDC0B \" \\ \n").build();

        assertThat(JsonObject.strict(json.toBytes())).isEqualTo(json);
    }

    @Test
    void refuses_to_write_what_it_would_not_read() {
        var builder = JsonObject.empty();

        assertThatThrownBy(() -> builder.and("a", Long.MIN_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.and("a", 1L << 53)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.and("a", -(1L << 53))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.and("a", "\uD800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.and("a", "\u0000")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.andTexts("a", List.of("\uDC00"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.and("a", Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.and("a", Instant.ofEpochSecond(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writes_the_largest_numbers_and_the_first_and_last_moment() {
        var json = JsonObject.empty()
                .and("a", (1L << 53) - 1)
                .and("b", 1 - (1L << 53))
                .and("c", Instant.EPOCH)
                .and("d", Instant.parse("9999-12-31T23:59:59Z"))
                .build();

        assertThat(json.toBytes().toUtf8())
                .isEqualTo("{\"a\":9007199254740991,\"b\":-9007199254740991,\"c\":0,\"d\":253402300799}");
    }

    @Test
    void refuses_to_write_a_member_twice() {
        assertThatThrownBy(() -> JsonObject.with("a", "x").and("a", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keeps_nothing_of_a_builder_that_goes_on() {
        var builder = JsonObject.with("a", "x");
        var json = builder.build();

        builder.and("b", "y");

        assertThat(json.toBytes().toUtf8()).isEqualTo("{\"a\":\"x\"}");
    }

    @Test
    void refuses_a_member_nobody_asked_for() throws Malformed {
        var json = strict("{\"a\":1,\"b\":2}").reader();
        json.number("a");

        assertThatThrownBy(json::end).isInstanceOf(Malformed.class);

        json.number("b");
        json.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "[]", "{}"})
    void refuses_another_kind_where_a_text_is_needed(String value) throws Malformed {
        var json = strict("{\"a\":" + value + "}").reader();

        assertThatThrownBy(() -> json.text("a")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.optionalText("a")).isInstanceOf(Malformed.class);
    }

    @Test
    void refuses_another_kind_everywhere_else() throws Malformed {
        var json = strict("{\"a\":\"1\"}").reader();

        assertThatThrownBy(() -> json.number("a")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.optionalNumber("a")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.optionalCount("a")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.truth("a")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.optionalTruth("a")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.object("a")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.optionalObject("a")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.texts("a")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.objects("a")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.moment("a")).isInstanceOf(Malformed.class);
    }

    @Test
    void refuses_an_item_of_another_kind_in_a_list() throws Malformed {
        var json = strict("{\"a\":[\"x\",1],\"b\":[[]],\"c\":[\"=\"]}").reader();

        assertThatThrownBy(() -> json.texts("a")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.objects("b")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.bytesList("c")).isInstanceOf(Malformed.class);
    }

    @Test
    void refuses_a_member_that_is_not_there_unless_it_may_be_absent() throws Malformed {
        var json = strict("{}").reader();

        assertThatThrownBy(() -> json.text("a")).isInstanceOf(Malformed.class).hasMessage("no member a");
        assertThat(json.optionalText("a")).isEmpty();
        assertThat(json.optionalNumber("a")).isEmpty();
        assertThat(json.optionalCount("a")).isEmpty();
        assertThat(json.optionalBytes("a")).isEmpty();
        assertThat(json.optionalTruth("a")).isEmpty();
        assertThat(json.optionalObject("a")).isEmpty();
    }

    @Test
    void reads_every_kind() throws Malformed {
        var json = strict("{\"t\":\"x\",\"n\":-1,\"c\":2147483647,\"b\":true,\"o\":{},\"l\":[\"AA\"],\"k\":[{}],"
                        + "\"h\":\"0a\",\"y\":\"AAE\"}")
                .reader();

        assertThat(json.text("t")).isEqualTo("x");
        assertThat(json.number("n")).isEqualTo(-1);
        assertThat(json.count("c")).isEqualTo(Integer.MAX_VALUE);
        assertThat(json.optionalCount("c")).contains(Integer.MAX_VALUE);
        assertThat(json.truth("b")).isTrue();
        assertThat(strict("{\"b\":false}").reader().truth("b")).isFalse();
        assertThat(json.optionalTruth("b")).contains(true);
        assertThat(json.object("o")).isEqualTo(JsonObject.empty().build());
        assertThat(json.optionalObject("o")).contains(JsonObject.empty().build());
        assertThat(json.bytesList("l")).containsExactly(Bytes.hex("00"));
        assertThat(json.objects("k")).hasSize(1);
        assertThat(json.hex("h", 1)).isEqualTo(Bytes.hex("0a"));
        assertThat(json.bytes("y", 2)).isEqualTo(Bytes.hex("0001"));
        assertThat(json.optionalBytes("y")).isEqualTo(Optional.of(Bytes.hex("0001")));
        json.end();
    }

    @Test
    void refuses_numbers_out_of_the_range_asked_for() throws Malformed {
        var json =
                strict("{\"neg\":-1,\"big\":2147483648,\"far\":253402300800}").reader();

        assertThatThrownBy(() -> json.count("neg")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.count("big")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.optionalCount("big")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.index("neg")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.moment("neg")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.moment("far")).isInstanceOf(Malformed.class);
    }

    @Test
    void reads_the_last_second_of_the_year_9999() throws Malformed {
        var json = strict("{\"m\":253402300799}").reader();

        assertThat(json.moment("m")).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0A", "0", "0a0b", "", "0g", "0a\\n", "\uFF10\uFF11"})
    void refuses_hexadecimal_that_is_upper_case_or_of_another_length(String text) throws Malformed {
        var json = strict("{\"h\":\"" + text + "\"}").reader();

        assertThatThrownBy(() -> json.hex("h", 1)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AA==", "AB", "A", "AA\\n", "+_8", "AAA"})
    void refuses_octets_in_another_spelling_or_length(String text) throws Malformed {
        var json = strict("{\"y\":\"" + text + "\"}").reader();

        assertThatThrownBy(() -> json.bytes("y", 1)).isInstanceOf(Malformed.class);
    }

    @Test
    void refuses_another_constant() throws Malformed {
        var json = strict("{\"t\":\"x\",\"n\":1}").reader();

        assertThatThrownBy(() -> json.exactly("t", "y")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> json.exactly("n", 2)).isInstanceOf(Malformed.class);
        json.exactly("t", "x");
        json.exactly("n", 1);
    }

    @Test
    void reads_ten_thousand_hashes_in_a_moment() throws Malformed {
        var hashes = IntStream.range(0, 10_000)
                .mapToObj(i -> Bytes.utf8("" + i).sha256())
                .toList();
        var text = JsonObject.empty().andBytes("hashes", hashes).build().toBytes();

        var begin = System.nanoTime();
        var read = JsonObject.strict(text).reader().bytesList("hashes");

        assertThat(read).isEqualTo(hashes);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void compares_by_content_and_prints_names_only() throws Malformed {
        var json = strict("{\"a\":\"personal\"}");

        assertThat(json)
                .isEqualTo(strict("{ \"a\" : \"personal\" }"))
                .hasSameHashCodeAs(strict("{\"a\":\"personal\"}"));
        assertThat(json).isNotEqualTo(strict("{\"a\":\"other\"}"));
        assertThat(json).hasToString("JsonObject[a]");
    }
}
