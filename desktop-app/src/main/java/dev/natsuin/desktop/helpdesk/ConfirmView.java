package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** What a person reads out on the telephone is typed here, shown large in its groups, and confirmed under the PIN. */
final class ConfirmView extends VBox {
    private static final int CHARACTERS = 16;

    private final HelpdeskModel model;
    private final ConfirmModel confirm;
    private final Words words;

    ConfirmView(HelpdeskModel model, Words words) {
        this.model = model;
        this.confirm = model.confirm();
        this.words = words;
        setId("confirm-pane");
        getStyleClass().add("card");
        Watching.whileShown(this, this::draw, confirm.stageProperty());
    }

    private void draw() {
        switch (confirm.stage()) {
            case TYPING -> typing();
            case RUNNING -> running();
            case DONE -> done();
        }
    }

    private String name() {
        return confirm.whom().map(person -> person.name()).orElse("");
    }

    private void typing() {
        var body = Sheets.body(words.text("confirm.title", name()), words.text("confirm.text"));
        var shown = Pieces.text("", "comparison-code");
        shown.setId("typed-fingerprint");
        shown.textProperty().bind(Bindings.createStringBinding(this::grouped, confirm.typedProperty()));
        var large = new VBox(Pieces.line(words.text("confirm.shown"), "field-name"), shown);
        large.getStyleClass().add("code-box");
        var field = new TextField();
        field.setId("fingerprint");
        field.getStyleClass().add("mono");
        field.setAccessibleText(words.text("confirm.field"));
        field.textProperty().bindBidirectional(confirm.typedProperty());
        var pin = new PinField(words.text("pin"));
        pin.setId("pin");
        pin.setMaxWidth(360);
        body.getChildren()
                .addAll(
                        Pieces.field(words.text("confirm.field"), field),
                        large,
                        Pieces.quiet(words.text("confirm.again")),
                        Pieces.field(words.text("pin"), pin));
        Sheets.trouble(body, confirm.problem(), words);
        var on = Pieces.button(words.text("confirm.on"), () -> confirm.confirm(pin.take()), "accent");
        on.setId("go-on");
        on.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> pin.length() < Pin.SHORTEST
                                || confirm.fingerprint().isEmpty(),
                        pin.lengthProperty(),
                        confirm.typedProperty()));
        pin.setOnEnter(on::fire);
        field.setOnAction(event -> pin.requestFocus());
        var back = Pieces.button(Icon.BACK, words.text("back"), model::back, "flat");
        Sheets.lay(this, body, back, Pieces.spacer(), on);
        // What was typed is still there; another PIN is asked for where that was what was wrong.
        var isPin = confirm.problem().filter(why -> why.code() == ProblemCode.PIN_WRONG);
        Sheets.focus(isPin.isPresent() ? pin : field);
    }

    /** What was typed so far in groups of four, places that are still empty as dots. */
    private String grouped() {
        var typed = confirm.typedProperty().get().toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
        var out = new StringBuilder();
        for (var i = 0; i < Math.max(CHARACTERS, typed.length()); i++) {
            if (i > 0 && i % 4 == 0) {
                out.append(' ');
            }
            out.append(i < typed.length() ? typed.charAt(i) : '.');
        }
        return out.toString();
    }

    private void running() {
        Sheets.lay(this, Sheets.body(words.text("confirm.title", name()), words.text("running")));
    }

    private void done() {
        var body = Sheets.body(words.text("confirm.done.title"), words.text("confirm.done.text", name()));
        body.getChildren().add(Pieces.quiet(words.text("act.log", Long.toString(confirm.logIndex()))));
        var on = Pieces.button(words.text("to.person"), model::back, "accent");
        on.setId("finish");
        Sheets.lay(this, body, Pieces.spacer(), on);
        Sheets.focus(on);
    }
}
