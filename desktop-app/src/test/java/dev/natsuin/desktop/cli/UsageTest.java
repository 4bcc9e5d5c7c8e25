package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are none, and commands that need no server. */
final class UsageTest {
    @TempDir
    private Path folder;

    private Typist typist() {
        return new Typist(folder.resolve("profile"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sign",
                "no-such-command",
                "keys",
                "staff",
                "keys destroy",
                "verify",
                "sign a.pdf --level XL --yes",
                "sign a.pdf --yes --suffix ../x",
                "sign a.pdf --format rtf --yes",
                "sign a.pdf --packaging detached --yes",
                "sign a.pdf --format pades --packaging detached --yes",
                "verify a.p7s b.p7s --detached a.txt",
                "sign a.pdf --yes --rsa-padding oaep",
                "sign a.pdf --yes --hash sha-1",
                "sign a.pdf --yes --visible 1,10,10,200",
                "sign a.pdf --yes --visible 0,10,10,200,80",
                "sign a.pdf --yes --visible 1,10,10,0,80",
                "sign a.pdf --yes --visible 1,NaN,10,200,80",
                "sign a.pdf --yes --visible 1,10,10,200,80 --field Approval",
                "sign a.pdf --yes --image seal.png",
                "sign a.pdf --yes --format cades --visible 1,10,10,200,80",
                "sign a.pdf --yes --format asic-e --reason agreed",
                "sign a.pdf --yes --format cades --field Approval",
                "sign a.pdf --yes --format xades --certify 2",
                "sign a.pdf --yes --tsa https://authority/#policy",
                "keys create --algorithm rsa-512 --pin-stdin",
                "extend a.pdf",
                "extend a.pdf --level T --tsa tsa.example.jp",
                "sign a.pdf --yes --level T --tsa ftp://tsa.example.jp",
                "extend a.pdf --level B",
                "extend --level T",
                "inspect",
                "activity --lang de",
                "--profile",
                "--no-such-option"
            })
    void is_no_command(String line) {
        var outcome = typist().types(line.split(" "));

        assertThat(outcome.exit()).isEqualTo(64);
        assertThat(outcome.lines()).isEmpty();
        assertThat(outcome.err()).isNotBlank().doesNotContain("Exception");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "sign --help", "keys -h", "staff invite --help", "--lang ja --help"})
    void says_what_there_is(String line) {
        var outcome = typist().types(line.split(" "));

        assertThat(outcome.exit()).isZero();
        assertThat(String.join("\n", outcome.lines())).contains("Usage", "natsuin");
    }

    @Test
    void a_pin_that_does_not_come_is_asked_for_in_words() {
        var outcome = typist().typesWith("", "keys", "destroy", "0123456789abcdef0123456789abcdef", "--pin-stdin");

        assertThat(outcome.exit()).isEqualTo(64);
        assertThat(outcome.err()).contains("PIN");
    }

    @Test
    void an_unsigned_file_is_told_from_one_that_cannot_be_read() throws IOException {
        var unsigned = dev.natsuin.desktop.testdata.HandMadePdf.onePage("x").write(folder.resolve("a.pdf"));
        var none = Files.writeString(folder.resolve("b.pdf"), "nothing");

        assertThat(typist().types("verify", unsigned.toString(), "--json").exit())
                .isEqualTo(2);
        var both = typist().types("verify", unsigned.toString(), none.toString(), "--json");
        assertThat(both.exit()).isEqualTo(1);
        assertThat(both.text(0, "verdict")).isEqualTo("unsigned");
        assertThat(both.has(1, "error")).isTrue();
    }

    @Test
    void no_argument_or_documents_ask_for_the_window() {
        assertThat(window()).isTrue();
        assertThat(window("--profile", "p", "--lang", "ja")).isTrue();
        assertThat(window("契約書.PDF", "b.pdf")).isTrue();
        assertThat(window("existing")).isTrue();
        assertThat(window("sign", "a.pdf")).isFalse();
        assertThat(window("no-such-command")).isFalse();
        assertThat(window("a.pdf", "no-such-thing")).isFalse();
        assertThat(window("--help")).isFalse();
        assertThat(window("--json")).isFalse();
    }

    private static boolean window(String... arguments) {
        return CommandLineDesk.asksForWindow(
                List.of(arguments), file -> file.toString().equals("existing"));
    }

    @Test
    void a_fault_has_the_same_code_at_the_same_place_and_tells_no_message() throws IOException {
        var thrown = new IllegalStateException("secret");

        var fault = new Fault(thrown);
        fault.noteIn(folder);

        assertThat(fault.code()).matches("[0-9A-Z]{4}-[0-9A-Z]{4}").isEqualTo(new Fault(thrown).code());
        assertThat(Files.readString(folder.resolve("fault-" + fault.code() + ".txt")))
                .contains("IllegalStateException")
                .doesNotContain("secret");
    }

    /** As a script gives it whose variable is not set: what it asked for would be left out, and nobody told. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "log checkpoint --since",
                "log checkpoint --out",
                "log search --person",
                "log search --reason",
                "log search --in",
                "verify a.pdf --report",
                "verify a.pdf --trust",
                "verify a.p7s --detached",
                "sign a.pdf --yes --out",
                "sign a.pdf --yes --level",
                "sign a.pdf --yes --anchor",
                "sign a.pdf --yes --summary",
                "extend a.pdf --level T --out",
                "enrol --code-file",
                "staff invite --name A --email a@example.jp --out code --evidence",
                "staff suspend 0011223344556677 --reason",
                "keys list --profile",
            })
    void a_value_that_is_empty_is_no_value_that_is_missing(String line) {
        var arguments = new ArrayList<>(List.of(line.split(" ")));
        arguments.add("");

        var outcome = typist().types(arguments.toArray(String[]::new));

        assertThat(outcome.exit()).isEqualTo(64);
        assertThat(outcome.err()).contains(arguments.get(arguments.size() - 2));
        assertThat(outcome.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log export",
                "verify",
                "verify a.pdf",
                "sign --yes",
                "inspect",
                "extend --level T",
                "keys import",
                "keys destroy",
                "device remove",
                "staff suspend",
            })
    void an_empty_name_is_told_as_such(String line) {
        var arguments = new ArrayList<>(List.of(line.split(" ")));
        arguments.add("");

        var outcome = typist().types(arguments.toArray(String[]::new));

        assertThat(outcome.exit()).isEqualTo(64);
        assertThat(outcome.err()).contains("is empty");
    }
}
