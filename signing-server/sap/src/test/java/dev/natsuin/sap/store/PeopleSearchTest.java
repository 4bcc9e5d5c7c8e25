package dev.natsuin.sap.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.account.DisplayName;
import dev.natsuin.sap.account.People;
import dev.natsuin.storage.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeopleSearchTest {
    private static final String HANAKO = "00000000000000a1";
    private static final String TARO = "00000000000000a2";
    private static final String ROBERT = "00000000000000a3";

    @TempDir
    static Path folder = Path.of("");

    private static Database database;
    private static SqlPeople people;

    @BeforeAll
    static void open() {
        database = SapDatabase.made(folder.resolve("sap.db"));
        people = new SqlPeople(database);
        keep(HANAKO, "山田 花子", "やまだ はなこ", "hanako.yamada@example.jp");
        keep(TARO, "佐藤太郎", "サトウ　タロウ", "t-satoh@example.com");
        keep(ROBERT, "Robert O'Neill", "", "bob@example.org");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static void keep(String user, String name, String kana, String email) {
        people.keepIfNew(user, new DisplayName(name, kana, email, Bytes.EMPTY));
    }

    private List<String> found(String query) {
        return people.found(query, 10).stream().map(People.Named::user).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "山",
                "山田",
                "山田花",
                "花子",
                "子",
                "田 花",
                "やま",
                "ハナコ",
                "ﾊﾅ",
                "yama",
                "Yamada Hana",
                "hanako yamada",
                "HANAKO.YAM",
                "example.jp",
                "00000000000000a1"
            })
    void hanako_is_found_by(String query) {
        assertThat(found(query)).containsExactly(HANAKO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"佐藤", "藤太", "太郎", "さとう", "sato", "Satō", "satou taro", "Satoh", "tarou", "t-sat"})
    void taro_is_found_by(String query) {
        assertThat(found(query)).containsExactly(TARO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rob", "ONeill", "o’neill", "bob@example.org", "Robert bob"})
    void robert_is_found_by(String query) {
        assertThat(found(query)).containsExactly(ROBERT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amada", "鈴木", "山田太郎", "robert yamada", "zzz"})
    void nobody_is_found_by(String query) {
        assertThat(found(query)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "*", "\"", "'", "-", "(", "^"})
    void a_query_without_a_word_finds_everybody_newest_first(String query) {
        assertThat(found(query)).containsSubsequence(ROBERT, TARO, HANAKO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"terms:yama", "yama\" OR \"sato", "NEAR(yama sato)", "yama OR sato", "rowid:1", "yama*sato"})
    void words_of_the_indexs_language_are_words_to_look_for(String query) {
        assertThat(found(query)).isEmpty();
    }

    @Test
    void no_more_are_found_than_were_wanted() {
        assertThat(people.found("example", 2)).hasSize(2);
    }

    @Test
    void a_name_from_before_the_index_is_found_after_the_next_start() {
        var user = "00000000000000a4";
        database.change(handle -> {
            handle.execute(
                    "INSERT INTO display (person, name, email) VALUES ('00000000000000a4', '高橋一', 'h@elsewhere.net')");
        });

        assertThat(new SqlPeople(database).found("高橋", 10))
                .extracting(People.Named::user)
                .containsExactly(user);
        assertThat(people.all(1_000)).containsKey(user);
    }

    @Test
    void what_was_said_with_the_name_comes_back() {
        var salt = Bytes.utf8("0123456789abcdef0123456789abcdef");
        var display = new DisplayName("𠮷野 髙", "よしの たか", "y@elsewhere.jp", salt);
        people.keepIfNew("00000000000000a5", display);

        assertThat(people.named(List.of("00000000000000a5", "00000000000000ff")))
                .containsExactly(new People.Named("00000000000000a5", display));
        assertThat(found("𠮷")).containsExactly("00000000000000a5");
    }

    /** 100,000 people with names as common as in Japan; every keystroke of what somebody types. */
    @Test
    @Tag("long")
    void a_hundred_thousand_people_are_searched_within_100_ms() {
        var random = new Random(39);
        var families = List.of("佐藤 さとう", "鈴木 すずき", "高橋 たかはし", "田中 たなか", "伊藤 いとう", "渡辺 わたなべ", "山本 やまもと", "中村 なかむら");
        var given = List.of("太郎 たろう", "花子 はなこ", "健一 けんいち", "美咲 みさき", "翔太 しょうた", "陽子 ようこ", "大輔 だいすけ", "愛 あい");
        try (var many = SapDatabase.made(folder.resolve("many.db"))) {
            many.change(handle -> {
                for (var i = 0; i < 100_000; i++) {
                    var f = families.get(random.nextInt(families.size())).split(" ", 2);
                    var g = given.get(random.nextInt(given.size())).split(" ", 2);
                    SqlPeople.keepIfNew(
                            handle,
                            String.format("%016x", 0x1000 + i),
                            new DisplayName(
                                    f[0] + " " + g[0], f[1] + " " + g[1], "user" + i + "@example.jp", Bytes.EMPTY));
                }
            });

            var all = new SqlPeople(many);
            var times = new ArrayList<Long>();
            for (var typed : List.of(
                    "佐藤",
                    "さとう たろう",
                    "satou tarou",
                    "takahashi misaki",
                    "山本 健一",
                    "user77777",
                    "渡辺花子",
                    "zzz",
                    "あ",
                    "や さ",
                    "example jp")) {
                for (var length = 1; length <= typed.length(); length++) {
                    for (var again = 0; again < 3; again++) {
                        var before = System.nanoTime();
                        all.found(typed.substring(0, length), 51);
                        times.add(System.nanoTime() - before);
                    }
                }
            }
            Collections.sort(times);
            var p99 = Duration.ofNanos(times.get(times.size() * 99 / 100));

            System.out.println("keystrokes " + times.size() + " p50 us " + times.get(times.size() / 2) / 1000
                    + " p99 us " + p99.toNanos() / 1000 + " max us " + times.get(times.size() - 1) / 1000);
            assertThat(p99).isLessThan(Duration.ofMillis(100));
        }
    }
}
