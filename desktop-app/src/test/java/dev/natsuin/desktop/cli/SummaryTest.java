package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of all files and what became of each. */
final class SummaryTest {
    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist typist;

    @BeforeEach
    void enrol() {
        fake = new FakeServer();
        typist = Typist.signer(folder.resolve("profile"), fake);
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Path pdf(String name) {
        return HandMadePdf.onePage("text of " + name).write(folder.resolve(name));
    }

    @Test
    void a_table_has_a_head_and_one_row_for_each_file_in_order_also_for_those_that_failed() throws IOException {
        var table = folder.resolve("一覧.csv");
        var bad = Files.writeString(folder.resolve("b, \"bad\".pdf"), "no PDF");

        var outcome =
                typist.signs(pdf("a.pdf"), bad, pdf("c.pdf"), "--format", "pades", "--summary", table, "--lang", "ja");

        assertThat(outcome.exit()).isEqualTo(1);
        var text = Files.readString(table);
        assertThat(text).startsWith("\uFEFF\"ファイル\",\"署名済みの写し\"").endsWith("\r\n");
        var lines = text.split("\r\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[1]).contains("a.pdf", "a-signed.pdf", "署名済み", "\"B\"", outcome.text(0, "dtbsr"), "\"3\"");
        assertThat(lines[2]).contains("b, \"\"bad\"\".pdf", "署名なし", "file-not-pdf", "\"\",");
        assertThat(lines[3]).contains("c-signed.pdf");
    }

    @Test
    void json_lines_have_what_the_command_prints() throws Exception {
        var lines = folder.resolve("list.jsonl");

        var outcome = typist.signs(pdf("a.pdf"), "--summary", lines);

        var row = JsonObject.strict(Bytes.utf8(Files.readString(lines))).reader();
        assertThat(row.text("output")).isEqualTo(outcome.text(0, "output"));
        assertThat(row.text("documentDigest")).isEqualTo(outcome.text(0, "documentDigest"));
        assertThat(row.index("logIndex")).isEqualTo(3);
        assertThat(outcome.err()).contains("Summary: " + lines);
    }

    @Test
    void an_order_that_is_refused_as_a_whole_has_its_reason_in_every_row() throws IOException {
        var table = folder.resolve("list.csv");

        typist.typesWith(
                "314159\n",
                "sign",
                "--yes",
                "--pin-stdin",
                "--summary",
                table.toString(),
                pdf("a.pdf").toString());

        assertThat(Files.readString(table)).contains("not signed", "pin-wrong");
    }

    @Test
    void rows_are_in_the_order_of_the_files_also_if_the_whole_is_refused() throws IOException {
        var table = folder.resolve("list.csv");
        var bad = Files.writeString(folder.resolve("b.pdf"), "no PDF");

        typist.typesWith(
                "314159\n",
                "sign",
                "--yes",
                "--pin-stdin",
                "--format",
                "pades",
                "--summary",
                table.toString(),
                pdf("a.pdf").toString(),
                bad.toString(),
                pdf("c.pdf").toString());

        assertThat(Files.readString(table).split("\r\n"))
                .satisfiesExactly(
                        head -> assertThat(head).contains("File"),
                        row -> assertThat(row).contains("a.pdf", "not signed", "pin-wrong"),
                        row -> assertThat(row).contains("b.pdf", "not signed", "file-not-pdf"),
                        row -> assertThat(row).contains("c.pdf", "not signed", "pin-wrong"));
    }

    @Test
    void what_is_signed_and_has_no_file_is_not_called_not_signed() throws IOException {
        var out = folder.resolve("out");
        fake.standsInTheWay(out);
        var table = folder.resolve("list.csv");

        typist.signs(pdf("a.pdf"), "--out", out, "--summary", table);
        var later = folder.resolve("later.csv");
        typist.typesWith("", "sign", "--resume", "--summary", later.toString());

        assertThat(Files.readString(table)).contains("\"signed, file missing\"");
        assertThat(Files.readString(later)).contains("\"signed, file missing\"");
    }

    @Test
    void what_nobody_knows_is_called_not_known() throws IOException {
        fake.dropPath = "/csc/v2/signatures/signHash";
        fake.answersToDrop = 1000;
        var table = folder.resolve("list.csv");

        typist.signs(pdf("a.pdf"), "--summary", table);

        assertThat(Files.readString(table)).contains("\"not known\"", "not-confirmed");
    }

    @Test
    void no_cell_begins_a_formula() throws IOException {
        var table = folder.resolve("list.csv");

        typist.signs(pdf("=1+1.pdf"), "--summary", table);

        assertThat(Files.readString(table))
                .doesNotContain("\"=")
                .doesNotContain("\"+")
                .doesNotContain("\"@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a;=1+1.pdf",
                "a; =1+1.pdf",
                "a;\"=1+1\".pdf",
                "a;+1.pdf",
                "a;-1.pdf",
                "a;@SUM(1).pdf",
                "a;＝1.pdf",
                "a\r\n=1.pdf",
                "a\t=1.pdf"
            })
    void nor_does_one_where_a_spreadsheet_parts_at_semicolons_and_sees_no_quotes(String name) throws IOException {
        var table = folder.resolve("list.csv");

        typist.signs(pdf(name), "--summary", table);

        assertThat(Files.readString(table).substring(1).split("[;\t\r\n]+"))
                .allSatisfy(cell -> assertThat(cell).doesNotMatch("[\\s\"]*[=+\\-@＝].*"));
    }

    @Test
    void what_is_not_seen_in_a_name_is_written_as_its_number() throws IOException {
        var table = folder.resolve("list.csv");

        typist.signs(pdf("a\u202Efdp.exe"), "--summary", table);

        assertThat(Files.readString(table)).contains("a<U+202E>fdp.exe").doesNotContain("\u202E");
    }

    @Test
    void a_workbook_has_the_columns_and_rows_of_the_table_and_nothing_but_texts() throws Exception {
        var book = folder.resolve("一覧.xlsx");

        typist.signs(pdf("=1;&<契約>_x000D_.pdf"), pdf("b.pdf"), "--summary", book, "--lang", "ja");

        var rows = rows(book);
        assertThat(rows).hasSize(3).allSatisfy(row -> assertThat(row).hasSize(10));
        assertThat(rows.get(0)).startsWith("ファイル", "署名済みの写し", "結果");
        assertThat(rows.get(1).get(0)).isEqualTo(folder.resolve("=1;&<契約>_x005F_x000D_.pdf") + "");
        assertThat(rows.get(2)).contains("署名済み", "3");
    }

    private static List<List<String>> rows(Path book) throws Exception {
        try (var zip = FileSystems.newFileSystem(book)) {
            var factory = DocumentBuilderFactory.newInstance();
            for (var part : List.of("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")) {
                factory.newDocumentBuilder().parse(Files.newInputStream(zip.getPath(part)));
            }
            var sheet =
                    factory.newDocumentBuilder().parse(Files.newInputStream(zip.getPath("xl/worksheets/sheet1.xml")));
            assertThat(sheet.getElementsByTagName("f").getLength()).isZero();
            var rows = new ArrayList<List<String>>();
            for (var row = 0; row < sheet.getElementsByTagName("row").getLength(); row++) {
                var cells = new ArrayList<String>();
                var of = sheet.getElementsByTagName("row").item(row).getChildNodes();
                for (var cell = 0; cell < of.getLength(); cell++) {
                    var place = of.item(cell).getAttributes().getNamedItem("r");
                    assertThat(place.getNodeValue()).isEqualTo("ABCDEFGHIJ".charAt(cell) + "" + (row + 1));
                    cells.add(of.item(cell).getTextContent());
                }
                rows.add(cells);
            }
            return rows;
        }
    }

    @Test
    void a_file_that_is_there_is_never_replaced_and_nothing_is_signed_then() throws IOException {
        var there = Files.writeString(folder.resolve("list.csv"), "precious");
        var link = Files.createSymbolicLink(folder.resolve("link.csv"), folder.resolve("gone"));

        assertThat(typist.signs(pdf("a.pdf"), "--summary", there).exit()).isEqualTo(64);
        assertThat(typist.signs(pdf("b.pdf"), "--summary", link).exit()).isEqualTo(64);
        assertThat(typist.signs(pdf("c.pdf"), "--summary", folder.resolve("no/list.csv"))
                        .exit())
                .isEqualTo(64);

        assertThat(Files.readString(there)).isEqualTo("precious");
        assertThat(fake.sgm.obeyed).doesNotContain("sign");
    }

    @Test
    void an_order_that_is_finished_later_has_a_summary_too() throws IOException {
        var out = folder.resolve("out");
        fake.standsInTheWay(out);
        typist.signs(pdf("a.pdf"), "--out", out);
        fake.clears(out);
        var table = folder.resolve("list.csv");

        assertThat(typist.typesWith("", "sign", "--resume", "--summary", table.toString())
                        .exit())
                .isZero();

        assertThat(Files.readString(table)).contains("a-signed.pdf", "\"signed\"");
    }
}
