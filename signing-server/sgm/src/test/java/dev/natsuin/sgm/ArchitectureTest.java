package dev.natsuin.sgm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.key.KeyStore;

/** The walls inside the SGM. */
@AnalyzeClasses(packages = "dev.natsuin.sgm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule no_cycles = slices().matching("dev.natsuin.sgm.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature that needs its user cannot be read, tested or replaced alone");

    @ArchTest
    static final ArchRule only_store_knows_sql = noClasses()
            .that()
            .resideOutsideOfPackage("..store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..")
            .because("PostgreSQL comes later as a second store");

    @ArchTest
    static final ArchRule only_token_knows_pkcs11 = noClasses()
            .that()
            .resideOutsideOfPackage("..token..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sun.jna..", "..token.cryptoki..")
            .because(
                    "handles and return codes of a token mean nothing elsewhere, and a wrong call can end the process");

    @ArchTest
    static final ArchRule only_cryptoki_calls_c = noClasses()
            .that()
            .resideOutsideOfPackage("..token.cryptoki..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..")
            .because("memory that Java does not guard is touched in as few lines as possible");

    @ArchTest
    static final ArchRule only_wiring_takes_randomness_and_time = noClasses()
            .should()
            .callConstructor(java.security.SecureRandom.class)
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("time and randomness come from the side's context, so that tests can hold them");

    @ArchTest
    static final ArchRule private_keys_stay_where_they_sign = noClasses()
            .that()
            .resideOutsideOfPackages("..vault..", "..certificate..")
            .and()
            .doNotHaveFullyQualifiedName("dev.natsuin.sgm.LinkKeyMaker")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(java.security.PrivateKey.class)
            .because("a signing key is in clear only in the store that uses it");

    @ArchTest
    static final ArchRule two_classes_make_a_key_sign = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.natsuin.sgm.activation.SignAct")
            .and()
            .doNotHaveFullyQualifiedName("dev.natsuin.sgm.RawSigning") // measures a key that it makes and throws away
            .and()
            // tries an imported key on octets of its own and throws the signature away
            .doNotHaveFullyQualifiedName("dev.natsuin.sgm.vault.SoftwareKeyStore")
            .and()
            .resideOutsideOfPackage("..certificate..")
            .should()
            .callMethod(KeyStore.OpenKey.class, "sign", SignAlgorithm.class, Bytes.class)
            .because("an Ed25519 key signs whole messages: only hashes, attributes and requests made here may be some");

    @ArchTest
    static final ArchRule no_streams = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule plain_names = classes()
            .should()
            .haveSimpleNameNotEndingWith("Impl")
            .andShould()
            .haveSimpleNameNotEndingWith("Manager")
            .andShould()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Helper")
            .because("names say the domain, not the pattern");

    @ArchTest
    static final ArchRule rows_know_no_feature = noClasses()
            .that()
            .resideInAPackage("..record..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..activation..", "..door..", "dev.natsuin.sgm.log..", "..store..", "..key..", "..certificate..")
            .because("rows are what features share; they must not pull features in")
            .as("rows know no feature");
}
