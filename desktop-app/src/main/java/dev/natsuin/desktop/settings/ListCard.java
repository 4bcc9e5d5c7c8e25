package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Revealing;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** The trusted lists: which there are and whether they hold, and one more from a file. */
final class ListCard extends TrustPart {
    private final Chooser chooser;
    private final VBox lists = new VBox();

    ListCard(TrustModel model, Words words, Dates dates, Chooser chooser) {
        super(TrustModel.Part.LISTS, model, words, dates);
        this.chooser = chooser;
        setId("lists");
        lists.setId("list-sources");
        lists.getStyleClass().add("trust-sources");
        Watching.whileShown(
                this, this::draw, model.believedProperty(), model.lookedListProperty(), model.troubleProperty());
    }

    private void draw() {
        var focused = focused();
        getChildren()
                .setAll(
                        new VBox(Pieces.sectionTitle(words.text("list.title")), Pieces.quiet(words.text("list.text"))),
                        lists);
        lists.getChildren().clear();
        model.believed().ifPresent(believed -> {
            if (believed.lists().isEmpty()) {
                lists.getChildren().add(Pieces.text(words.text("list.none")));
            }
            believed.lists()
                    .forEach(source -> lists.getChildren()
                            .add(row(
                                    facts(source),
                                    words.text("trust.forget", name(source)),
                                    () -> model.forgetList(source))));
        });
        addTrouble("list-problem");
        var looked = model.lookedList();
        var next = looked.isPresent()
                ? Pieces.button(words.text("list.leave"), model::leaveList, "flat")
                : Pieces.button(Icon.ADD, words.text("list.add"), this::choose);
        next.setId(looked.isPresent() ? "list-leave" : "list-add");
        var below = looked.<Node>map(shown -> question(shown.list(), next)).orElse(next);
        getChildren().add(below);
        focused.ifPresent(node -> {
            next.requestFocus();
            Revealing.reveal(below);
        });
    }

    private void choose() {
        chooser.file(words.text("list.choose")).ifPresent(model::lookAtList);
    }

    private VBox question(Trusting.TrustedList list, Button leave) {
        var answers = new ArrayList<Button>();
        if (list.standing() == Trusting.Standing.HOLDS) {
            var believe = Pieces.button(words.text("list.believe"), model::believeList);
            believe.setId("list-believe");
            answers.add(believe);
        }
        if (list.standing() == Trusting.Standing.NOT_SIGNED) {
            var publisher = Pieces.button(
                    Icon.ADD,
                    words.text("list.publisher"),
                    () -> chooser.file(words.text("list.publisher.choose")).ifPresent(model::publisher));
            publisher.setId("list-publisher");
            answers.add(publisher);
        }
        answers.add(leave);
        var holds = list.standing() == Trusting.Standing.HOLDS;
        var facts = facts(facts(list));
        return question(
                "list-question",
                words.text(holds ? "list.question" : "list.not.yet"),
                holds ? List.of(facts) : List.of(facts, standing(list, "list.looked.")),
                answers);
    }

    private VBox facts(Trusting.ListSource source) {
        var list = source.list();
        if (list.standing() == Trusting.Standing.UNREADABLE) {
            return facts(List.of(Pieces.text(source.name()), standing(list, "list.standing.")));
        }
        var lines = new ArrayList<>(facts(list));
        if (list.standing() != Trusting.Standing.HOLDS) {
            lines.add(standing(list, "list.standing."));
        }
        return facts(lines);
    }

    private Node standing(Trusting.TrustedList list, String prefix) {
        var standing = Pieces.trouble(words.text(prefix + list.standing(), list.replaces()));
        standing.getStyleClass().add("list-standing");
        return standing;
    }

    private String name(Trusting.ListSource source) {
        var name = name(source.list());
        return name.isEmpty() ? source.name() : name;
    }

    private static String name(Trusting.TrustedList list) {
        return Stream.of(list.operator(), list.territory())
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** What the list says of itself, its digest, and who signed it. */
    private List<Node> facts(Trusting.TrustedList list) {
        var lines = new ArrayList<Node>();
        lines.add(Pieces.text(name(list).isEmpty() ? words.text("list.nameless") : name(list)));
        var next = list.next();
        lines.add(Pieces.quiet(words.text(
                "list.number",
                list.number().isEmpty() ? words.text("list.unsaid") : list.number(),
                next == null ? words.text("list.unsaid") : day(next))));
        if (list.standing() == Trusting.Standing.HOLDS) {
            lines.add(Pieces.quiet(words.text("list.authorities", list.authorities())));
        }
        lines.add(Pieces.quiet(words.text("list.digest", digest(list.sha256()))));
        list.signer().ifPresent(signer -> {
            lines.add(Pieces.text(words.text("list.signer", signer.subject())));
            lines.add(Pieces.quiet(words.text("trust.until", day(signer.until()))));
            lines.add(Pieces.quiet(words.text("list.signer.digest", digest(signer.sha256()))));
        });
        if (!list.replaces().isEmpty() && list.standing() == Trusting.Standing.HOLDS) {
            lines.add(Pieces.text(words.text("list.replaces", list.replaces())));
        }
        return lines;
    }
}
