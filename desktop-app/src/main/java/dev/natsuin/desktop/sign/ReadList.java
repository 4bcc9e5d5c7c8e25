package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.Words;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * The list that is read through before signing, while what is found still comes in. Only rows that say something else
 * than before are made anew: whoever reads keeps the place.
 */
final class ReadList extends VBox {
    private static final int SHOWN_AT_MOST = 200;

    private final SignModel model;
    private final Words words;
    private final Label title = Pieces.pageTitle("");
    private final Label text = Pieces.text("", "muted");
    private final VBox left = new VBox();
    private final Label beingRead = Pieces.text("", "muted");
    private final Label looking = Pieces.text("", "muted");
    private final Label placing = Pieces.text("", "muted");
    private final VBox list = new VBox();
    private final VBox unplaced = new VBox();
    private final Map<QueuedDocument, Row> rows = new HashMap<>();
    private final Set<String> twins = new HashSet<>();
    private List<QueuedDocument> listed = List.of();
    private int leftOut;
    private List<Missing> missing = List.of();

    /** What a row says. */
    private record Said(
            int number,
            Optional<DocumentFacts> facts,
            int seen,
            boolean whole,
            List<Finding> hidden,
            boolean undecodable,
            Optional<Spot> spot,
            boolean twin) {}

    private record Row(Said said, HBox node) {
        /** What leads to the document stands at the end. */
        private Node look() {
            return node.getChildren().get(node.getChildren().size() - 1);
        }
    }

    /** A document that is left out, and why. */
    private record Missing(QueuedDocument document, String why) {}

    ReadList(SignModel model, Words words) {
        this.model = model;
        this.words = words;
        getStyleClass().add("sheet-body");
        list.setId("read-list");
        list.getStyleClass().add("rows");
        unplaced.setId("unplaced");
        unplaced.getStyleClass().add("rows");
        getChildren().addAll(title, text, left, waiting(beingRead), waiting(looking), waiting(placing), list, unplaced);
    }

    private static HBox waiting(Label text) {
        var wait = new ProgressIndicator();
        wait.getStyleClass().add("small-progress");
        var row = new HBox(wait, text);
        row.getStyleClass().add("row");
        return row;
    }

    /** Says what is so now; what stood uppermost stays where it was. */
    void update() {
        var uppermost = uppermost();
        say();
        uppermost.ifPresent(this::keep);
    }

    /** A row that is seen, and how far below the upper edge. */
    private record Uppermost(QueuedDocument document, double below) {}

    private Optional<ScrollPane> scroll() {
        for (Node above = getParent(); above != null; above = above.getParent()) {
            if (above instanceof ScrollPane there) {
                return Optional.of(there);
            }
        }
        return Optional.empty();
    }

    private Optional<Uppermost> uppermost() {
        return scroll().filter(there -> there.getVvalue() > 0)
                .flatMap(there -> rows.entrySet().stream()
                        .map(row -> new Uppermost(row.getKey(), below(there, row.getValue())))
                        .filter(row -> row.below() >= 0)
                        .min(Comparator.comparingDouble(Uppermost::below)));
    }

    private static double below(ScrollPane scroll, Row row) {
        return scroll.sceneToLocal(row.node().localToScene(0, 0)).getY();
    }

    private void keep(Uppermost before) {
        var scene = getScene();
        if (scene == null) {
            return;
        }
        scene.addPostLayoutPulseListener(new Runnable() {
            @Override
            public void run() {
                scene.removePostLayoutPulseListener(this);
                Optional.ofNullable(rows.get(before.document())).ifPresent(row -> shift(row, before.below()));
            }
        });
    }

    private void shift(Row row, double belowBefore) {
        scroll().ifPresent(there -> {
            var hidden = getHeight() - there.getViewportBounds().getHeight();
            if (hidden > 0 && row.node().getScene() == there.getScene()) {
                var moved = below(there, row) - belowBefore;
                there.setVvalue(Math.max(0, Math.min(1, there.getVvalue() + moved / hidden)));
            }
        });
    }

    private void say() {
        var ready = model.ready();
        title.setText(words.text("read.title", ready.size()));
        text.setText(words.text("read.text", ready.size()));
        var reading = model.stillReading();
        leftOut(model.queue().size() - ready.size() - reading);
        wait(beingRead, "read.reading", reading);
        wait(looking, "hidden.looking", model.stillLooking());
        wait(placing, "read.placing", model.stillPlacing());
        rows(ready);
        unplaced(model.withoutPlace().stream()
                .map(document -> new Missing(document, why(document)))
                .toList());
    }

    /** True if this is a part of the list, not of what is to be done with it. */
    boolean holds(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (each == this) {
                return true;
            }
        }
        return false;
    }

    private void leftOut(int now) {
        if (now != leftOut) {
            leftOut = now;
            left.getChildren().setAll(now == 0 ? List.of() : List.of(Pieces.trouble(words.text("read.left", now))));
        }
        Pieces.show(left, now > 0);
    }

    private void wait(Label label, String key, int count) {
        label.setText(count == 0 ? "" : words.text(key, count));
        Pieces.show(label.getParent(), count > 0);
    }

    /** Names that more than one document seems to have: only their folders tell which is which. */
    private void findTwins(List<QueuedDocument> ready) {
        if (ready.equals(listed)) {
            return;
        }
        listed = ready;
        twins.clear();
        var once = new HashSet<String>();
        ready.stream().map(ReadList::looks).filter(name -> !once.add(name)).forEach(twins::add);
    }

    private static String looks(QueuedDocument document) {
        return Normalizer.normalize(document.name(), Normalizer.Form.NFKC);
    }

    private void rows(List<QueuedDocument> ready) {
        findTwins(ready);
        var shown = ready.subList(0, Math.min(ready.size(), SHOWN_AT_MOST));
        rows.keySet().retainAll(new HashSet<>(shown));
        var wanted = new ArrayList<Node>();
        Optional<Row> reader = Optional.empty();
        for (var document : shown) {
            var said = said(wanted.size() + 1, document);
            var row = rows.get(document);
            if (row == null || !row.said().equals(said)) {
                var here = row != null && holdsFocus(row.node());
                row = new Row(said, row(said, document));
                rows.put(document, row);
                reader = here ? Optional.of(row) : reader;
            }
            wanted.add(row.node());
        }
        if (ready.size() > SHOWN_AT_MOST) {
            wanted.add(Pieces.text(words.text("rows.more", ready.size() - SHOWN_AT_MOST), "muted"));
        }
        put(wanted);
        reader.ifPresent(row -> row.look().requestFocus());
    }

    private boolean holdsFocus(Node row) {
        for (var each = getScene() == null ? null : getScene().getFocusOwner(); each != null; each = each.getParent()) {
            if (each == row) {
                return true;
            }
        }
        return false;
    }

    /** What stays is not taken out: it would lose the focus. */
    private void put(List<Node> wanted) {
        var there = list.getChildren();
        there.retainAll(new HashSet<>(wanted));
        for (var i = 0; i < wanted.size(); i++) {
            if (i >= there.size() || there.get(i) != wanted.get(i)) {
                there.remove(wanted.get(i));
                there.add(i, wanted.get(i));
            }
        }
    }

    private Said said(int number, QueuedDocument document) {
        return new Said(
                number,
                document.facts(),
                document.seenCount(),
                document.seenWhole(),
                document.hiddenThings(),
                !document.undecodablePages().isEmpty(),
                model.placing().spot(document),
                twins.contains(looks(document)));
    }

    private HBox row(Said said, QueuedDocument document) {
        var pages = said.facts().map(DocumentFacts::pages).orElse(0);
        var name = name(document.name());
        var seen = Pieces.line(
                said.whole()
                        ? words.text(pages == 0 ? "seen.opened" : "seen.all", pages)
                        : said.seen() == 0 ? words.text("seen.none") : words.text("seen.some", said.seen(), pages),
                "muted");
        var seenRow = new HBox((said.whole() ? Icon.SEEN : Icon.NOT_SEEN).node("small-icon"), seen);
        seenRow.getStyleClass().add("row");
        var about = new VBox(name, seenRow);
        if (said.twin()) {
            about.getChildren()
                    .add(
                            1,
                            Pieces.text(
                                    Printable.name(
                                            String.valueOf(document.file().getParent())),
                                    "quiet"));
        }
        said.facts()
                .filter(facts -> !facts.signers().isEmpty())
                .ifPresent(facts -> about.getChildren()
                        .add(Pieces.text(
                                words.text("signed.before", String.join(words.text("and"), facts.signers())),
                                "muted")));
        if (said.undecodable()) {
            about.getChildren().add(Pieces.text(words.text("undecodable.short"), "amber-text"));
        }
        about.getChildren().addAll(HiddenThings.of(document, words, page -> model.look(document, page)));
        HBox.setHgrow(about, Priority.ALWAYS);
        var row = new HBox(Pieces.line(Integer.toString(said.number()), "row-number"), about);
        thumb(said, document).ifPresent(row.getChildren()::add);
        row.getChildren().add(look(document));
        row.getStyleClass().add("sheet-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /** Where the signature will be seen, if it will. */
    private Optional<SpotThumb> thumb(Said said, QueuedDocument document) {
        return said.spot()
                .flatMap(spot -> said.facts()
                        .flatMap(facts -> Snapping.sizeOf(facts, spot.page()))
                        .map(size -> new SpotThumb(model.preview(), document, spot, size, words)));
    }

    private String why(QueuedDocument document) {
        return model.placing()
                .placed(document)
                .missing()
                .map(reason -> MissingPlace.sentence(reason, words))
                .orElse("");
    }

    /** The documents that are left out because the signature has no place in them, each with the reason. */
    private void unplaced(List<Missing> now) {
        Pieces.show(unplaced, !now.isEmpty());
        if (now.equals(missing)) {
            return;
        }
        missing = now;
        unplaced.getChildren().setAll(Pieces.sectionTitle(words.text("read.unplaced", now.size())));
        now.stream().limit(SHOWN_AT_MOST).forEach(each -> {
            var about = new VBox(name(each.document().name()), Pieces.text(each.why(), "amber-text"));
            HBox.setHgrow(about, Priority.ALWAYS);
            var row = new HBox(Icon.TROUBLE.node("small-icon", "amber"), about, look(each.document()));
            row.getStyleClass().add("sheet-row");
            row.setAlignment(Pos.CENTER_LEFT);
            unplaced.getChildren().add(row);
        });
        if (now.size() > SHOWN_AT_MOST) {
            unplaced.getChildren().add(Pieces.text(words.text("rows.more", now.size() - SHOWN_AT_MOST), "muted"));
        }
    }

    private Hyperlink look(QueuedDocument document) {
        var look = new Hyperlink(words.text("look"));
        look.setMinWidth(Region.USE_PREF_SIZE);
        look.setAccessibleText(words.text("look.at", document.name()));
        look.setOnAction(event -> model.look(document));
        return look;
    }

    /** Whole: what differs between two names may stand anywhere in them. */
    private static Label name(String name) {
        return Pieces.text(name, "document-name");
    }
}
