package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.PasswordField;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Shortcuts;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The selected document: its pages large and in little, and what there is to say about it. */
final class PreviewPane extends BorderPane {
    private final SignModel model;
    private final Words words;
    private final PageColumn pages;
    private final Thumbnails thumbnails;
    private final SpotBox spot;
    private final SearchBar search;
    /** Whole, as rows above have no room for it: what differs between two names may stand anywhere in them. */
    private final Label name = Pieces.text("", "document-name");

    private final Label where = Pieces.quiet("");
    private final Label place = Pieces.line("", "quiet", "page-of");
    private final VBox notes = new VBox();
    private final HBox tools;
    private final StackPane middle = new StackPane();
    private @Nullable Marked marked;

    PreviewPane(SignModel model, Words words) {
        this.model = model;
        this.words = words;
        getStyleClass().addAll("card", "preview");
        pages = new PageColumn(model.preview(), words);
        spot = new SpotBox(model, pages, words);
        var toSpot = Pieces.iconButton(Icon.STAMP, words.text("spot.go"), spot::reveal);
        toSpot.setId("to-spot");
        search = new SearchBar(model.preview(), pages, words);
        var find = Pieces.iconButton(Icon.SEARCH, words.text("search.open"), search::open);
        find.setId("find");
        Shortcuts.whileShown(
                this,
                new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN),
                () -> model.preview().state() instanceof PreviewModel.State.Open
                        && model.stage() == SignModel.Stage.QUEUE,
                search::open);
        thumbnails = new Thumbnails(model.preview(), words, pages::goTo);
        tools = new HBox(
                place,
                toSpot,
                find,
                Pieces.iconButton(Icon.ZOOM_OUT, words.text("zoom.out"), pages::zoomOut),
                Pieces.iconButton(Icon.ZOOM_IN, words.text("zoom.in"), pages::zoomIn),
                Pieces.iconButton(Icon.FULL_WIDTH, words.text("zoom.width"), pages::fitWidth),
                Pieces.iconButton(Icon.WHOLE_PAGE, words.text("zoom.page"), pages::fitPage));
        tools.getStyleClass().add("tools");
        tools.setAlignment(Pos.CENTER_RIGHT);
        place.setMinWidth(Region.USE_PREF_SIZE);
        tools.setMinWidth(Region.USE_PREF_SIZE);
        name.setId("preview-name");
        where.setId("preview-folder");
        var whole = new VBox(name, where);
        whole.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(whole, Priority.ALWAYS);
        var head = new HBox(whole, tools);
        head.getStyleClass().add("card-head");
        head.setAlignment(Pos.CENTER_LEFT);
        notes.getStyleClass().add("notes");
        setTop(new VBox(head, search, notes));
        setCenter(middle);
        pages.currentProperty().addListener((property, before, now) -> turned(now.intValue()));
        Watching.whileShown(this, this::state, model.preview().stateProperty(), model.selectedProperty());
        Watching.whileShown(this, this::marks, model.queue(), model.placing().changesProperty());
        Watching.whileShown(
                toSpot,
                () -> Pieces.show(
                        toSpot,
                        Optional.ofNullable(model.selectedProperty().get())
                                .flatMap(model.placing()::spot)
                                .isPresent()),
                model.placing().changesProperty(),
                model.queue(), // its pages may be open before it is known that it can be signed
                model.preview().stateProperty());
        Watching.whileShown(this, this::turnToWanted, model.wantedPageProperty());
    }

    private void turned(int page) {
        if (model.preview().state() instanceof PreviewModel.State.Open open && page > 0) {
            place.setText(words.text("page.of", page, open.sizes().size()));
            thumbnails.follow(page);
        }
    }

    private void turnToWanted() {
        var page = model.wantedPageProperty().get();
        if (page > 0 && model.preview().state() instanceof PreviewModel.State.Open) {
            model.turned();
            pages.goTo(page);
        }
    }

    private void state() {
        var document = model.selectedProperty().get();
        name.setText(document == null ? "" : document.name());
        whereItLies();
        var state = model.preview().state();
        var open = state instanceof PreviewModel.State.Open;
        Pieces.show(tools, open);
        if (!open) {
            Pieces.show(search, false);
        }
        setLeft(null);
        if (state instanceof PreviewModel.State.Open opened) {
            var many = opened.sizes().size() > 1;
            setLeft(many ? thumbnails : null);
            thumbnails.show(many ? document : null, many ? opened.sizes() : List.of());
            middle.getChildren().setAll(pages);
            pages.show(opened.sizes());
            turned(1);
            turnToWanted();
        } else if (state instanceof PreviewModel.State.Whole && document != null) {
            pages.show(List.of());
            middle.getChildren().setAll(whole(document));
        } else {
            pages.show(List.of());
            middle.getChildren()
                    .setAll(
                            state instanceof PreviewModel.State.Failed failed
                                    ? document != null
                                                    && document.lockedProperty().get()
                                            ? locked(document, failed.why())
                                            : refused(failed.why())
                                    : Pieces.quiet(document == null ? "" : words.text("reading")));
        }
        marks();
    }

    private ScrollPane whole(QueuedDocument document) {
        var open = Pieces.button(Icon.OPEN, words.text("whole.open"), () -> model.read(document));
        open.setId("open-whole");
        var box = new VBox(
                Icon.DOCUMENT.node("large-icon"),
                Pieces.text(words.text("whole.title"), "section-title", "centered"),
                Pieces.text(words.text("whole.text"), "centered"),
                open);
        return middle(box);
    }

    private static ScrollPane middle(VBox box) {
        box.getStyleClass().addAll("refusal", "readable");
        var scroll = new ScrollPane(new StackPane(box));
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.getStyleClass().add("bare");
        return scroll;
    }

    /** A password is all that it lacks: the user's to be read, or the owner's to be signed. */
    private ScrollPane locked(QueuedDocument document, Problem why) {
        var whose = why.code() == ProblemCode.DOCUMENT_PROTECTED ? "owner." : "";
        var prompt = words.text("password." + whose + "prompt");
        var field = new PasswordField(prompt);
        field.setId("document-password");
        Runnable open = () -> model.unlock(document, field.take());
        var button = Pieces.button(words.text("password.open"), open, "accent");
        button.setId("unlock");
        button.disableProperty().bind(field.lengthProperty().isEqualTo(0));
        field.setOnEnter(() -> {
            if (field.length() > 0) {
                open.run();
            }
        });
        var wrong = Pieces.trouble(words.text("password.wrong"));
        wrong.setId("password-wrong");
        Pieces.shownWhile(wrong, document.wrongPasswordsProperty().greaterThan(0));
        return middle(new VBox(
                Icon.LOCK.node("large-icon"),
                Pieces.text(words.text("password." + whose + "title"), "section-title", "centered"),
                Pieces.text(words.text("password." + whose + "text"), "centered"),
                Pieces.field(prompt, field),
                wrong,
                button,
                Pieces.button(words.text("remove.button"), () -> model.remove(document))));
    }

    private ScrollPane refused(Problem why) {
        var sentence = Pieces.text(ProblemWords.sentence(why, words.language()), "centered");
        var icon = Icon.TROUBLE.node("large-icon", "amber");
        var remove = Pieces.button(words.text("remove.button"), () -> {
            var unwanted = model.selectedProperty().get();
            if (unwanted != null) {
                model.remove(unwanted);
            }
        });
        var box = new VBox(icon, Pieces.text(words.text("cannot.sign"), "section-title", "centered"), sentence);
        var document = model.selectedProperty().get();
        if (document != null) {
            HiddenThings.reasons(document, words.language())
                    .forEach(reason -> box.getChildren().add(Pieces.text(reason, "centered")));
        }
        if (document != null) {
            var text = Pieces.text(words.text("repair.text"), "muted", "centered");
            var repair = Pieces.button(words.text("repair"), () -> model.repair(document), "accent");
            repair.setId("repair");
            for (var node : List.of(text, repair)) {
                Pieces.shownWhile(node, document.repairableProperty());
            }
            box.getChildren().addAll(text, repair);
        }
        box.getChildren().add(remove);
        return middle(box);
    }

    /** Of two documents with one name, where this one lies. */
    private void whereItLies() {
        var document = model.selectedProperty().get();
        var twin = document != null
                && model.queue().stream()
                        .anyMatch(each -> each != document && each.name().equals(document.name()));
        where.setText(twin ? Printable.name(String.valueOf(document.file().getParent())) : "");
        Pieces.show(where, twin);
    }

    /** What the marks are about; other documents of the queue change without them. */
    private record Marked(
            @Nullable QueuedDocument document,
            Optional<DocumentFacts> facts,
            int seen,
            int flaws,
            int hidden,
            Object placed) {}

    private void marks() {
        whereItLies();
        var selected = model.selectedProperty().get();
        var now = new Marked(
                selected,
                selected == null ? Optional.empty() : selected.facts(),
                selected == null ? 0 : selected.seenCount(),
                selected == null ? 0 : selected.findingsProperty().get(),
                selected == null ? 0 : selected.hiddenThings().size(),
                model.placing().changesProperty().getValue());
        if (!now.equals(marked)) {
            marked = now;
            remark();
        }
    }

    private void remark() {
        thumbnails.remark();
        notes.getChildren().clear();
        var document = model.selectedProperty().get();
        if (document == null) {
            return;
        }
        document.repairedFrom().ifPresent(damaged -> {
            var note = Pieces.trouble(words.text("repaired", Printable.name(String.valueOf(damaged.getFileName()))));
            note.setId("repaired");
            notes.getChildren().add(note);
        });
        document.facts().filter(facts -> !facts.signers().isEmpty()).ifPresent(facts -> {
            var text = Pieces.text(
                    words.text("signed.before", String.join(words.text("and"), facts.signers())), "note-text");
            HBox.setHgrow(text, Priority.ALWAYS);
            var note = new HBox(Icon.SIGNED_BEFORE.node("note-icon"), text);
            note.getStyleClass().add("note");
            notes.getChildren().add(note);
        });
        if (model.placing().byHand(document) && model.placing().spot(document).isPresent()) {
            var text = Pieces.text(words.text("spot.by.hand"), "note-text");
            HBox.setHgrow(text, Priority.ALWAYS);
            var all = new Hyperlink(words.text("spot.for.all"));
            all.setId("spot-for-all");
            all.setOnAction(event -> model.placing().forAll(document));
            Pieces.show(all, model.queue().size() > 1);
            var rule = new Hyperlink(words.text("spot.follow"));
            rule.setId("spot-follow");
            rule.setOnAction(event -> model.placing().followRule(document));
            var note = new HBox(Icon.STAMP.node("note-icon"), text, all, rule);
            note.getStyleClass().add("note");
            note.setAlignment(Pos.CENTER_LEFT);
            notes.getChildren().add(note);
        }
        var placed = model.placing().placed(document);
        placed.missing().ifPresent(why -> {
            var note = Pieces.trouble(MissingPlace.sentence(why, words));
            note.setId("spot-missing");
            var here = new Hyperlink(words.text("spot.here"));
            here.setId("spot-here");
            here.setMinWidth(Region.USE_PREF_SIZE);
            here.setOnAction(event -> {
                model.placing()
                        .placeByHand(
                                document, Math.max(1, pages.currentProperty().get()));
                spot.reveal();
            });
            note.getChildren().add(here);
            notes.getChildren().add(note);
        });
        if (placed instanceof Placed.LookedFor) {
            notes.getChildren().add(Pieces.quiet(words.text("place.looking")));
        }
        if (!document.undecodablePages().isEmpty()) {
            notes.getChildren().add(Pieces.trouble(words.text("undecodable", list(document.undecodablePages()))));
        }
        if (!document.substitutedPages().isEmpty()) {
            var text = Pieces.text(words.text("substituted", list(document.substitutedPages())), "note-text");
            HBox.setHgrow(text, Priority.ALWAYS);
            var note = new HBox(Icon.NOTE.node("note-icon"), text);
            note.getStyleClass().add("note");
            notes.getChildren().add(note);
        }
    }

    private String list(Set<Integer> numbers) {
        return new TreeSet<>(numbers).stream().map(String::valueOf).collect(Collectors.joining(words.text("comma")));
    }
}
