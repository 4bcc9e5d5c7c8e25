package dev.natsuin.desktop;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.natsuin.desktop.ui.FxBackground;
import javafx.application.Platform;

@AnalyzeClasses(packages = "dev.natsuin.desktop", importOptions = ImportOption.DoNotIncludeTests.class)
final class WindowWallsTest {
    private static final String[] TOOLKIT = {
        "javafx.scene..", "javafx.stage..", "javafx.application..", "javafx.animation..", "org.kordamp..", "atlantafx.."
    };

    @ArchTest
    static final ArchRule the_desk_and_the_words_know_no_javafx = noClasses()
            .that()
            .resideInAnyPackage("..desktop.desk..", "..desktop.words..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javafx..")
            .because("the command line uses them too");

    @ArchTest
    static final ArchRule models_run_without_a_toolkit = noClasses()
            .that()
            .haveSimpleNameEndingWith("Model")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TOOLKIT)
            .because("they are tested without one");

    @ArchTest
    static final ArchRule only_the_background_reaches_the_javafx_thread = noClasses()
            .that()
            .doNotBelongToAnyOf(FxBackground.class)
            .should()
            .callMethod(Platform.class, "runLater", Runnable.class)
            .because("one class is enough to get threads right");

    @ArchTest
    static final ArchRule features_never_know_each_other = slices().matching(
                    "dev.natsuin.desktop.(sign|enrol|verify|activity|keys|settings|helpdesk|audit|server)..")
            .should()
            .notDependOnEachOther()
            .because("app joins them");

    @ArchTest
    static final ArchRule what_is_shared_knows_no_feature = classes()
            .that()
            .resideInAnyPackage("..desktop.ui..", "..desktop.words..", "..desktop.desk..")
            .should()
            .onlyDependOnClassesThat(DescribedPredicate.not(resideInAnyPackage(
                    "..desktop.sign..",
                    "..desktop.enrol..",
                    "..desktop.verify..",
                    "..desktop.activity..",
                    "..desktop.keys..",
                    "..desktop.settings..",
                    "..desktop.helpdesk..",
                    "..desktop.audit..",
                    "..desktop.server..",
                    "..desktop.app..")))
            .because("otherwise they would be features");
}
