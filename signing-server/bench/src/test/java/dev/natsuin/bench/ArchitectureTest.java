package dev.natsuin.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.security.SecureRandom;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.natsuin.bench", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule the_load_knows_neither_side = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.natsuin.sap..", "dev.natsuin.sgm..", "dev.natsuin.storage..")
            .because("what measures the server must come in by the door that desktops use");

    @ArchTest
    static final ArchRule randomness_and_time_come_in = noClasses()
            .should()
            .callConstructor(SecureRandom.class)
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("they come from the side's context");

    @ArchTest
    static final ArchRule nothing_static_changes =
            fields().that().areStatic().should().beFinal().because("hidden state makes order matter");

    @ArchTest
    static final ArchRule no_streams = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
