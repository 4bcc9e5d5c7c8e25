package dev.natsuin.sap.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Authorization header has one form (RFC 6750 §2.1). */
class BearerTest {
    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc-._~+/9=", "bearer abc-._~+/9=", "BEARER abc-._~+/9="})
    void the_scheme_may_be_written_large_or_small(String header) {
        assertThat(Bearer.token(header)).contains("abc-._~+/9=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer  abc",
                " Bearer abc",
                "Bearer abc ",
                "Bearer abc def",
                "Bearer abc,def",
                "Basic abc",
                "Bearerabc",
                "Bearer a=b",
                "Bearer abc\nx"
            })
    void another_form_is_no_token(String header) {
        assertThat(Bearer.token(header)).isEmpty();
    }

    @Test
    void no_header_is_no_token_and_one_has_two_hundred_characters_at_most() {
        assertThat(Bearer.token((String) null)).isEmpty();
        assertThat(Bearer.token("Bearer " + "a".repeat(200))).contains("a".repeat(200));
        assertThat(Bearer.token("Bearer " + "a".repeat(201))).isEmpty();
    }
}
