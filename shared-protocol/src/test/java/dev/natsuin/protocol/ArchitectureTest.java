package dev.natsuin.protocol;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.natsuin.protocol.ArchitectureTest.WithoutTestJar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Random;

@AnalyzeClasses(
        packages = "dev.natsuin.protocol",
        importOptions = {DoNotIncludeTests.class, WithoutTestJar.class})
final class ArchitectureTest {
    /** These tests run once more from the test jar, on the SGM's class path. */
    static final class WithoutTestJar implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final DescribedPredicate<JavaClass> CRYPTOGRAPHY =
            resideInAnyPackage("org.bouncycastle.crypto..", "org.bouncycastle.math.ec.rfc8032");

    private static final DescribedPredicate<JavaClass> ASN_1 = resideInAPackage("org.bouncycastle.asn1..");

    @ArchTest
    static final ArchRule uses_only_the_jdk_itself_and_two_libraries = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "javax.crypto..", "dev.natsuin.protocol..")
                    .or(CRYPTOGRAPHY)
                    .or(ASN_1)
                    .or(resideInAnyPackage("com.fasterxml.jackson.core..", "org.jspecify.annotations")))
            .because("both ends carry it, and every library here is a library of the SGM");

    @ArchTest
    static final ArchRule only_crypto_device_and_cms_know_bouncycastle = noClasses()
            .that()
            .resideOutsideOfPackages("..protocol.crypto..", "..protocol.device..", "..protocol.cms..")
            .should()
            .dependOnClassesThat(are(resideInAPackage("org.bouncycastle..")))
            .because("two versions of it are in use and a third will come: few classes should meet it");

    @ArchTest
    static final ArchRule only_cms_knows_asn_1 = noClasses()
            .that()
            .resideOutsideOfPackage("..protocol.cms..")
            .should()
            .dependOnClassesThat(are(ASN_1))
            .because("our own formats are no ASN.1; what an Ed25519 key signs in CMS both ends must build alike");

    @ArchTest
    static final ArchRule only_json_knows_jackson = noClasses()
            .that()
            .resideOutsideOfPackage("..protocol.json..")
            .should()
            .dependOnClassesThat(are(resideInAPackage("com.fasterxml..")))
            .because("strictness is decided in one place");

    @ArchTest
    static final ArchRule takes_time_from_its_callers = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("whose time it is decides whether a statement holds; here nobody may guess");

    @ArchTest
    static final ArchRule takes_randomness_from_its_callers = noClasses()
            .should()
            .callConstructor(SecureRandom.class)
            .orShould()
            .callMethod(SecureRandom.class, "getInstanceStrong")
            .orShould()
            .callConstructor(Random.class)
            .because("vectors need it fixed, programs need it good");

    @ArchTest
    static final ArchRule does_no_input_and_no_output = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.nio.file..", "java.nio.channels..", "java.net.http..", "javax.net..", "java.sql..")
                    .or(resideInAPackage("java.net")
                            .and(DescribedPredicate.not(JavaClass.Predicates.type(URI.class)))
                            .and(DescribedPredicate.not(JavaClass.Predicates.type(URISyntaxException.class))))
                    .or(resideInAPackage("java.io")
                            .and(DescribedPredicate.not(JavaClass.Predicates.type(ByteArrayOutputStream.class)))
                            .and(DescribedPredicate.not(JavaClass.Predicates.type(IOException.class)))
                            // What records, lambdas and exceptions are made of, and Jackson's closing of a parser.
                            .and(DescribedPredicate.not(JavaClass.Predicates.simpleNameEndingWith("Serializable")))
                            .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("OutputStream")))))
            .because("formats that open nothing can be tested and read without a machine around them");

    @ArchTest
    static final ArchRule does_not_log = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.slf4j..", "java.util.logging..")
                    .or(JavaClass.Predicates.assignableTo(System.Logger.class)))
            .because("an event is logged once, where it is handled");

    @ArchTest
    static final ArchRule does_not_print = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because("it has no user");

    @ArchTest
    static final ArchRule has_no_cycles = slices().matching("dev.natsuin.protocol.(*)..")
            .should()
            .beFreeOfCycles()
            .because("each format can be read and understood with what is below it");

    @ArchTest
    static final ArchRule records_hold_no_arrays = fields().that()
            .areDeclaredInClassesThat()
            .areRecords()
            .and()
            .areNotStatic()
            .should()
            .notHaveRawType(JavaClass.Predicates.simpleNameEndingWith("[]"))
            .because("an array can be changed and compares by place; Bytes cannot and does not");

    @ArchTest
    static final ArchRule public_methods_speak_of_bytes = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("..protocol.bytes..")
            .should()
            .notHaveRawReturnType(byte[].class)
            .because("an array can be changed by whoever holds it");

    @ArchTest
    static final ArchRule nothing_static_changes = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .because("what one call leaves behind must not reach another");

    @ArchTest
    static final ArchRule names_say_the_domain = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Impl|Manager|Helper|DTO|Dto)")
            .because("such a name says nothing of what a class promises");
}
