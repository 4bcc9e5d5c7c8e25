package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the server is shipped as. */
@Tag("e2e")
class DistributionTest {
    private static final List<String> NOT_FOR_THE_SGM = List.of(
            "javalin", "jetty", "kotlin", "servlet", "websocket", "javafx", "dss-", "pdfbox", "mail", "natsuin-sap");

    private static List<String> classPath(String side) {
        return Stream.concat(Distribution.jars("shared").stream(), Distribution.jars(side).stream())
                .toList();
    }

    private static List<String> artefacts(List<String> jars) {
        return jars.stream().map(jar -> jar.replaceFirst("-[0-9].*", "")).toList();
    }

    @Test
    void the_sgm_gets_nothing_that_serves_the_web_or_reads_documents() {
        assertThat(classPath("sgm"))
                .allSatisfy(jar -> assertThat(NOT_FOR_THE_SGM).noneMatch(jar::contains));
    }

    @Test
    void the_sgm_gets_exactly_what_it_was_reviewed_with() {
        assertThat(artefacts(Distribution.jars("sgm")))
                .containsExactlyInAnyOrder(
                        "bcpkix-jdk18on",
                        "bcutil-jdk18on",
                        "geantyref",
                        "jdbi3-core",
                        "jna",
                        "natsuin-sgm",
                        "natsuin-storage",
                        "qrcodegen",
                        "sqlite-jdbc");
        assertThat(artefacts(Distribution.jars("shared")))
                .containsExactlyInAnyOrder(
                        "bcprov-jdk18on",
                        "jackson-core",
                        "jspecify",
                        "logback-classic",
                        "logback-core",
                        "natsuin-launcher",
                        "natsuin-link",
                        "natsuin-protocol",
                        "picocli",
                        "slf4j-api");
    }

    @Test
    void the_sap_gets_nothing_of_the_sgm() {
        assertThat(artefacts(classPath("sap")))
                .contains("natsuin-sap", "javalin")
                .doesNotContain("natsuin-sgm");
    }

    @Test
    void no_library_is_on_a_class_path_twice() {
        for (var side : List.of("sgm", "sap")) {
            var artefacts = new ArrayList<>(artefacts(classPath(side)));
            assertThat(artefacts).as(side).doesNotHaveDuplicates();
        }
    }
}
