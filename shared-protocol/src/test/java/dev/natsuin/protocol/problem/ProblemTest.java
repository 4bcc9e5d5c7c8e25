package dev.natsuin.protocol.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class ProblemTest {
    @Test
    void every_code_is_its_name_in_lower_case_and_found_again() {
        for (var problem : ProblemCode.values()) {
            assertThat(problem.code())
                    .isEqualTo(problem.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            assertThat(ProblemCode.byCode(problem.code())).contains(problem);
        }
        assertThat(ProblemCode.byCode("PIN_WRONG")).isEmpty();
    }

    @Test
    void what_travels_has_a_status_of_http() {
        assertThat(Arrays.stream(ProblemCode.values()).map(ProblemCode::httpStatus))
                .allMatch(status -> status == 0 || (status >= 400 && status < 600));
    }

    @Test
    void a_wrong_pin_tells_the_tries_left_and_nothing_else_does() {
        assertThat(Problem.pinWrong(3).triesLeft()).hasValue(3);
        assertThat(Problem.of(ProblemCode.DEVICE_LOCKED).triesLeft()).isEmpty();
    }
}
