package dev.natsuin.desktop.verify;

import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Drops;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The place where the signatures of a file are judged: the verdict first, in one sentence, then the signatures. */
public final class VerifyView extends StackPane {
    private static final double ROW = 44;
    private static final int ROWS_AT_MOST = 3;

    private final VerifyModel model;
    private final Words words;
    private final Dates dates;
    private final Chooser chooser;
    private final VBox answer = new VBox();
    private final Node empty;
    private final Node work;

    /** A view of this model. */
    public VerifyView(VerifyModel model, Words words, Dates dates, Chooser chooser) {
        this.model = model;
        this.words = words;
        this.dates = dates;
        this.chooser = chooser;
        setId("verify-view");
        getStyleClass().add("verify");
        empty = empty();
        work = work();
        var veil = new StackPane(Pieces.line(words.text("drop.now"), "section-title"));
        veil.getStyleClass().add("drop-veil");
        veil.setMouseTransparent(true);
        getChildren().addAll(empty, work, veil);
        Drops.accept(this, files -> {
            for (var i = files.size() - 1; i >= 0; i--) {
                model.verify(files.get(i));
            }
        });
        Watching.whileShown(this, this::draw, model.items(), model.selectedProperty());
    }

    private void choose() {
        chooser.documents().forEach(model::verify);
    }

    private Node empty() {
        var choose = Pieces.button(Icon.ADD, words.text("choose"), this::choose, "accent");
        choose.setId("choose");
        var zone = new VBox(
                Icon.VERIFY.node("large-icon"),
                Pieces.text(words.text("empty.title"), "page-title", "centered"),
                choose,
                Pieces.text(words.text("empty.text"), "muted", "centered"));
        zone.getStyleClass().add("drop-zone");
        zone.setAlignment(Pos.CENTER);
        var box = new StackPane(zone);
        box.getStyleClass().add("place-body");
        return box;
    }

    private Node work() {
        var add = Pieces.button(Icon.ADD, words.text("another"), this::choose);
        var head = Pieces.placeHead(words.text("title"), add);
        var list = new ListView<>(model.items());
        list.setId("verified");
        list.getStyleClass().addAll("card", "queue");
        list.setAccessibleText(words.text("files"));
        list.setCellFactory(unused -> new Cell());
        list.setMinHeight(Region.USE_PREF_SIZE);
        Watching.whileShown(
                list,
                () -> list.setPrefHeight(
                        ROW * Math.min(ROWS_AT_MOST, model.items().size()) + 4),
                model.items());
        list.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            if (now != null) {
                model.selectedProperty().set(now);
            }
        });
        Watching.whileShown(
                list,
                () -> list.getSelectionModel().select(model.selectedProperty().get()),
                model.selectedProperty());
        Pieces.shownWhile(list, Bindings.size(model.items()).greaterThan(1));
        answer.getStyleClass().add("answer");
        var scroll = new ScrollPane(answer);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        var body = new VBox(head, list, scroll);
        body.getStyleClass().add("place-body");
        return body;
    }

    private void draw() {
        var none = model.items().isEmpty();
        show(empty, none);
        show(work, !none);
        answer.getChildren().clear();
        var item = model.selectedProperty().get();
        if (item == null) {
            return;
        }
        item.answer()
                .ifPresentOrElse(
                        there -> {
                            there.given().ifPresent(verification -> judged(item, verification));
                            there.refusal().ifPresent(why -> refused(item, why));
                        },
                        () -> {
                            var wait = new ProgressIndicator();
                            wait.getStyleClass().add("small-progress");
                            var row = new HBox(wait, Pieces.line(words.text("verifying", item.name())));
                            row.getStyleClass().add("row");
                            answer.getChildren().setAll(row);
                        });
    }

    private void refused(VerifyModel.Item item, Problem why) {
        answer.getChildren()
                .setAll(
                        Pieces.line(item.name(), "section-title"),
                        Pieces.trouble(ProblemWords.sentence(why, words.language())));
        if (why.code() == ProblemCode.DOCUMENT_ENCRYPTED) {
            answer.getChildren().add(password(item));
        }
    }

    private Node password(VerifyModel.Item item) {
        var field = new PasswordField();
        field.setId("document-password");
        field.setPromptText(words.text("password.prompt"));
        field.setAccessibleText(words.text("password.prompt"));
        HBox.setHgrow(field, Priority.ALWAYS);
        Runnable verify = () -> {
            var octets = field.getText().getBytes(StandardCharsets.UTF_8);
            field.clear();
            model.verify(item.file(), Secret.taking(octets));
        };
        field.setOnAction(event -> verify.run());
        var row = new HBox(field, Pieces.button(Icon.VERIFY, words.text("password.verify"), verify));
        row.getStyleClass().add("row");
        return row;
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private void judged(VerifyModel.Item item, Verification verification) {
        var icon = icon(verification.verdict()).node("verdict-icon");
        var verdict = Pieces.text(words.text("verdict." + verification.verdict()), "page-title");
        verdict.setId("verdict");
        var sentence = Pieces.text(sentence(verification));
        sentence.setId("verdict-sentence");
        var name = Pieces.line(item.name(), "muted");
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        name.setTooltip(new Tooltip(item.file().toString()));
        var text = new VBox(verdict, sentence, name);
        text.getStyleClass().add("tight");
        HBox.setHgrow(text, Priority.ALWAYS);
        var head = new HBox(icon, text);
        head.getStyleClass().addAll("card", "verdict", "verdict-" + verification.verdict());
        head.setAccessibleText(verdict.getText() + " " + sentence.getText());
        answer.getChildren().setAll(head);
        if (!verification.signatures().isEmpty()) {
            answer.getChildren()
                    .add(Pieces.sectionTitle(
                            words.text("signatures", verification.signatures().size())));
        }
        verification.signatures().forEach(signature -> answer.getChildren().add(signature(signature)));
        if (!verification.timestamps().isEmpty()) {
            answer.getChildren().add(Pieces.sectionTitle(words.text("timestamps")));
        }
        verification.timestamps().forEach(each -> answer.getChildren().add(timestamp(each)));
    }

    private static Icon icon(Verification.Verdict verdict) {
        return switch (verdict) {
            case VALID -> Icon.VALID;
            case CHANGED -> Icon.TROUBLE;
            case INDETERMINATE -> Icon.UNKNOWN;
            case INVALID -> Icon.CROSS;
            case UNSIGNED -> Icon.UNSIGNED;
        };
    }

    /** One sentence to repeat on the phone. */
    private String sentence(Verification verification) {
        var signers = verification.signatures().stream()
                .map(Verification.Signature::signer)
                .distinct()
                .collect(Collectors.joining(words.text("and")));
        var last = verification.signatures().isEmpty()
                ? null
                : verification
                        .signatures()
                        .get(verification.signatures().size() - 1)
                        .time();
        var time = last == null ? words.text("time.unknown") : dates.moment(last);
        return words.text("sentence." + (verification.revoked() ? "REVOKED" : verification.verdict()), signers, time);
    }

    private Node signature(Verification.Signature signature) {
        var lines = new ArrayList<Node>();
        lines.add(Pieces.text(signature.signer(), "strong"));
        var time = signature.time();
        lines.add(Pieces.text(
                time == null
                        ? words.text("time.unknown")
                        : words.text(signature.timestamped() ? "time.proven" : "time.said", dates.moment(time)),
                "muted"));
        lines.add(Pieces.text(words.text("issued", signature.issuer(), signature.level()), "muted"));
        lines.add(Pieces.text(
                signature.trust().isEmpty()
                        ? words.text("trust.none")
                        : words.text(
                                "trust." + signature.trust(),
                                signature.evidence().trustSource()),
                "muted"));
        var silent = signature.evidence().path().stream()
                .flatMap(each -> each.unanswered().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!silent.isEmpty() && signature.subIndication().equals("TRY_LATER")) {
            lines.add(Pieces.text(words.text("states.silent", silent), "amber-text"));
        }
        if (signature.changes().isEmpty()) {
            lines.add(Pieces.text(words.text(signature.coversWholeFile() ? "covers.all" : "covers.part"), "muted"));
        }
        for (var change : known(signature.changes())) {
            lines.add(Pieces.text(change, "amber-text"));
        }
        if (!signature.subIndication().isEmpty()) {
            lines.add(Pieces.text(reason(signature.subIndication()), "muted"));
        }
        var text = new VBox();
        text.getChildren().addAll(lines);
        text.getStyleClass().add("tight");
        HBox.setHgrow(text, Priority.ALWAYS);
        // A signature that holds over a document that does not is nothing to be called valid.
        var changed = signature.indication() == Verification.Indication.TOTAL_PASSED
                && !signature.changes().isEmpty();
        var icon = switch (signature.indication()) {
            case TOTAL_PASSED -> changed ? Icon.TROUBLE : Icon.VALID;
            case INDETERMINATE -> Icon.UNKNOWN;
            case TOTAL_FAILED -> Icon.CROSS;
        };
        var state = Pieces.line(words.text("indication." + (changed ? "changed" : signature.indication())), "chip");
        state.setMinWidth(Region.USE_PREF_SIZE);
        var row = new HBox(icon.node("signature-icon"), text, state);
        row.getStyleClass().addAll("card", "signature");
        return row;
    }

    private List<String> known(List<Verification.Change> changes) {
        return changes.stream()
                .map(change -> {
                    var what = words.has("change." + change.code())
                            ? words.text("change." + change.code())
                            : words.text("change.other", change.code());
                    var pages = change.pages().stream().map(String::valueOf).collect(Collectors.joining(", "));
                    return pages.isEmpty() ? what : words.text("change.page", what, pages);
                })
                .distinct()
                .toList();
    }

    private Node timestamp(Verification.Timestamp timestamp) {
        var time = dates.moment(timestamp.time());
        var line = timestamp.believed()
                ? words.text("timestamp." + timestamp.kind(), time, timestamp.authority())
                : words.text("timestamp.unknown", time, timestamp.authority());
        var text = Pieces.text(line, timestamp.believed() ? "muted" : "amber-text");
        text.getStyleClass().add("timestamp");
        return text;
    }

    private String reason(String subIndication) {
        return words.has("reason." + subIndication)
                ? words.text("reason." + subIndication)
                : words.text("reason.other", subIndication);
    }

    private static final class Cell extends ListCell<VerifyModel.Item> {
        private Cell() {
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(VerifyModel.Item item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            var icon = item.answer()
                    .flatMap(answer -> answer.given())
                    .map(verification -> icon(verification.verdict()))
                    .orElse(item.answer().isPresent() ? Icon.TROUBLE : Icon.WAITING);
            var name = Pieces.line(item.name(), "document-name");
            name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            var row = new HBox(icon.node(), name);
            row.getStyleClass().add("queue-row");
            row.setAlignment(Pos.CENTER_LEFT);
            setAccessibleText(item.name());
            setGraphic(row);
        }
    }
}
