package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.LinkLimits;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Migrations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody is told page by page, in the order they were admitted. */
final class PeoplePagesTest {
    private static final int MOST = Statement.ListPeople.MOST_ON_A_PAGE;

    @TempDir
    Path folder = Path.of("");

    private TestSgm sgm;
    private TestDevice officer;

    @BeforeEach
    void begin() {
        sgm = new TestSgm(folder);
        officer = sgm.officer();
    }

    @AfterEach
    void end() {
        sgm.close();
    }

    private static Bytes name(int i) {
        return Bytes.utf8("name " + i).sha256();
    }

    private String invites(int i) throws Malformed {
        var invite = new Statement.Invite(
                officer.head(sgm.now()),
                Role.SIGNER,
                Bytes.utf8("secret " + i).sha256(),
                sgm.now().plus(Duration.ofDays(3)),
                Optional.of("CN=P" + i),
                Optional.of(KeyAlgorithm.P_256),
                Optional.empty(),
                Optional.of(name(i)));
        return Results.Invited.read(TestSgm.done(sgm.send(officer.seal(invite, sgm))))
                .user();
    }

    /** So many signers, some in the same second and some not. */
    private List<String> admitted(int people) throws Malformed {
        var users = new ArrayList<String>();
        for (var i = 0; i < people; i++) {
            users.add(invites(i));
            if (i % 50 == 49) {
                sgm.clock.move(Duration.ofSeconds(1));
            }
        }
        return users;
    }

    private Statement.ListPeople question(int most, Optional<String> after) {
        return new Statement.ListPeople(officer.head(sgm.now()), new Statement.ListPeople.Choice.Page(most, after));
    }

    private Results.PeoplePage page(int most, Optional<String> after) throws Malformed {
        return Results.PeoplePage.read(TestSgm.done(sgm.send(officer.seal(question(most, after), sgm))));
    }

    private static Optional<String> last(Results.PeoplePage page) {
        return Optional.of(page.people().get(page.people().size() - 1).user());
    }

    private List<Results.Person> everybody(int most) throws Malformed {
        var all = new ArrayList<Results.Person>();
        var page = page(most, Optional.empty());
        all.addAll(page.people());
        while (page.more()) {
            assertThat(page.people()).hasSize(most);
            page = page(most, last(page));
            all.addAll(page.people());
        }
        return all;
    }

    @Test
    void three_hundred_people_are_told_in_pages_of_seven_each_once_in_the_order_they_were_admitted() throws Exception {
        var users = admitted(300);

        var told = everybody(7);

        assertThat(told)
                .extracting(Results.Person::user)
                .startsWith(sgm.administrator().user, officer.user)
                .endsWith(users.toArray(String[]::new))
                .hasSize(302);
        assertThat(told.get(2 + 41).displayHash()).contains(name(41));
        assertThat(told.get(2 + 41).subject()).contains("CN=P41");
        assertThat(everybody(302)).isEqualTo(told);
        assertThat(everybody(MOST)).isEqualTo(told);
    }

    @Test
    void whoever_is_admitted_between_two_pages_is_on_a_later_one_and_what_changes_is_told_as_it_is() throws Exception {
        var users = admitted(5);
        var first = page(4, Optional.empty());

        var late = invites(5);
        TestSgm.done(sgm.send(
                officer.seal(new Statement.Revoke(officer.head(sgm.now()), sgm.whom(officer, users.get(4))), sgm)));
        var second = page(4, last(first));

        assertThat(first.more()).isTrue();
        assertThat(second.more()).isFalse();
        assertThat(second.people())
                .extracting(Results.Person::user)
                .containsExactly(users.get(2), users.get(3), users.get(4), late);
        assertThat(second.people().get(2).state()).isEqualTo("gone");
        // Somebody who is no more is still somebody behind whom a page begins.
        assertThat(page(4, Optional.of(users.get(4))).people())
                .extracting(Results.Person::user)
                .containsExactly(late);
        assertThat(page(4, Optional.of(late))).isEqualTo(new Results.PeoplePage(List.of(), false));
    }

    @Test
    void nobody_stands_behind_somebody_unknown() {
        var answer = sgm.send(officer.seal(question(7, Optional.of("0123456789abcdef")), sgm));

        assertThat(TestSgm.problem(answer).code()).isEqualTo(ProblemCode.PERSON_UNKNOWN);
    }

    @Test
    void a_page_is_the_answer_to_its_own_question_and_to_no_other() throws Exception {
        admitted(3);
        var first = question(2, Optional.empty());
        var second = question(2, last(page(2, Optional.empty())));
        var sealedFirst = officer.seal(first, sgm);
        var sealedSecond = officer.seal(second, sgm);

        var token = sgm.sendRaw(sealedFirst, Optional.empty());

        assertThat(Answer.open(token, sgm.identity, sealedFirst).statementSha256())
                .contains(StatementText.write(first).sha256());
        assertThatThrownBy(() -> Answer.open(token, sgm.identity, sealedSecond)).isInstanceOf(Malformed.class);
        var altered = token.substring(0, token.length() / 2)
                + (token.charAt(token.length() / 2) == 'A' ? 'B' : 'A')
                + token.substring(token.length() / 2 + 1);
        assertThatThrownBy(() -> Answer.open(altered, sgm.identity, sealedFirst))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void only_the_helpdesk_is_told() throws Exception {
        var signer = sgm.newSigner();
        var question = new Statement.ListPeople(
                signer.head(sgm.now()), new Statement.ListPeople.Choice.Page(1, Optional.of(signer.user)));

        assertThat(TestSgm.problem(sgm.send(signer.seal(question, sgm))).code()).isEqualTo(ProblemCode.NOT_PERMITTED);
    }

    /** As many rows as whoever has the row key writes at once; admitting them one by one takes a quarter of an hour. */
    private List<String> written(int people) {
        var users = IntStream.range(0, people).mapToObj("%016x"::formatted).toList();
        var now = sgm.now();
        sgm.whileClosed(() -> {
            var random = new SecureRandom();
            try (var vault = Vault.open(folder.resolve("vault.key"), random);
                    var database = Database.openExisting(folder.resolve("sgm.db"), Migrations.of(Sgm.class, "sgm"));
                    var nobodys = Secret.taking(new byte[32]);
                    var blind = new RowGuard(nobodys, random);
                    var keys = new SqlRecords(database, blind).read(rows -> ServiceKeys.open(rows, vault));
                    var guard = new RowGuard(keys.rowKey(), random)) {
                new SqlRecords(database, guard).write(rows -> {
                    for (var i = 0; i < people; i++) {
                        rows.put(new PersonRow(
                                users.get(i),
                                Role.SIGNER,
                                PersonRow.State.INVITED,
                                Optional.of("CN=山田 " + i),
                                Optional.of(KeyAlgorithm.P_256),
                                3,
                                officer.id(),
                                now.plusSeconds(i / 100)));
                    }
                    return Bytes.EMPTY;
                });
            }
        });
        sgm.clock.move(Duration.ofSeconds(people / 100));
        return users;
    }

    /** The pages go through the link, stay as quick as the first, and hold everybody. */
    @Test
    @Tag("long")
    void a_hundred_thousand_people_are_told_in_pages_and_not_in_one_answer() throws Exception {
        var users = new ArrayList<>(written(100_000));
        users.addAll(admitted(2 * MOST));
        var told = new HashSet<String>();
        var pages = new ArrayList<Long>();
        var longest = 0;
        var after = Optional.<String>empty();
        for (var more = true; more; ) {
            var sealed = officer.seal(question(MOST, after), sgm);
            var asked = System.nanoTime();
            var token = sgm.sendRaw(sealed, Optional.empty());
            pages.add((System.nanoTime() - asked) / 1_000_000);
            longest = Math.max(longest, token.length());
            var page = Results.PeoplePage.read(TestSgm.done(Answer.open(token, sgm.identity, sealed)));
            page.people().forEach(person -> told.add(person.user()));
            after = last(page);
            more = page.more();
        }

        System.out.printf(
                "%d pages, longest answer %d characters, ms first %d last %d most %d%n",
                pages.size(),
                longest,
                pages.get(0),
                pages.get(pages.size() - 1),
                pages.stream().mapToLong(ms -> ms).max().orElseThrow());
        assertThat(told).hasSize(users.size() + 2).containsAll(users);
        assertThat(pages).hasSize(103);
        assertThat(longest).isLessThan(LinkLimits.MAX_BODY_BYTES / 16);
        var atOnce = sgm.send(officer.seal(new Statement.ListPeople(officer.head(sgm.now())), sgm));
        assertThat(TestSgm.problem(atOnce).code()).isEqualTo(ProblemCode.TOO_MANY_PEOPLE);
    }
}
