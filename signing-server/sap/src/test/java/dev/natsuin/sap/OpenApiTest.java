package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.sap.csc.ServiceInfo;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenApiTest {
    private static final Pattern OPERATION = Pattern.compile("(?m)^  (/\\S+):\\n    (get|post):$");

    @TempDir
    Path folder = Path.of("");

    private static List<MatchResult> operations() throws IOException {
        return OPERATION
                .matcher(Files.readString(Path.of("../../docs/openapi.yaml")))
                .results()
                .toList();
    }

    @Test
    void every_operation_in_the_document_is_there() throws IOException {
        try (var sap = new RunningSap(folder)) {
            for (var operation : operations()) {
                var method = operation.group(2).toUpperCase(Locale.ROOT);
                var response = sap.send(
                        HttpRequest.newBuilder(sap.api(operation.group(1).replaceAll("[{}]", "")))
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.noBody()));

                assertThat(response.status()).as(operation.group()).isNotIn(404, 405, 500, 501);
            }
        }
    }

    @Test
    void every_csc_method_is_in_the_document() throws IOException {
        assertThat(operations())
                .extracting(operation -> operation.group(1))
                .containsAll(
                        ServiceInfo.METHODS.stream().map(m -> "/csc/v2/" + m).toList());
    }
}
