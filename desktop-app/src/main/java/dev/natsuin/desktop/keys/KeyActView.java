package dev.natsuin.desktop.keys;

import dev.natsuin.desktop.desk.CertifiedName;
import dev.natsuin.desktop.desk.Devices;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Trial;
import dev.natsuin.desktop.keys.KeyActModel.Act;
import dev.natsuin.desktop.keys.KeyActModel.Outcome;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.desktop.ui.QrPicture;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Shortcuts;
import dev.natsuin.desktop.ui.Sizes;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.KeyKinds;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The sheet of one order about keys, computers or the PIN: what it means, the PIN, what came of it. */
final class KeyActView extends VBox {
    private static final double PIN_WIDTH = 360;

    private final KeyActModel model;
    private final Words words;
    private final Dates dates;

    KeyActView(KeyActModel model, Words words, Dates dates) {
        this.model = model;
        this.words = words;
        this.dates = dates;
        setId("key-act");
        getStyleClass().add("card");
        Shortcuts.whileShown(
                this,
                new KeyCodeCombination(KeyCode.ESCAPE),
                () -> model.stage() == KeyActModel.Stage.ASKING,
                model::leave);
        Watching.whileShown(
                this,
                this::draw,
                model.stageProperty(),
                model.problemProperty(),
                model.outcomeProperty(),
                model.differentProperty());
    }

    private void draw() {
        switch (model.stage()) {
            case ASKING -> {
                if (model.act() instanceof Act.ChangePin) {
                    pins();
                } else {
                    asking();
                }
            }
            case RUNNING -> Sheets.lay(this, Sheets.body(text("title"), words.text("running")));
            case DONE -> done();
            case OPEN -> open();
            case NONE -> getChildren().clear();
        }
    }

    private String name() {
        var act = model.act();
        if (act instanceof Act.Create) {
            return "create";
        }
        if (act instanceof Act.Import) {
            return "import";
        }
        if (act instanceof Act.Try) {
            return "try";
        }
        if (act instanceof Act.Renew) {
            return "renew";
        }
        if (act instanceof Act.Destroy) {
            return "destroy";
        }
        if (act instanceof Act.ChangePin) {
            return "pin.change";
        }
        return act instanceof Act.AddDevice ? "add" : "remove";
    }

    private String text(String part) {
        return words.text(name() + "." + part);
    }

    /** A stranger's certificate is not revoked here, and its key may be elsewhere, too. */
    private boolean isOfImported() {
        return model.act() instanceof Act.Destroy destroy && destroy.key().imported();
    }

    private static PinField pin(String id, String name) {
        var pin = new PinField(name);
        pin.setId(id);
        pin.setMaxWidth(PIN_WIDTH);
        return pin;
    }

    private Node back() {
        var back = Pieces.button(Icon.BACK, words.text("back"), model::leave, "flat");
        back.setId("back");
        return back;
    }

    private Node later() {
        var later = Pieces.button(words.text("try.later"), model::leave, "flat");
        later.setId("back");
        return later;
    }

    private void asking() {
        var last = model.act() instanceof Act.Try trying && trying.last();
        var body = Sheets.body(text(last ? "title.last" : "title"), text(isOfImported() ? "text.imported" : "text"));
        var pin = pin("pin", words.text("pin"));
        Node first = pin;
        var act = model.act();
        if (act instanceof Act.Create) {
            var kinds = Pieces.combo(
                    model.kinds(),
                    (KeyAlgorithm kind) -> KeyKinds.shown(kind, words.language()),
                    words.text("create.algorithm"));
            kinds.setId("algorithm");
            kinds.setMaxWidth(PIN_WIDTH);
            kinds.valueProperty().bindBidirectional(model.algorithmProperty());
            body.getChildren().addAll(Pieces.field(words.text("create.algorithm"), kinds), naming());
        } else if (act instanceof Act.Import opened) {
            body.getChildren().add(new GuestFacts(opened.file(), model.guestProperty(), words, dates));
        } else if (act instanceof Act.Try trying) {
            trying.key().ifPresent(key -> body.getChildren().add(key(key)));
        } else if (act instanceof Act.Renew renew) {
            body.getChildren().addAll(key(renew.key()), naming());
        } else if (act instanceof Act.Destroy destroy) {
            body.getChildren().add(key(destroy.key()));
        } else if (act instanceof Act.RemoveDevice remove) {
            body.getChildren().addAll(device(remove.device()));
            if (remove.last()) {
                body.getChildren().add(Pieces.trouble(words.text("remove.last")));
            } else if (remove.device().own()) {
                body.getChildren().add(Pieces.trouble(words.text("remove.own")));
            }
        }
        if (model.toType().isPresent()) {
            first = typed(body, model.toType().get(), pin);
        }
        body.getChildren().add(Pieces.field(words.text("pin"), pin));
        model.problem().ifPresent(why -> Sheets.trouble(body, sentence(why)));
        var on = Pieces.button(text("on"), () -> model.order(pin.take()), "accent");
        on.setId("go-on");
        on.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> pin.length() < Pin.SHORTEST || !model.isMeant(),
                        pin.lengthProperty(),
                        model.typedProperty(),
                        model.guestProperty(),
                        model.namingProperty()));
        pin.setOnEnter(on::fire);
        Sheets.lay(this, body, last ? later() : back(), Pieces.spacer(), on);
        Sheets.focus(first);
    }

    /** The name that the certificate will have, beside what is typed meanwhile; of a renewed one, if it is another. */
    private Node naming() {
        var text = Pieces.text("");
        text.setId("certified-name");
        Watching.whileShown(
                text,
                () -> {
                    var naming = model.namingProperty().get();
                    var name = naming == null ? Optional.<CertifiedName>empty() : naming.name();
                    var told = name.map(this::told);
                    text.setText(naming == null ? words.text("name.asking") : told.orElse(""));
                    Pieces.show(
                            text,
                            naming == null
                                    ? model.problem().isEmpty()
                                    : name.filter(this::isNew).isPresent());
                },
                model.namingProperty());
        return text;
    }

    private boolean isNew(CertifiedName name) {
        return !(model.act() instanceof Act.Renew renew) || renew.key().hasOlderNameThan(name);
    }

    private String told(CertifiedName name) {
        var subject = Printable.name(name.subject());
        return model.act() instanceof Act.Renew
                ? name.changed()
                        .map(since -> words.text("name.renewed.since", subject, dates.day(since)))
                        .orElseGet(() -> words.text("name.renewed", subject))
                : words.text("name.created", subject);
    }

    private String sentence(Problem why) {
        return model.act() instanceof Act.Import
                ? ProblemWords.importing(why, words.language())
                : ProblemWords.sentence(why, words.language());
    }

    /** Where what ends for ever is spelled out; what is asked for stands as it does in the facts above. */
    private TextField typed(VBox body, String asked, PinField pin) {
        var field = new TextField();
        field.setId("typed");
        field.getStyleClass().add("mono");
        field.setMaxWidth(PIN_WIDTH);
        field.textProperty().bindBidirectional(model.typedProperty());
        var removing = model.act() instanceof Act.RemoveDevice;
        var shown = removing ? asked.toUpperCase(Locale.ROOT) : asked;
        var ask = words.text(name() + ".type", shown);
        field.setAccessibleText(ask);
        field.setOnAction(event -> pin.requestFocus());
        var other = Pieces.text(words.text("typed.other", shown), "amber-text");
        other.setId("typed-other");
        Pieces.shownWhile(other, Bindings.createBooleanBinding(model::isMistyped, model.typedProperty()));
        body.getChildren().add(new VBox(Pieces.field(ask, field), other));
        return field;
    }

    private Node key(KeyRow key) {
        var facts = Pieces.facts();
        var certificate = key.certificate();
        if (certificate != null) {
            Pieces.fact(facts, words.text("fact.subject"), certificate.subject());
            Pieces.fact(facts, words.text("fact.until"), dates.day(certificate.notAfter()));
        }
        Pieces.fact(
                        facts,
                        words.text("fact.key"),
                        words.text("key.value", KeyKinds.shown(key.algorithm(), words.language()), key.keyId()))
                .setId("act-key");
        return facts;
    }

    private Node device(Devices.Row device) {
        var facts = Pieces.facts();
        Pieces.fact(facts, words.text("fact.fingerprint"), Sizes.grouped(device.fingerprint()))
                .setId("act-device");
        Pieces.fact(facts, words.text("fact.enrolled"), dates.moment(device.enrolled()));
        return facts;
    }

    private void pins() {
        var body = Sheets.body(text("title"), text("text"));
        var before = pin("pin", words.text("pin.before"));
        var next = pin("pin-new", words.text("pin.new"));
        var again = pin("pin-again", words.text("pin.again"));
        var both = new HBox(Pieces.field(words.text("pin.new"), next), Pieces.field(words.text("pin.again"), again));
        both.getStyleClass().add("columns");
        both.getChildren().forEach(child -> HBox.setHgrow(child, Priority.ALWAYS));
        next.setMinWidth(0);
        again.setMinWidth(0);
        both.setMaxWidth(2 * PIN_WIDTH);
        body.getChildren()
                .addAll(Pieces.field(words.text("pin.before"), before), both, Pieces.quiet(words.text("pin.advice")));
        if (model.differentProperty().get()) {
            Sheets.trouble(body, words.text("pin.different"));
        }
        Sheets.trouble(body, model.problem(), words);
        var on = Pieces.button(text("on"), () -> model.changePin(before.take(), next.take(), again.take()), "accent");
        on.setId("go-on");
        on.disableProperty().bind(tooShort(before).or(tooShort(next)).or(tooShort(again)));
        before.setOnEnter(next::requestFocus);
        next.setOnEnter(again::requestFocus);
        again.setOnEnter(on::fire);
        Sheets.lay(this, body, back(), Pieces.spacer(), on);
        Sheets.focus(before);
    }

    private static BooleanBinding tooShort(PinField pin) {
        return Bindings.lessThan(pin.lengthProperty(), Pin.SHORTEST);
    }

    private void done() {
        var outcome = model.outcome();
        if (outcome.isEmpty()) {
            return;
        }
        var what = outcome.get();
        var body = what instanceof Outcome.Key made
                ? made(made.key())
                : what instanceof Outcome.PinChanged changed
                        ? Sheets.body(
                                text("done.title"),
                                text("done.text"),
                                Pieces.quiet(words.text("act.log", Long.toString(changed.logIndex()))))
                        : what instanceof Outcome.Code code
                                ? code(code.code())
                                : what instanceof Outcome.Tried tried
                                        ? tried(tried.trial())
                                        : what instanceof Outcome.Removed removed
                                                ? removed(removed.removed())
                                                : Sheets.body(text("title"), words.text("add.over"));
        var on = Pieces.button(words.text("done.on"), model::leave, "accent");
        on.setId("finish");
        if (what instanceof Outcome.Key made
                && !(model.act() instanceof Act.Destroy)
                && made.key().status() == KeyRow.Status.READY) {
            var trying = Pieces.button(
                    words.text("try"),
                    () -> model.begin(new Act.Try(Optional.of(made.key()), false, words.language(), dates.zone())));
            trying.setId("try");
            Sheets.lay(this, body, trying, Pieces.spacer(), on);
        } else {
            Sheets.lay(this, body, Pieces.spacer(), on);
        }
        Sheets.focus(on);
    }

    /** What each of both judges said, by itself; a registration ends only where both found it well. */
    private VBox tried(Trial trial) {
        var state = trial.passed() ? "passed" : trial.open() ? "open" : "failed";
        var facts = Pieces.facts();
        Pieces.fact(facts, words.text("try.fact.log"), words.text("act.log", Long.toString(trial.logIndex())));
        Pieces.fact(facts, words.text("try.fact.own"), words.text("try.own"));
        var reason = trial.subIndication().isEmpty() ? "" : words.text("try.reason", trial.subIndication());
        Pieces.fact(facts, words.text("try.fact.second"), words.text("try.second." + trial.indication()) + reason)
                .setId("try-second");
        Pieces.fact(
                facts,
                words.text("try.fact.certificate"),
                words.text(trial.sameCertificate() ? "try.certificate" : "try.certificate.other"));
        var body = Sheets.body(words.text("try." + state + ".title"), words.text("try." + state + ".text"), facts);
        body.setId("tried-" + state);
        if (!trial.passed()) {
            body.getChildren().add(1, Pieces.trouble(words.text(care(trial, state))));
        }
        return body;
    }

    private static String care(Trial trial, String state) {
        if (trial.unknownAuthority()) {
            return "try.open.authority";
        }
        return trial.experimental() ? "try.open.experimental" : "try." + state + ".care";
    }

    private VBox made(KeyRow key) {
        var certificate = key.certificate();
        var until = certificate == null ? "" : dates.day(certificate.notAfter());
        return Sheets.body(
                text("done.title"),
                words.text(name() + (isOfImported() ? ".done.text.imported" : ".done.text"), until),
                key(key));
    }

    private VBox removed(Devices.Removed removed) {
        return Sheets.body(
                text("done.title"),
                removed.keys().isEmpty()
                        ? text("done.text")
                        : words.text("remove.done.last", removed.keys().size()),
                Pieces.quiet(words.text("act.log", Long.toString(removed.logIndex()))));
    }

    /** The code as text and picture; both leave the window with this sheet. */
    private VBox code(Devices.Code code) {
        var text = code.text()
                .use(octets -> new String(octets, StandardCharsets.US_ASCII))
                .strip();
        var written = Pieces.text(text, "mono");
        written.setId("code");
        written.setWrapText(true);
        HBox.setHgrow(written, Priority.ALWAYS);
        var picture = QrPicture.of(text, words.text("add.qr"));
        picture.setId("qr");
        var row = new HBox(picture, new VBox(Pieces.line(words.text("add.code"), "field-name"), written));
        row.getStyleClass().addAll("columns", "code-box");
        row.setAlignment(Pos.CENTER_LEFT);
        var until = Pieces.text(words.text("add.until", dates.moment(code.expires())));
        until.setId("code-until");
        return Sheets.body(text("done.title"), text("done.text"), row, until, Pieces.quiet(words.text("add.secret")));
    }

    private void open() {
        var body = Sheets.body(text("title"), words.text("open.text"));
        Sheets.trouble(body, model.problem(), words);
        var on = Pieces.button(words.text("done.on"), model::leave, "accent");
        on.setId("finish");
        Sheets.lay(this, body, Pieces.spacer(), on);
        Sheets.focus(on);
    }
}
