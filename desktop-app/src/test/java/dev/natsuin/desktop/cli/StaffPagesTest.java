package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody of a server, three at a time: an officer and seven signers. */
final class StaffPagesTest {
    private static final String STATEMENTS = "/api/v1/statements";

    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist officer;

    @BeforeEach
    void people() {
        fake = new FakeServer();
        officer = new Typist(folder.resolve("officer"));
        officer.enrols(fake.invite(Role.OFFICER));
        IntStream.range(0, 7).forEach(i -> fake.inviteSigner());
        fake.sgm.perPage = 3;
        fake.sgm.opened.clear();
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Typist.Outcome users() {
        return officer.types("staff", "users", "--json");
    }

    private static List<String> ids(Typist.Outcome outcome) {
        return IntStream.range(0, outcome.rows().size())
                .mapToObj(row -> outcome.text(row, "user"))
                .toList();
    }

    private List<Optional<String>> pagesAsked() {
        return fake.sgm.opened.stream()
                .map(statement -> (Statement.ListPeople) statement)
                .map(list -> ((Statement.ListPeople.Choice.Page) list.choice()).after())
                .toList();
    }

    /** From the second page on the SAP gives another answer than the one that came. */
    private void fromTheSecondOn(UnaryOperator<JsonObject> other) {
        var answers = new AtomicInteger();
        fake.lieOn = STATEMENTS;
        fake.lie = reply -> answers.incrementAndGet() == 1 ? reply : other.apply(reply);
    }

    /** The answers that the SAP hands on from now on, until it begins to lie. */
    private List<JsonObject> heardByTheSap() {
        var heard = new ArrayList<JsonObject>();
        fake.lieOn = STATEMENTS;
        fake.lie = reply -> {
            heard.add(reply);
            return reply;
        };
        return heard;
    }

    @Test
    void everybody_is_told_once_each_page_behind_the_one_before() {
        var users = users();

        assertThat(users.exit()).as(users.err()).isZero();
        var told = ids(users);
        assertThat(told).hasSize(8).doesNotHaveDuplicates();
        assertThat(users.text(0, "role")).isEqualTo("officer");
        assertThat(pagesAsked()).containsExactly(Optional.empty(), Optional.of(told.get(2)), Optional.of(told.get(5)));
    }

    @Test
    void a_last_page_that_is_full_is_the_last() {
        fake.sgm.perPage = 4;

        assertThat(ids(users())).hasSize(8).doesNotHaveDuplicates();

        assertThat(pagesAsked()).hasSize(2);
    }

    @Test
    void the_names_of_a_page_are_asked_for_at_once_and_compared_with_what_was_signed() throws Malformed {
        officer.types(
                "staff",
                "invite",
                "--name",
                "山田 花子",
                "--email",
                "h@example.com",
                "--out",
                folder.resolve("code").toString(),
                "--pin-stdin");
        var hanako = fake.sgm.lastInvited;
        var before = fake.count("/api/v1/people/search");

        var signed = users();
        fake.displays.put(
                hanako,
                JsonObject.with("name", "山田 華子")
                        .and("kana", "")
                        .and("email", "h@example.com")
                        .and("salt", Bytes.of(new byte[16]))
                        .build());
        var altered = users();

        assertThat(fake.count("/api/v1/people/search") - before).isEqualTo(6);
        assertThat(signed.text(8, "name")).isEqualTo("山田 花子");
        assertThat(signed.lines().get(8)).contains("\"unconfirmed\":[]");
        assertThat(altered.lines().get(8)).contains("\"unconfirmed\":[\"name\",\"email\"]");
        assertThat(altered.err()).contains("not what the officer signed");
    }

    @Test
    void whoever_is_admitted_between_two_pages_stands_behind_all_others() {
        var late = new ArrayList<String>();
        var before = ids(users());
        fromTheSecondOn(reply -> {
            if (late.isEmpty()) {
                fake.inviteSigner();
                late.add("one");
            }
            return reply;
        });

        var told = ids(users());

        assertThat(told).hasSize(9).startsWith(before.toArray(String[]::new)).doesNotHaveDuplicates();
    }

    @Test
    void a_page_that_the_sap_tells_twice_is_not_believed() {
        var first = new ArrayList<JsonObject>();
        fake.lieOn = STATEMENTS;
        fake.lie = reply -> {
            first.add(reply);
            return first.get(0);
        };

        stopsBehindTheFirstPage();
    }

    @Test
    void a_page_that_the_sap_leaves_out_for_the_next_one_is_not_believed() {
        var earlier = heardByTheSap();
        assertThat(users().exit()).isZero();
        fromTheSecondOn(reply -> earlier.get(2));

        stopsBehindTheFirstPage();
    }

    @Test
    void a_page_from_an_earlier_question_is_not_believed_though_it_is_the_same_page() {
        var earlier = heardByTheSap();
        assertThat(users().exit()).isZero();
        fromTheSecondOn(reply -> earlier.get(1));

        stopsBehindTheFirstPage();
    }

    @Test
    void an_answer_of_another_question_is_not_believed_to_be_a_page() {
        var others = heardByTheSap();
        officer.types("staff", "keys", "0123456789abcdef");
        fromTheSecondOn(reply -> others.get(0));

        stopsBehindTheFirstPage();
    }

    private void stopsBehindTheFirstPage() {
        var users = users();

        assertThat(users.exit()).as(users.err()).isEqualTo(4);
        assertThat(users.lines()).hasSize(3);
        assertThat(users.err()).doesNotContain("only the server’s word");
    }

    /** What an SGM that has lost its way says; it would never end. */
    @Test
    void a_signed_page_that_is_not_what_was_asked_for_is_not_believed() {
        var page = new AtomicInteger();
        for (UnaryOperator<String> wrong : List.<UnaryOperator<String>>of(
                text -> "{\"people\":[],\"more\":true}",
                text -> page.get() == 1 ? text : "{\"people\":[" + item(text) + "," + item(text) + "],\"more\":true}",
                text -> text.replace("\"more\":true", "\"total\":8"))) {
            page.set(0);
            fake.sgm.resultLie = result -> {
                page.incrementAndGet();
                return json(wrong.apply(result.toBytes().toUtf8()));
            };

            assertThat(users().exit()).isEqualTo(4);
            assertThat(page).hasValueLessThan(3);
        }
    }

    @Test
    void a_page_that_begins_with_the_one_behind_whom_it_was_asked_for_is_not_believed() {
        var first = new ArrayList<JsonObject>();
        fake.sgm.resultLie = result -> {
            first.add(result);
            return first.get(0);
        };

        assertThat(users().exit()).isEqualTo(4);
        assertThat(first).hasSize(2);
    }

    private static String item(String page) {
        return page.substring(page.indexOf('{', 1), page.indexOf('}') + 1);
    }

    private static JsonObject json(String text) {
        try {
            return JsonObject.strict(Bytes.utf8(text));
        } catch (Malformed e) {
            throw new AssertionError(text, e);
        }
    }

    @Test
    void an_sgm_from_before_is_said_to_be_one() {
        fake.sgm.knowsPages = false;

        var users = users();

        assertThat(users.exit()).isEqualTo(3);
        assertThat(users.lines()).isEmpty();
        assertThat(users.err()).contains("from before lists were told page by page");
    }

    @Test
    void names_that_the_server_keeps_to_itself_are_said_to_be_missing_and_everybody_is_told() {
        fake.withholdOn = "/api/v1/people/search";

        var users = users();

        assertThat(users.exit()).isZero();
        assertThat(users.lines()).hasSize(8);
        assertThat(users.err()).contains("would not tell the names");
    }
}
