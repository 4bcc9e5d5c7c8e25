package dev.natsuin.desktop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.device.PinStretching;
import java.security.SecureRandom;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Calendar;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** The walls behind the window: profile, network, errands, command line. */
@AnalyzeClasses(packages = "dev.natsuin.desktop", importOptions = ImportOption.DoNotIncludeTests.class)
final class CoreWallsTest {
    private static final String[] WINDOW = {
        "dev.natsuin.desktop.app..",
        "dev.natsuin.desktop.ui..",
        "dev.natsuin.desktop.sign..",
        "dev.natsuin.desktop.enrol..",
        "dev.natsuin.desktop.verify..",
        "dev.natsuin.desktop.activity..",
        "dev.natsuin.desktop.keys..",
        "dev.natsuin.desktop.settings..",
        "dev.natsuin.desktop.helpdesk..",
        "javafx..",
        "atlantafx..",
        "org.kordamp.."
    };

    private static final String[] CORE = {
        "dev.natsuin.desktop.device..",
        "dev.natsuin.desktop.remote..",
        "dev.natsuin.desktop.core..",
        "dev.natsuin.desktop.cli.."
    };

    @ArchTest
    static final ArchRule the_core_knows_no_window = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WINDOW)
            .because("commands run where there is no display, and must not wait for a toolkit to load");

    @ArchTest
    static final ArchRule only_the_remote_speaks_http = noClasses()
            .that()
            .resideOutsideOfPackage("dev.natsuin.desktop.remote..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "javax.net.ssl..")
            .because("one place decides what leaves this computer and whom to believe");

    @ArchTest
    static final ArchRule the_remote_never_sees_a_document = noClasses()
            .that()
            .resideInAnyPackage("dev.natsuin.desktop.remote..", "dev.natsuin.desktop.device..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.natsuin.desktop.document..",
                    "dev.natsuin.desktop.core..",
                    "dev.natsuin.desktop.cli..",
                    "org.apache.pdfbox..",
                    "eu.europa.esig..")
            .because("what cannot be reached cannot be sent");

    @ArchTest
    static final ArchRule pdf_libraries_stay_with_the_documents = noClasses()
            .that()
            .resideOutsideOfPackage("dev.natsuin.desktop.document..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pdfbox..", "eu.europa.esig..")
            .because("hostile files are their business alone");

    @ArchTest
    static final ArchRule only_the_command_line_knows_picocli = noClasses()
            .that()
            .resideOutsideOfPackage("dev.natsuin.desktop.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .because("the core takes values, not arguments");

    @ArchTest
    static final ArchRule time_and_randomness_come_in = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callConstructor(SecureRandom.class)
            .because("orders take their time from the SGM, and tests choose both");

    @ArchTest
    static final ArchRule a_pin_is_stretched_by_argon2id_and_nothing_else = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Surroundings.class.getName())
            .should()
            .implement(PinStretching.class)
            .orShould()
            .callConstructor(
                    Surroundings.class,
                    SecureRandom.class,
                    LongSupplier.class,
                    Surroundings.Pause.class,
                    Duration.class,
                    PinStretching.class)
            .because("a weaker one would make a stolen profile worth its six digits");

    @ArchTest
    static final ArchRule keys_are_derived_with_the_stretching_of_the_surroundings = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.natsuin.desktop.core.Seat")
            .should()
            .callMethod(DeviceKeys.class, "derive", Secret.class, Bytes.class, String.class, PinStretching.class)
            .because("one place decides, and it takes what it was given");

    @Test
    void the_surroundings_of_this_machine_stretch_pins_with_argon2id() {
        assertThat(Surroundings.real(new SecureRandom(), Ways.DIRECT).stretching())
                .isSameAs(PinStretching.ARGON2ID);
    }

    @ArchTest
    static final ArchRule nothing_prints_by_itself = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in")
            .because("programs read standard output, and only the terminal writes there");

    @ArchTest
    static final ArchRule nothing_takes_digits_letters_or_a_calendar_from_the_computer = noClasses()
            .should()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase")
            .orShould()
            .callMethod(Calendar.class, "getInstance")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName(SimpleDateFormat.class.getName())
            .because("where people write other digits, a byte range in those is none, and nothing could be signed");

    @ArchTest
    static final ArchRule no_static_state = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(CORE)
            .and()
            .areStatic()
            .should()
            .notBeFinal()
            .because("a desk is an object");

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("dev.natsuin.desktop.(*)..").should().beFreeOfCycles();
}
