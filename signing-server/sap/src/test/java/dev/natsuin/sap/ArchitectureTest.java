package dev.natsuin.sap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

@AnalyzeClasses(packages = "dev.natsuin.sap", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String WIRING = "dev.natsuin.sap";

    @ArchTest
    static final ArchRule only_stores_know_sql = noClasses()
            .that()
            .resideOutsideOfPackage("..sap.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.sqlite..")
            .because("locks and isolation are stated and tested in one place; features see interfaces");

    @ArchTest
    static final ArchRule only_http_knows_the_web_server = noClasses()
            .that()
            .resideOutsideOfPackage("..sap.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta..")
            .because("what a feature decides must be testable and replaceable without a web server");

    @ArchTest
    static final ArchRule only_the_gateway_calls_the_link = noClasses()
            .that()
            .resideOutsideOfPackages("..sap.link..", WIRING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.natsuin.link")
            .because("features ask the courier, which verifies, and never believe the link");

    @ArchTest
    static final ArchRule only_the_courier_asks_for_answers = noClasses()
            .that()
            .resideOutsideOfPackages("..sap.courier..", "..sap.link..")
            .should()
            .callMethod(
                    dev.natsuin.sap.courier.SgmGateway.class, "statement", dev.natsuin.link.message.StatementCall.class)
            .orShould()
            .callMethod(dev.natsuin.sap.courier.SgmGateway.class, "outcome", dev.natsuin.protocol.bytes.Bytes.class)
            .because("an answer that nobody verified must not reach a store");

    @ArchTest
    static final ArchRule the_other_side_is_unknown_here = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.natsuin.sgm..", "dev.natsuin.launcher..", "dev.natsuin.desktop..")
            .because("the two sides meet only in the link's messages");

    @ArchTest
    static final ArchRule nothing_here_can_sign_or_open_statements = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "dev\\.natsuin\\.protocol\\.(crypto\\.(SigningSeed|Sealing.*)|statement\\.Envelope|device\\..*)")
            .because("the SAP carries statements; it can neither make nor alter nor read them");

    @ArchTest
    static final ArchRule time_comes_in = noClasses()
            .that()
            .resideOutsideOfPackage(WIRING)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("tests decide what time it is");

    @ArchTest
    static final ArchRule randomness_comes_in = noClasses()
            .should()
            .callConstructor(SecureRandom.class)
            .orShould()
            .callConstructor(Random.class)
            .because("there is one source of randomness, and it is handed in");

    @ArchTest
    static final ArchRule no_cycles = slices().matching("dev.natsuin.sap.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature that can be read alone can be changed alone");

    @ArchTest
    static final ArchRule wiring_is_used_by_nobody = noClasses()
            .that()
            .resideOutsideOfPackage(WIRING)
            .should()
            .dependOnClassesThat(new DescribedPredicate<JavaClass>("are the wiring") {
                @Override
                public boolean test(JavaClass other) {
                    return other.getPackageName().equals(WIRING);
                }
            })
            .because("collaborators come by constructor");

    @ArchTest
    static final ArchRule no_standard_streams =
            GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because("the launcher owns them");

    @ArchTest
    static final ArchRule no_java_util_logging =
            GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.because("everything is logged in one form");

    @ArchTest
    static final ArchRule no_mutable_statics = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .because("two servers in one test must not know of each other");

    @ArchTest
    static final ArchRule no_octet_arrays_kept = noFields()
            .should()
            .haveRawType(byte[].class)
            .because("octets that are kept are Bytes, which cannot be changed");

    @ArchTest
    static final ArchRule names_say_the_domain = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils|DTO)$")
            .because("such names say nothing");

    @ArchTest
    static final ArchRule classes_are_final = classes()
            .that()
            .areNotInterfaces()
            .and()
            .areNotAnonymousClasses()
            .should()
            .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
            .because("nothing here was made to be inherited from");
}
