package dev.natsuin.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.natsuin.storage", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule nothing_static_changes =
            fields().that().areStatic().should().beFinal().because("hidden state makes order matter");

    @ArchTest
    static final ArchRule names_say_the_domain = classes()
            .should()
            .haveNameNotMatching(".*(Impl|Manager|Util|Utils|Helper|DTO)")
            .because("a name that says only the pattern says nothing");

    @ArchTest
    static final ArchRule time_and_chance_come_in_as_parameters = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callConstructor(SecureRandom.class)
            .because("what happens must be repeatable in a test");
}
