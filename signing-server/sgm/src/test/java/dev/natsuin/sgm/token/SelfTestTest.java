package dev.natsuin.sgm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.token.cryptoki.Attribute;
import dev.natsuin.sgm.token.cryptoki.Mechanism;
import dev.natsuin.sgm.token.cryptoki.Template;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Each attack on a key-encryption key that was made weak on purpose, and on one as it must be. */
@EnabledIf("dev.natsuin.sgm.token.SoftHsm#isInstalled")
class SelfTestTest {
    private static final TokenKeys KEYS = new TokenKeys(SoftHsm.MARK, TokenProfile.softHsm());

    @TempDir
    private Path folder;

    private TokenLife life;

    @BeforeEach
    void begin() {
        life = TokenLife.begin(new SoftHsm(folder).access(), dev.natsuin.sgm.token.cryptoki.Session.User.USER);
    }

    @AfterEach
    void end() {
        life.close();
    }

    private Set<Attack> succeedingOn(Template.Builder kek) {
        try (var template = kek.flag(Attribute.TOKEN, false).build()) {
            long made = life.keeper().generate(Mechanism.AES_KEY, template);
            return SelfTest.succeededIn(life, made, KEYS);
        }
    }

    private static Template.Builder asItMustBe() {
        return KEYS.kek(1).and();
    }

    @Test
    void a_key_as_it_must_be_refuses_all_but_what_softhsm_cannot() {
        assertThat(succeedingOn(asItMustBe())).isEqualTo(TokenProfile.softHsm().exceptions());
    }

    @Test
    void without_an_unwrap_template_a_wrapped_key_is_read() {
        assertThat(succeedingOn(asItMustBe().without(Attribute.UNWRAP_TEMPLATE)))
                .contains(Attack.UNWRAP_IN_CLEAR, Attack.UNWRAP_AS_ANOTHER_KIND, Attack.UNWRAP_TO_STAY);
    }

    @Test
    void a_template_that_says_only_half_leaves_the_other_half() {
        var half = Template.with().flag(Attribute.EXTRACTABLE, false).build();

        assertThat(succeedingOn(asItMustBe().template(Attribute.UNWRAP_TEMPLATE, half)))
                .contains(Attack.UNWRAP_IN_CLEAR, Attack.UNWRAP_AS_ANOTHER_KIND, Attack.UNWRAP_TO_STAY);
    }

    @Test
    void without_its_one_mechanism_it_works_by_another() {
        assertThat(succeedingOn(asItMustBe().without(Attribute.ALLOWED_MECHANISMS)))
                .contains(Attack.OTHER_MECHANISM);
    }

    @Test
    void a_key_that_decrypts_is_an_oracle_on_what_it_wrapped() {
        var weak = asItMustBe()
                .flag(Attribute.DECRYPT, true)
                .numbers(Attribute.ALLOWED_MECHANISMS, Mechanism.AES_KWP.type(), Mechanism.AES_ECB.type());

        assertThat(succeedingOn(weak)).contains(Attack.KEK_READ);
    }

    @Test
    void a_key_that_can_be_extracted_or_read_is_found() {
        assertThat(succeedingOn(asItMustBe().flag(Attribute.EXTRACTABLE, true))).contains(Attack.KEK_READ);
        assertThat(succeedingOn(asItMustBe().flag(Attribute.SENSITIVE, false))).contains(Attack.KEK_READ);
    }

    @Test
    void a_key_that_can_be_modified_is_changed_and_put_back() {
        try (var template = asItMustBe()
                .flag(Attribute.TOKEN, false)
                .flag(Attribute.MODIFIABLE, true)
                .build()) {
            long made = life.keeper().generate(Mechanism.AES_KEY, template);

            assertThat(SelfTest.succeededIn(life, made, KEYS)).contains(Attack.KEK_CHANGED);
            assertThat(life.keeper().flag(made, Attribute.DECRYPT)).isFalse();
            assertThat(life.keeper().flag(made, Attribute.EXTRACTABLE)).isFalse();
        }
    }

    @Test
    void a_key_that_can_be_copied_and_modified_gains_by_its_copy() {
        assertThat(succeedingOn(asItMustBe().flag(Attribute.COPYABLE, true).flag(Attribute.MODIFIABLE, true)))
                .contains(Attack.KEK_COPIED);
    }

    @Test
    void what_a_profile_does_not_state_is_refused_with_the_remedy() {
        assertThatThrownBy(() -> Token.requireRefusals(TokenProfile.softHsm(), EnumSet.of(Attack.KEK_CHANGED)))
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("kek-changed")
                .hasMessageContaining(Attack.KEK_CHANGED.remedy());
        assertThatCode(() -> Token.requireRefusals(
                        TokenProfile.softHsm(), TokenProfile.softHsm().exceptions()))
                .doesNotThrowAnyException();
    }

    @Test
    void it_leaves_no_object_behind() {
        var any = Template.with().flag(Attribute.TOKEN, false).build();
        succeedingOn(asItMustBe());

        // The weak key itself is all there is.
        assertThat(life.keeper().find(any)).hasSize(1);
        assertThat(life.keeper().find(TokenKeys.sought(Bytes.utf8("nobody")))).isEmpty();
    }
}
