package dev.natsuin.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.natsuin.launcher", importOptions = ImportOption.DoNotIncludeTests.class)
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
    static final ArchRule the_launcher_knows_neither_side = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.natsuin.sap..", "dev.natsuin.sgm..", "dev.natsuin.storage..")
            .because("a process holds one side's libraries only");
}
