package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.words.GuestWords;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.Node;

/** What is told beside a name before it is signed: letters that look like others, and others of the same name. */
final class NameNotices {
    private static final int MOST_ALIKE = 3;

    private NameNotices() {}

    /**
     * Those that there are, possibly none.
     *
     * @param sentence the text that tells of the others
     * @param known by what another is told apart
     */
    static List<Node> of(
            Words words,
            String name,
            List<StaffDesk.Listed> alike,
            String sentence,
            Function<StaffDesk.Listed, String> known) {
        var notices = new ArrayList<Node>();
        var closely = GuestWords.lookAlikes(name, words.language());
        if (!closely.isEmpty()) {
            var notice = Pieces.text(closely, "amber-text");
            notice.setId("look-alikes");
            notices.add(notice);
        }
        if (!alike.isEmpty()) {
            var others = alike.stream()
                    .limit(MOST_ALIKE)
                    .map(there -> words.text(
                            "review.alike.one",
                            Printable.name(there.name()),
                            Printable.name(known.apply(there)),
                            words.text("state." + there.state())))
                    .collect(Collectors.joining(words.text("comma")));
            var notice =
                    Pieces.text(words.text(sentence, others, Math.max(0, alike.size() - MOST_ALIKE)), "amber-text");
            notice.setId("alike");
            notices.add(notice);
        }
        return notices;
    }
}
