package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A list of people, admitted whole or not at all, and never twice. */
final class StaffImportTest {
    private static final String HEAD = "name,kana,email,algorithm,evidence\n";
    private static final String HANAKO = "山田 花子,ヤマダ ハナコ,hanako@example.jp,p-256,id.txt\n";
    private static final String TARO = "髙橋 太郎,たかはし たろう,taro@example.jp,p-256,id.txt\n";
    private static final String KEN = "Ken Ono,,ken@example.jp,p-256,id.txt\n";

    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist officer;
    private Path list;
    private Path out;

    @BeforeEach
    void enrol() throws IOException {
        fake = new FakeServer();
        officer = new Typist(folder.resolve("officer"));
        officer.enrols(fake.invite(Role.OFFICER));
        list = folder.resolve("名簿.csv");
        out = folder.resolve("out");
        Files.writeString(folder.resolve("id.txt"), "passport 1");
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Typist.Outcome imports(String text) throws IOException {
        Files.writeString(list, text);
        return imports();
    }

    private Typist.Outcome imports() {
        return officer.types("staff", "import", list.toString(), "--out", out.toString(), "--pin-stdin", "--json");
    }

    private Typist.Outcome checks(String text) throws IOException {
        Files.writeString(list, text);
        return officer.typesWith("", "staff", "import", list.toString(), "--dry-run", "--json");
    }

    private long orders(String type) {
        return fake.sgm.obeyed.stream().filter(type::equals).count();
    }

    private List<String> files() throws IOException {
        if (!Files.isDirectory(out)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(out)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private Statement.Invite invitation(int number) {
        return fake.sgm.opened.stream()
                .filter(Statement.Invite.class::isInstance)
                .map(Statement.Invite.class::cast)
                .toList()
                .get(number);
    }

    private void enrols(String code, String as) {
        var signer = new Typist(folder.resolve(as));
        var enrolled = signer.types("enrol", "--code-file", code, "--pin-stdin", "--json");
        assertThat(enrolled.exit()).as(enrolled.err()).isZero();
    }

    private String shown(int row, Typist.Outcome outcome, String member) throws Malformed {
        return Objects.requireNonNull(fake.displays.get(outcome.text(row, "user")))
                .reader()
                .text(member);
    }

    @Test
    void columns_and_roles_may_be_named_in_japanese_in_any_width() throws Exception {
        var done = imports(String.join(
                "\r\n",
                "\uFEFF氏 名,ﾌﾘｶﾞﾅ,メールアドレス,役割,本人確認資料",
                "山田 花子,ヤマダ ハナコ,hanako@example.jp,署名者,id.txt",
                "鈴木 一郎,,ichiro@example.jp,,id.txt"));

        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(orders("invite")).isEqualTo(2);
        assertThat(shown(0, done, "name")).isEqualTo("山田 花子");
        assertThat(shown(0, done, "kana")).isEqualTo("ヤマダ ハナコ");
    }

    @Test
    void one_column_in_two_languages_is_a_column_twice() throws Exception {
        var done = checks("name,氏名,email\na,b,c@example.jp\n");

        assertThat(done.exit()).isNotZero();
        assertThat(fault(done, 0)).isEqualTo("column-twice");
    }

    @Test
    void each_row_is_an_order_of_its_own_under_one_pin_and_its_code_enrols() throws Exception {
        var done = imports(String.join(
                "\r\n",
                "\uFEFFemail,Evidence,name,algorithm,kana",
                "hanako@example.jp,id.txt,\"山田, \"\"花\"\"子\",p-256,ヤマダ ハナコ",
                ",,,,",
                "taro@example.jp,id.txt,髙橋　太郎,p-256,",
                ""));

        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.lines()).hasSize(2);
        assertThat(orders("invite")).isEqualTo(2);
        assertThat(shown(0, done, "name")).isEqualTo("山田, \"花\"子");
        assertThat(shown(0, done, "kana")).isEqualTo("ヤマダ ハナコ");
        assertThat(shown(1, done, "name")).isEqualTo("髙橋 太郎");
        assertThat(invitation(0).evidence()).contains(Bytes.utf8("passport 1").sha256());
        assertThat(invitation(0).displayHash()).isPresent();
        assertThat(done.rows().get(1).reader().index("line")).isEqualTo(4);
        assertThat(files())
                .containsExactly(
                        "002-山田花子.code", "002-山田花子.pdf", "004-髙橋太郎.code", "004-髙橋太郎.pdf", "natsuin-import.jsonl");
        enrols(done.text(0, "code"), "hanako");
        enrols(done.text(1, "code"), "taro");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void what_lies_in_the_folder_is_for_nobody_else_and_the_journal_has_no_secret() throws Exception {
        var done = imports(HEAD + HANAKO);

        for (var file : files()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rwx------");
        var code = Files.readString(Path.of(done.text(0, "code")));
        assertThat(Files.readString(out.resolve("natsuin-import.jsonl"))).doesNotContain(code, Typist.PIN);
        assertThat(done.lines().toString() + done.err()).doesNotContain(code);
    }

    @Test
    void a_list_as_japanese_spreadsheets_write_it_is_read() throws Exception {
        Files.write(
                list, (HEAD + "髙橋 ①郎,ﾀｶﾊｼ,taro@example.jp,p-256,id.txt\r\n").getBytes(Charset.forName("windows-31j")));

        var done = imports();

        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(shown(0, done, "name")).isEqualTo("髙橋 ①郎");
        assertThat(shown(0, done, "kana")).isEqualTo("ﾀｶﾊｼ");
    }

    @Test
    void text_that_is_neither_is_not_guessed_at() throws Exception {
        Files.write(list, (HEAD + HANAKO).getBytes(StandardCharsets.UTF_16));

        var done = imports();

        assertThat(done.exit()).isEqualTo(1);
        assertThat(fault(done, 0)).containsAnyOf("not-text", "column-unknown");
        assertThat(orders("invite")).isZero();
    }

    private static String fault(Typist.Outcome outcome, int row) throws Malformed {
        var faults = outcome.rows().get(row).reader().objects("faults");
        var codes = new ArrayList<String>();
        for (var each : faults) {
            codes.add(each.reader().text("code"));
        }
        return String.join(" ", codes);
    }

    @Test
    void a_dry_run_says_what_is_wrong_with_each_row_and_touches_nothing() throws Exception {
        var asked = fake.sgm.opened.size();
        var rows = List.of(
                "山田 花子,,hanako@example.jp,,,,id.txt|",
                ",,a@example.jp,,,,id.txt|name-missing",
                "X,latin,b@example.jp,,,,id.txt|kana-not-kana",
                "X,,no address,,,,id.txt|email-not-one",
                "X,,HANAKO@example.jp,,,,id.txt|email-twice",
                "X,,c@example.jp,boss,,,id.txt|role-unknown",
                "X,,d@example.jp,administrator,,,id.txt|role-not-yours",
                "X,,e@example.jp,,O=no name,,id.txt|subject-not-one",
                "X,,f@example.jp,,,rsa-512,id.txt|algorithm-unknown",
                "X,,g@example.jp,,,,|evidence-not-named",
                "X,,h@example.jp,,,,gone.txt|evidence-missing",
                "X,,i@example.jp,,,,.|evidence-missing",
                "X,,m@example.jp,,,,../id.txt|evidence-elsewhere",
                "X,,j@example.jp,,,,id.txt,more|cells-too-many",
                "X\u202Egpj,,k@example.jp,,,,id.txt|name-unseen",
                "\uE000田,,l@example.jp,,,,id.txt|name-unseen",
                "X,latin,no address,,,,|kana-not-kana email-not-one evidence-not-named");
        var text = new StringBuilder("name,kana,email,role,subject,algorithm,evidence\n");
        rows.forEach(row -> text.append(row, 0, row.indexOf('|')).append('\n'));

        var checked = checks(text.toString());

        assertThat(checked.exit()).isEqualTo(1);
        for (var i = 0; i < rows.size(); i++) {
            assertThat(checked.rows().get(i).reader().index("line")).isEqualTo(i + 2);
            assertThat(fault(checked, i))
                    .as(rows.get(i))
                    .isEqualTo(rows.get(i).substring(rows.get(i).indexOf('|') + 1));
        }
        assertThat(fake.sgm.opened).hasSize(asked);
        assertThat(files()).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_list_has_nothing_read_that_does_not_lie_beside_it() throws Exception {
        var lists = folder.resolve("lists");
        Files.createDirectories(lists.resolve("scans"));
        Files.writeString(folder.resolve("secret.txt"), "1234");
        Files.writeString(lists.resolve("scans/id.txt"), "passport 2");
        Files.createSymbolicLink(lists.resolve("link.txt"), folder.resolve("secret.txt"));
        Files.createSymbolicLink(lists.resolve("elsewhere"), folder);
        list = lists.resolve("list.csv");
        var named = List.of(
                "scans/id.txt",
                "scans/../scans/id.txt",
                folder.resolve("secret.txt").toString(),
                "../secret.txt",
                "scans/../../secret.txt",
                "link.txt",
                "elsewhere/secret.txt");
        var text = new StringBuilder("name,email,evidence\n");
        for (var each : named) {
            text.append("X,")
                    .append(text.length())
                    .append("@example.jp,")
                    .append(each)
                    .append('\n');
        }

        var checked = checks(text.toString());

        for (var i = 0; i < named.size(); i++) {
            assertThat(fault(checked, i)).as(named.get(i)).isEqualTo(i < 2 ? "" : "evidence-elsewhere");
        }
    }

    @Test
    void a_head_that_is_wrong_is_said_before_any_row() throws Exception {
        for (var each : List.of(
                "name,kana|column-missing",
                "name,email,telephone|column-unknown",
                "name,email,name|column-twice",
                "name;email;kana|not-commas",
                "name\temail|not-commas",
                "name,email|nobody")) {
            var checked = checks(each.substring(0, each.indexOf('|')) + "\n");

            assertThat(checked.exit()).as(each).isEqualTo(1);
            assertThat(checked.lines()).as(each).hasSize(1);
            assertThat(fault(checked, 0)).isEqualTo(each.substring(each.indexOf('|') + 1));
        }
    }

    @Test
    void what_is_no_table_is_said_with_its_line() throws Exception {
        for (var rest : List.of("\"X,x@example.jp\n", "\"X\" Y,x@example.jp\n")) {
            var checked = checks("name,email\n" + rest);

            assertThat(checked.exit()).isEqualTo(1);
            assertThat(fault(checked, 0)).isEqualTo("not-table");
            assertThat(checked.lines().get(0)).contains("From line 2 on");
        }
    }

    @Test
    void a_sound_list_is_told_to_be_so_by_a_dry_run() throws Exception {
        var checked = checks(HEAD + HANAKO + TARO);

        assertThat(checked.exit()).isZero();
        assertThat(checked.err()).contains("2 people are in order");
        assertThat(orders("invite")).isZero();
    }

    @Test
    void all_that_is_signed_of_a_person_is_shown_before_the_pin_also_how_the_name_is_read_and_the_role()
            throws Exception {
        Files.writeString(list, """
                name,kana,email,role,subject,evidence
                山田 花子,ヤマダ ハナコ,hanako@example.jp,signer,"CN=Hanako Yamada,C=JP",id.txt
                Ken Ono,,ken@example.jp,,,id.txt
                """);

        var checked = officer.typesWith("", "staff", "import", list.toString(), "--dry-run");
        var rows = officer.typesWith("", "staff", "import", list.toString(), "--dry-run", "--json");
        var unconfirmed =
                officer.typesWith("", "staff", "import", list.toString(), "--out", out.toString(), "--pin-stdin");

        var hanako = "山田 花子 (ヤマダ ハナコ), hanako@example.jp, signer, CN=Hanako Yamada,C=JP: in order";
        assertThat(checked.lines()).anyMatch(line -> line.contains(hanako));
        assertThat(checked.lines()).anyMatch(line -> line.contains("Ken Ono, ken@example.jp, signer: in order"));
        assertThat(rows.text(0, "kana")).isEqualTo("ヤマダ ハナコ");
        assertThat(rows.text(0, "role")).isEqualTo("signer");
        assertThat(rows.text(0, "subject")).isEqualTo("CN=Hanako Yamada,C=JP");
        assertThat(rows.has(1, "kana")).isFalse();
        assertThat(unconfirmed.exit()).as("no PIN came").isEqualTo(64);
        assertThat(unconfirmed.err()).contains("To be admitted:", hanako);
        assertThat(orders("invite")).isZero();
    }

    @Test
    void one_wrong_row_is_enough_that_nobody_is_admitted_and_no_pin_is_asked_for() throws Exception {
        Files.writeString(list, HEAD + HANAKO + "X,,no address,,id.txt\n");

        var refused = officer.typesWith("", "staff", "import", list.toString(), "--out", out.toString());

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("Nothing was signed: 1 row must be mended first");
        assertThat(refused.lines()).last().asString().contains("This is no e-mail address: no address");
        assertThat(orders("invite")).isZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void a_list_needs_a_folder_and_a_file() throws Exception {
        Files.writeString(list, HEAD + HANAKO);

        assertThat(officer.types("staff", "import", list.toString()).exit()).isEqualTo(64);
        assertThat(officer.types("staff", "import", folder.resolve("gone.csv").toString(), "--dry-run")
                        .err())
                .contains("no longer there");
    }

    @Test
    void whoever_was_admitted_is_not_admitted_again_and_new_rows_are() throws Exception {
        var first = imports(HEAD + HANAKO);
        var code = Files.readAllBytes(Path.of(first.text(0, "code")));

        var second = imports(HEAD + TARO + HANAKO);

        assertThat(second.exit()).as(second.err()).isZero();
        assertThat(orders("invite")).isEqualTo(2);
        assertThat(second.rows().get(0).reader().truth("before")).isFalse();
        assertThat(second.rows().get(1).reader().truth("before")).isTrue();
        assertThat(second.text(1, "user")).isEqualTo(first.text(0, "user"));
        assertThat(second.text(1, "code")).isEqualTo(first.text(0, "code"));
        assertThat(Files.readAllBytes(Path.of(first.text(0, "code")))).isEqualTo(code);
    }

    @Test
    void a_row_that_says_something_else_than_what_was_admitted_is_a_fault() throws Exception {
        imports(HEAD + HANAKO);

        var changed = imports(HEAD + HANAKO.replace("花子", "華子") + TARO);

        assertThat(changed.exit()).isEqualTo(1);
        assertThat(fault(changed, 0)).isEqualTo("admitted-otherwise");
        assertThat(orders("invite")).isEqualTo(1);
    }

    @Test
    void a_wrong_pin_is_tried_once_and_nobody_is_admitted() throws Exception {
        Files.writeString(list, HEAD + HANAKO + TARO);

        var refused = officer.typesWith(
                "314159\n", "staff", "import", list.toString(), "--out", out.toString(), "--pin-stdin", "--json");

        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("4 tries are left");
        assertThat(refused.object(0, "error").reader().text("code")).isEqualTo("pin-wrong");
        assertThat(refused.text(1, "state")).isEqualTo("not-tried");
        assertThat(orders("invite")).isZero();
        assertThat(files()).containsExactly("natsuin-import.jsonl");
        assertThat(imports().exit()).isZero();
        assertThat(orders("invite")).isEqualTo(2);
    }

    /** The second row was obeyed, and its answer never came: as if the computer had lost its power then. */
    private Typist.Outcome interrupted() throws IOException {
        fake.dropPath = "/api/v1/statements";
        fake.dropOnceObeyed = fake.sgm.obeyed.size() + 2;
        fake.answersToDrop = 1000;
        var outcome = imports(HEAD + HANAKO + TARO + KEN);
        fake.answersToDrop = 0;
        return outcome;
    }

    @Test
    void an_import_that_was_interrupted_goes_on_and_admits_nobody_twice() throws Exception {
        var broken = interrupted();
        assertThat(broken.exit()).isEqualTo(4);
        assertThat(broken.err()).contains("The list ends here at row 3");
        assertThat(broken.text(2, "state")).isEqualTo("not-tried");
        assertThat(orders("invite")).isEqualTo(2);

        var again = imports();

        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(orders("invite")).isEqualTo(3);
        assertThat(orders("re-enrol")).isEqualTo(1);
        assertThat(fake.displays).hasSize(3);
        assertThat(List.of(again.text(0, "user"), again.text(1, "user"), again.text(2, "user")))
                .doesNotHaveDuplicates()
                .allMatch(fake.displays::containsKey);
        assertThat(shown(1, again, "email")).isEqualTo("taro@example.jp");
        enrols(again.text(1, "code"), "taro");
        assertThat(imports().rows())
                .allSatisfy(row -> assertThat(row.reader().truth("before")).isTrue());
        assertThat(fake.sgm.obeyed).doesNotContain("revoke");
    }

    @Test
    void a_row_that_was_interrupted_may_not_become_somebody_else() throws Exception {
        interrupted();

        var changed = imports(HEAD + HANAKO + TARO.replace("太郎", "次郎") + KEN);

        assertThat(changed.exit()).isEqualTo(1);
        assertThat(fault(changed, 1)).isEqualTo("admitted-otherwise");
        assertThat(orders("invite")).isEqualTo(2);
    }

    @Test
    void a_line_of_the_journal_that_was_cut_off_costs_nothing_but_a_new_code() throws Exception {
        var first = imports(HEAD + HANAKO);
        var journal = out.resolve("natsuin-import.jsonl");
        var text = Files.readString(journal);
        Files.writeString(journal, text.substring(0, text.length() - 20));

        var again = imports();

        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.text(0, "user")).isEqualTo(first.text(0, "user"));
        assertThat(orders("invite")).isEqualTo(1);
        assertThat(orders("re-enrol")).isEqualTo(1);
        enrols(again.text(0, "code"), "hanako");
    }

    @Test
    void what_lies_there_already_stays() throws Exception {
        Files.createDirectories(out);
        Files.writeString(out.resolve("002-山田花子.pdf"), "precious");

        var done = imports(HEAD + HANAKO);

        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.text(0, "sheet")).endsWith("002-山田花子-2.pdf");
        assertThat(out.resolve("002-山田花子.pdf")).hasContent("precious");
    }

    @Test
    void a_name_in_the_journal_that_leads_elsewhere_is_not_followed() throws Exception {
        imports(HEAD + HANAKO);
        var journal = out.resolve("natsuin-import.jsonl");
        var begun = Files.readAllLines(journal).get(0);
        var precious = Files.writeString(folder.resolve("precious.code"), "precious");
        Files.writeString(journal, begun.replace("002-山田花子", "../precious") + "\n");

        imports();

        assertThat(precious).hasContent("precious");
    }

    @Test
    void a_signer_imports_nobody() throws Exception {
        var signer = Typist.signer(folder.resolve("signer"), fake);
        Files.writeString(list, HEAD + HANAKO);

        var refused = signer.types("staff", "import", list.toString(), "--dry-run", "--json");

        assertThat(fault(refused, 0)).isEqualTo("role-not-yours");
    }

    @Test
    void an_administrator_imports_staff_without_subject_and_algorithm() throws Exception {
        var administrator = new Typist(folder.resolve("administrator"));
        administrator.enrols(fake.invite(Role.ADMINISTRATOR));
        Files.writeString(list, "name,email,role\n佐藤 次郎,jiro@example.jp,officer\n");

        var done = administrator.types(
                "staff", "import", list.toString(), "--out", out.toString(), "--pin-stdin", "--json");

        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(invitation(0).role()).isEqualTo(Role.OFFICER);
        assertThat(invitation(0).subject()).isEmpty();
        Files.writeString(list, "name,email,role,algorithm\n佐藤 三郎,saburo@example.jp,officer,p-256\n");
        assertThat(fault(administrator.types("staff", "import", list.toString(), "--dry-run", "--json"), 0))
                .isEqualTo("signers-only");
    }

    @Test
    void the_words_of_a_list_cannot_command_a_terminal() throws Exception {
        Files.writeString(list, "name,email\nX\u001B[2J,no\u001B[2J\n");

        var checked = officer.typesWith("", "staff", "import", list.toString(), "--dry-run");

        assertThat(checked.lines().toString() + checked.err()).doesNotContain("\u001B");
    }
}
