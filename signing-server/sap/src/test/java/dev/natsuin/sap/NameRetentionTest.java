package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.message.PeopleLeftCall;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.account.DisplayName;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.retention.NameRetention;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.sap.store.SqlPeople;
import dev.natsuin.storage.Database;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of people who ended are erased, and nobody else's. */
final class NameRetentionTest {
    @TempDir
    Path folder = Path.of("");

    private final TestClock clock = new TestClock();
    private final FakeSgm sgm = new FakeSgm(clock);
    private Database database;
    private SqlPeople people;

    @BeforeEach
    void people() {
        database = SapDatabase.made(folder.resolve("sap.db"));
        people = new SqlPeople(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static String user(int number) {
        return "%016x".formatted(number);
    }

    private void keep(int number) {
        people.keepIfNew(user(number), new DisplayName("Person " + number, "", "", Bytes.of(new byte[32])));
    }

    private NameRetention retention() {
        return new NameRetention(sgm, people, 30, clock);
    }

    @Test
    void whoever_the_sgm_says_ended_is_erased_also_beyond_one_answer() {
        IntStream.of(1, 2, PeopleLeftCall.MOST + 5, PeopleLeftCall.MOST + 6).forEach(this::keep);
        sgm.left(IntStream.rangeClosed(2, PeopleLeftCall.MOST + 5)
                .mapToObj(NameRetentionTest::user)
                .toArray(String[]::new));

        try (var retention = retention()) {
            assertThat(retention.erase()).isEqualTo(2);
            assertThat(retention.erase()).isZero();
        }

        assertThat(people.all(9)).containsOnlyKeys(user(1), user(PeopleLeftCall.MOST + 6));
    }

    @Test
    void while_the_sgm_is_away_nothing_is_erased() {
        keep(1);
        sgm.left(user(1));
        sgm.away(true);

        try (var retention = retention()) {
            assertThatThrownBy(retention::erase).isInstanceOf(SgmAway.class);
            assertThat(people.all(9)).containsOnlyKeys(user(1));

            sgm.away(false);
            assertThat(retention.erase()).isEqualTo(1);
        }
    }
}
