package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.ChosenPath;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Opener;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ReasonWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.device.Pin;
import java.time.ZoneId;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/** The person to whom something is done is shown back with the signed name; then the PIN; then what came of it. */
final class MeasureView extends VBox {
    private final HelpdeskModel model;
    private final MeasureModel measure;
    private final Words words;
    private final Dates dates;
    private final Chooser chooser;
    private final Opener opener;

    MeasureView(HelpdeskModel model, Words words, Dates dates, Chooser chooser, Opener opener) {
        this.model = model;
        this.measure = model.measure();
        this.words = words;
        this.dates = dates;
        this.chooser = chooser;
        this.opener = opener;
        setId("measure-pane");
        getStyleClass().add("card");
        Watching.whileShown(this, this::draw, measure.stageProperty(), measure.problemProperty());
    }

    private void draw() {
        measure.whom().ifPresent(person -> {
            switch (measure.stage()) {
                case ASKING -> asking(person);
                case RUNNING -> Sheets.lay(this, Sheets.body(title(person), words.text("running")));
                case DONE -> measure.changed().ifPresent(changed -> done(person, changed));
                case OPEN -> open(person);
                case MEANWHILE -> meanwhile(person);
            }
        });
    }

    private String key(String part) {
        return "measure." + measure.kind() + "." + part;
    }

    private String title(StaffDesk.Person person) {
        return words.text(key("title"), person.listed().name());
    }

    private void asking(StaffDesk.Person person) {
        var listed = person.listed();
        var body = Sheets.body(title(person), words.text(key("text")));
        var name = new VBox();
        if (!listed.kana().isEmpty()) {
            name.getChildren().add(Pieces.quiet(listed.kana()));
        }
        var large = Pieces.text(listed.name(), "review-name");
        large.setId("review-name");
        name.getChildren().addAll(large, Pieces.quiet(words.text("named." + listed.named())));
        name.getStyleClass().add("code-box");
        var facts = Pieces.facts();
        Pieces.fact(
                facts, words.text("fact.email"), listed.email().isEmpty() ? words.text("not.told") : listed.email());
        listed.role().ifPresent(role -> Pieces.fact(facts, words.text("fact.role"), words.text("role." + role)));
        listed.subject().ifPresent(subject -> Pieces.fact(facts, words.text("fact.subject"), subject));
        Pieces.fact(facts, words.text("fact.user"), listed.user());
        var pin = new PinField(words.text("pin"));
        pin.setId("pin");
        pin.setMaxWidth(360);
        var why = new ReasonFields(measure.reason(), words.text("reason"), words);
        var first = measure.reason().complete().get() ? pin : why.first();
        body.getChildren().addAll(name, facts, why);
        if (measure.kind() == MeasureModel.Kind.RE_ENROL) {
            body.getChildren().add(Pieces.field(words.text("form.folder"), folder()));
        }
        body.getChildren().addAll(Pieces.quiet(words.text("measure.log")), Pieces.field(words.text("pin"), pin));
        Sheets.trouble(body, measure.problem(), words);
        ReasonFields.older(body, measure.problem(), words);
        var on = Pieces.button(
                words.text(key("on")),
                () -> measure.order(new StaffDesk.Dress(words.language(), ZoneId.systemDefault()), pin.take()),
                "accent");
        on.setId("go-on");
        on.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> pin.length() < Pin.SHORTEST
                                || !measure.reason().complete().get()
                                || (measure.kind() == MeasureModel.Kind.RE_ENROL
                                        && measure.folderProperty().get() == null),
                        pin.lengthProperty(),
                        measure.reason().complete(),
                        measure.folderProperty()));
        pin.setOnEnter(on::fire);
        var back = Pieces.button(Icon.BACK, words.text("back"), model::back, "flat");
        back.setId("back");
        Sheets.lay(this, body, back, Pieces.spacer(), on);
        Sheets.focus(first);
    }

    private Node folder() {
        return ChosenPath.stack(
                "folder",
                Icon.FOLDER,
                words.text("folder.choose"),
                words.text("folder.none"),
                measure.folderProperty(),
                () -> chooser.folder(words.text("folder.dialog")));
    }

    private void done(StaffDesk.Person person, StaffDesk.Changed changed) {
        var name = person.listed().name();
        var waits = changed.sheet().flatMap(StaffDesk.Admitted::waitsUntil);
        var body = waits.isPresent()
                ? Sheets.body(words.text("waits.title", name), words.text("waits.text", dates.moment(waits.get())))
                : Sheets.body(words.text(key("done"), name), words.text(key("done.text"), name));
        var facts = Pieces.facts();
        if (waits.isPresent()) {
            Pieces.fact(facts, words.text("measure.ended"), words.text("waits.nothing"));
        } else if (measure.kind() == MeasureModel.Kind.REVOKE || measure.kind() == MeasureModel.Kind.RE_ENROL) {
            Pieces.fact(
                    facts,
                    words.text("measure.ended"),
                    words.text("measure.ended.what", changed.devices(), changed.keys()));
        }
        Pieces.fact(
                facts,
                words.text("reason"),
                ReasonWords.sentence(measure.reason().reason(), words.language()));
        Pieces.fact(facts, words.text("measure.entry"), words.text("act.log", Long.toString(changed.logIndex())));
        body.getChildren().add(facts);
        var on = Pieces.button(words.text("to.person"), model::back, "accent");
        on.setId("finish");
        changed.sheet()
                .ifPresentOrElse(
                        sheet -> {
                            Pieces.fact(
                                    facts,
                                    words.text("fact.sheet"),
                                    sheet.sheet().toString());
                            Pieces.fact(facts, words.text("fact.until"), dates.moment(sheet.expires()));
                            body.getChildren().add(Pieces.text(words.text("done.next"), "muted"));
                            var open =
                                    Pieces.button(Icon.OPEN, words.text("done.open"), () -> opener.open(sheet.sheet()));
                            open.setId("open-sheet");
                            Sheets.lay(this, body, open, Pieces.spacer(), on);
                        },
                        () -> Sheets.lay(this, body, Pieces.spacer(), on));
        Sheets.focus(on);
    }

    private void open(StaffDesk.Person person) {
        var body = Sheets.body(title(person), words.text("measure.open"));
        Sheets.trouble(body, measure.problem(), words);
        var on = Pieces.button(words.text("to.person"), model::back, "accent");
        on.setId("finish");
        Sheets.lay(this, body, Pieces.spacer(), on);
        Sheets.focus(on);
    }

    /** Somebody else was first: their order is told as soon as the person was asked for again. */
    private void meanwhile(StaffDesk.Person person) {
        var body = Sheets.body(title(person), words.text("measure.meanwhile"));
        Sheets.trouble(body, measure.problem(), words);
        body.getChildren().add(MeanwhileLine.of(model, words));
        var on = Pieces.button(words.text("to.person"), model::back, "accent");
        on.setId("finish");
        Sheets.lay(this, body, Pieces.spacer(), on);
        Sheets.focus(on);
    }
}
