package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What could be loaded into the process that holds the keys. */
class ClassPathTest {
    private static final List<String> FOREIGN = List.of(
            "javalin", "jetty", "kotlin", "servlet", "javafx", "openjfx", "dss", "pdfbox", "mail", "natsuin-sap");

    private static List<String> jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> new File(entry).getName().toLowerCase(Locale.ROOT))
                .filter(name -> name.endsWith(".jar"))
                .toList();
    }

    @Test
    void nothing_that_serves_the_web_reads_documents_or_sends_mail_is_on_it() {
        assertThat(jars()).isNotEmpty().allSatisfy(jar -> assertThat(FOREIGN).noneMatch(jar::contains));
    }

    @Test
    void no_class_of_a_web_server_can_be_loaded() {
        for (var name : List.of(
                "io.javalin.Javalin",
                "org.eclipse.jetty.server.Server",
                "kotlin.Unit",
                "javafx.application.Application",
                "eu.europa.esig.dss.model.DSSDocument",
                "jakarta.mail.Session",
                "dev.natsuin.sap.Sap")) {
            assertThat(ClassPathTest.class.getClassLoader().getResource(name.replace('.', '/') + ".class"))
                    .as(name)
                    .isNull();
        }
    }
}
