package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All people of a server, in the order they were admitted, however many they are: page by page, so that no more than
 * one page is held here or there.
 *
 * <p>Each page is the SGM's answer to a question that names, under this device's signature, whom it begins behind. So
 * whoever carries the answers can leave no page out, tell none twice and mix none in: they can only keep them back.
 */
final class Everybody {
    private Everybody() {}

    /** Is shown a page. */
    interface Reader {
        /** Takes the next people, at most {@link Statement.ListPeople#MOST_ON_A_PAGE}. */
        void take(List<Results.Person> people) throws Refusal;
    }

    /**
     * Shows everybody. Whoever is admitted meanwhile is shown too, behind all others.
     *
     * @throws Refusal if a page is refused or not believable; what was shown before stands as it was signed
     */
    static void read(Seat.Present present, Reader reader) throws Refusal {
        var after = Optional.<String>empty();
        while (true) {
            var page = page(present, new Statement.ListPeople.Choice.Page(Statement.ListPeople.MOST_ON_A_PAGE, after));
            reader.take(page.people());
            if (!page.more()) {
                return;
            }
            after = Optional.of(page.people().get(page.people().size() - 1).user());
        }
    }

    private static Results.PeoplePage page(Seat.Present present, Statement.ListPeople.Choice.Page asked)
            throws Refusal {
        try {
            var told = present.conversation().ask(head -> new Statement.ListPeople(head, asked));
            var page = Results.PeoplePage.read(told.content());
            var users = page.people().stream().map(Results.Person::user).toList();
            var all = Stream.concat(asked.after().stream(), users.stream()).distinct();
            if (users.size() > asked.most()
                    || all.count() != users.size() + asked.after().stream().count()
                    || (page.more() && users.isEmpty())) {
                throw new Malformed("not the page that was asked for");
            }
            return page;
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }
}
