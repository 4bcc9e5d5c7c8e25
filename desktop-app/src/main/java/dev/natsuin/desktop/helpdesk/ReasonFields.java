package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.words.ReasonWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.layout.VBox;

/** Where whoever orders something chooses why, and says it in their own words. */
final class ReasonFields extends VBox {
    private static final double WIDEST = 460;

    private final ComboBox<Reason.Code> code;

    ReasonFields(ReasonModel model, String name, Words words) {
        getStyleClass().add("stack");
        code = Pieces.combo(
                FXCollections.observableArrayList(model.codes()),
                each -> ReasonWords.word(each, words.language()),
                name);
        code.setId("reason");
        code.setPromptText(words.text("reason.choose"));
        code.setMaxWidth(WIDEST);
        code.valueProperty().bindBidirectional(model.codeProperty());
        var note = new TextField();
        note.setId("reason-note");
        note.setMaxWidth(WIDEST);
        note.setTextFormatter(new TextFormatter<String>(change -> fits(change) ? change : null));
        note.textProperty().bindBidirectional(model.noteProperty());
        var noteField = Pieces.field("", note);
        var label = (Label) noteField.getChildren().get(0);
        label.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> words.text(
                                model.codeProperty().get() == Reason.Code.OTHER ? "reason.note.needed" : "reason.note"),
                        model.codeProperty()));
        note.accessibleTextProperty().bind(label.textProperty());
        var unseen = Pieces.text(words.text("reason.note.unseen"), "amber-text");
        unseen.setId("reason-unseen");
        Pieces.shownWhile(unseen, Bindings.createBooleanBinding(model::isNoteUnfit, model.noteProperty()));
        getChildren().addAll(Pieces.field(name, code), noteField, unseen, Pieces.quiet(words.text("reason.read.by")));
    }

    private static boolean fits(TextFormatter.Change change) {
        var text = change.getControlNewText();
        return text.codePointCount(0, text.length()) <= Reason.LONGEST_NOTE;
    }

    /** An order that says why is no statement to an SGM from before there were reasons: then that is said, too. */
    static void older(VBox body, Optional<Problem> problem, Words words) {
        if (problem.filter(why -> why.code() == ProblemCode.STATEMENT_NOT_ACCEPTED)
                .isPresent()) {
            body.getChildren().add(Pieces.quiet(words.text("reason.older")));
        }
    }

    /** Where the focus goes first. */
    Node first() {
        return code;
    }
}
