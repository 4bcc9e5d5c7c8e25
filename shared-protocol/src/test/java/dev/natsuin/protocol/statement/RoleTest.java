package dev.natsuin.protocol.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RoleTest {
    private static String invitees(Role role) {
        return String.join(
                " ",
                Arrays.stream(Role.values())
                        .filter(role::mayInvite)
                        .map(Role::wireName)
                        .toList());
    }

    @Test
    void administrators_admit_staff_and_officers_admit_signers() {
        assertThat(invitees(Role.ADMINISTRATOR)).isEqualTo("officer auditor administrator");
        assertThat(invitees(Role.OFFICER)).isEqualTo("signer");
        assertThat(invitees(Role.AUDITOR)).isEmpty();
        assertThat(invitees(Role.SIGNER)).isEmpty();
    }

    @Test
    void every_role_is_found_by_its_name_and_no_other() {
        for (var role : Role.values()) {
            assertThat(Role.byName(role.wireName())).contains(role);
        }
        assertThat(Role.byName("Signer")).isEmpty();
        assertThat(Role.byName("")).isEmpty();
    }
}
