package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Drops;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.desktop.ui.Revealing;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ReasonWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/** The form for another name, what is and what will be side by side before it is signed, and what came of it. */
final class AmendView extends VBox {
    /** More who are called alike are only counted. */
    private static final double PIN_WIDTH = 360;

    private static final double NAMES_PERCENT = 22;
    private static final double VALUES_PERCENT = 39;

    private final HelpdeskModel model;
    private final AmendModel amend;
    private final Words words;
    private final Chooser chooser;

    AmendView(HelpdeskModel model, Words words, Chooser chooser) {
        this.model = model;
        this.amend = model.amend();
        this.words = words;
        this.chooser = chooser;
        setId("amend-pane");
        getStyleClass().add("card");
        Drops.accept(this, files -> {
            if (amend.stage() == AmendModel.Stage.FORM) {
                amend.evidence(files.get(0));
            }
        });
        Watching.whileShown(this, this::draw, amend.stageProperty());
    }

    private void draw() {
        amend.whom().ifPresent(person -> {
            switch (amend.stage()) {
                case FORM -> form(person.listed());
                case REVIEW -> review(person.listed());
                case RUNNING -> Sheets.lay(this, Sheets.body(title(person.listed()), words.text("running")));
                case DONE -> amend.changed().ifPresent(changed -> done(person.listed(), changed));
                case OPEN -> open(person.listed());
                case MEANWHILE -> meanwhile(person.listed());
            }
        });
    }

    /** A name that nobody signed is no title. */
    private String title(StaffDesk.Listed listed) {
        return amend.isSigned()
                ? words.text("amend.title", listed.name())
                : words.text("amend.title.number", listed.user());
    }

    private void form(StaffDesk.Listed listed) {
        var body = Sheets.body(title(listed), words.text("amend.form.text"));
        if (!amend.isSigned()) {
            var unsigned = Pieces.trouble(words.text("amend.unsigned"));
            unsigned.setId("amend-unsigned");
            body.getChildren().add(unsigned);
        }
        var facts = Pieces.facts();
        Pieces.fact(facts, words.text("fact.user"), listed.user());
        listed.subject().ifPresent(subject -> Pieces.fact(facts, words.text("fact.subject"), Printable.name(subject)));
        var name = InviteView.text("name", amend.nameProperty());
        body.getChildren()
                .addAll(
                        facts,
                        InviteView.columns(
                                with(
                                        Pieces.field(words.text("form.name"), name),
                                        AmendModel.Fault.NAME_MISSING,
                                        AmendModel.Fault.NAME_TOO_LONG,
                                        AmendModel.Fault.NAME_UNSEEN),
                                with(
                                        Pieces.field(
                                                words.text("form.kana"), InviteView.text("kana", amend.kanaProperty())),
                                        AmendModel.Fault.KANA_NOT_KANA)),
                        with(
                                Pieces.field(words.text("form.email"), InviteView.text("email", amend.emailProperty())),
                                AmendModel.Fault.EMAIL_NOT_ONE),
                        certificates(),
                        keys(),
                        with(Pieces.field(words.text("amend.evidence"), evidence()), AmendModel.Fault.EVIDENCE_MISSING),
                        with(
                                new VBox(new ReasonFields(amend.reason(), words.text("reason"), words)),
                                AmendModel.Fault.REASON_MISSING,
                                AmendModel.Fault.NOTHING_CHANGES),
                        trouble());
        var back = Pieces.button(Icon.BACK, words.text("back"), model::back, "flat");
        back.setId("back");
        var on = Pieces.button(words.text("amend.compare"), () -> review(body), "accent");
        on.setId("go-on");
        on.setDefaultButton(true);
        Sheets.lay(this, body, back, Pieces.spacer(), on);
        Sheets.focus(name);
    }

    private VBox certificates() {
        var choice = new CheckBox(words.text("amend.certificates"));
        choice.setId("in-certificates");
        choice.setWrapText(true);
        choice.selectedProperty().bindBidirectional(amend.inCertificatesProperty());
        var subject = InviteView.text("subject", amend.subjectProperty());
        subject.disableProperty().bind(amend.inCertificatesProperty().not());
        var field = with(Pieces.field(words.text("amend.subject"), subject), AmendModel.Fault.SUBJECT_NOT_ONE);
        var both = new VBox(choice, field, Pieces.quiet(words.text("amend.subject.hint")));
        both.getStyleClass().add("stack");
        return both;
    }

    /** What becomes of the keys of now is said by whoever gives the name; nothing ends unless they say so. */
    private VBox keys() {
        var group = new ToggleGroup();
        var stay = choice("stay", group, false);
        var end = choice("end", group, true);
        var both = new VBox(
                Pieces.line(words.text("amend.keys"), "field-name"),
                stay,
                indented("amend.keys.stay.text"),
                end,
                indented("amend.keys.end.text"));
        both.getStyleClass().add("stack");
        return both;
    }

    private RadioButton choice(String name, ToggleGroup group, boolean ends) {
        var choice = new RadioButton(words.text("amend.keys." + name));
        choice.setId("keys-" + name);
        choice.setWrapText(true);
        choice.setToggleGroup(group);
        choice.setSelected(amend.endKeysProperty().get() == ends);
        Pieces.whenSelected(choice, () -> amend.endKeysProperty().set(ends));
        return choice;
    }

    private Node indented(String key) {
        return Pieces.quiet(words.text(key));
    }

    private VBox with(VBox field, AmendModel.Fault... possible) {
        for (var fault : possible) {
            var line = Pieces.text(words.text("fault." + fault), "amber-text", "fault");
            line.setId("fault-" + fault);
            Pieces.shownWhile(
                    line,
                    Bindings.createBooleanBinding(
                            () -> amend.faultsProperty().get().contains(fault), amend.faultsProperty()));
            field.getChildren().add(line);
        }
        return field;
    }

    private Node evidence() {
        return new EvidenceField(
                words,
                chooser,
                words.text("amend.evidence.hint"),
                amend.evidenceProperty(),
                amend::evidence,
                amend::clearEvidence);
    }

    /** A file that turns out to be unreadable later is told, while whoever fills the form in goes on where they are. */
    private Node trouble() {
        var trouble = new VBox();
        trouble.getStyleClass().add("stack");
        Watching.whileShown(
                trouble,
                () -> {
                    trouble.getChildren().clear();
                    Sheets.trouble(trouble, amend.problem(), words);
                    Pieces.show(trouble, amend.problem().isPresent());
                    trouble.getChildren().forEach(Revealing::reveal);
                },
                amend.problemProperty());
        return trouble;
    }

    /** Where something is to be mended, there the focus goes, and it is seen. */
    private void review(VBox body) {
        amend.review();
        body.lookupAll(".fault").stream().filter(Node::isVisible).findFirst().ifPresent(fault -> {
            Optional.ofNullable(fault.getParent().lookup(".combo-box"))
                    .or(() -> Optional.ofNullable(fault.getParent().lookup(".text-field")))
                    .or(() -> Optional.ofNullable(fault.getParent().lookup(".button")))
                    .ifPresent(Sheets::focus);
            Revealing.reveal(fault);
        });
    }

    private void review(StaffDesk.Listed before) {
        var now = amend.now();
        var body = Sheets.body(title(before), words.text("amend.review.text"));
        var grid = compared(before, now);
        body.getChildren().add(grid);
        notices(body, now);
        var facts = Pieces.facts();
        Pieces.fact(facts, words.text("fact.user"), before.user());
        Pieces.fact(facts, words.text("amend.keys"), words.text(keys(now))).setId("keys-then");
        var evidence = amend.evidenceProperty().get();
        Pieces.fact(
                facts,
                words.text("fact.evidence"),
                evidence == null
                        ? words.text("evidence.none")
                        : words.text(
                                "amend.evidence.whole",
                                String.valueOf(evidence.file().getFileName()),
                                evidence.sha256().toHex()));
        Pieces.fact(
                facts, words.text("reason"), ReasonWords.sentence(amend.reason().reason(), words.language()));
        var pin = new PinField(words.text("pin"));
        pin.setId("pin");
        pin.setMaxWidth(PIN_WIDTH);
        body.getChildren()
                .addAll(facts, Pieces.quiet(words.text("amend.leaves")), Pieces.field(words.text("pin"), pin));
        Sheets.trouble(body, amend.problem(), words);
        if (amend.problem()
                .filter(why -> why.code() == ProblemCode.STATEMENT_NOT_ACCEPTED)
                .isPresent()) {
            body.getChildren().add(Pieces.quiet(words.text("amend.older")));
        }
        var on = Pieces.button(words.text("amend.on"), () -> amend.order(pin.take()), "accent");
        on.setId("go-on");
        on.disableProperty().bind(Bindings.lessThan(pin.lengthProperty(), Pin.SHORTEST));
        pin.setOnEnter(on::fire);
        var back = Pieces.button(Icon.BACK, words.text("back.form"), amend::back, "flat");
        back.setId("back");
        Sheets.lay(this, body, back, Pieces.spacer(), on);
        Sheets.focus(pin);
    }

    private String keys(StaffDesk.NewName now) {
        if (now.endKeys()) {
            return "amend.keys.end.then";
        }
        return amend.changesCertificates() ? "amend.keys.stay.then" : "amend.keys.same";
    }

    /** What is beside what will be; what changes stands out. */
    private GridPane compared(StaffDesk.Listed before, StaffDesk.NewName now) {
        var grid = new GridPane();
        grid.setId("compared");
        grid.getStyleClass().addAll("facts", "code-box");
        grid.getColumnConstraints().addAll(column(NAMES_PERCENT), column(VALUES_PERCENT), column(VALUES_PERCENT));
        grid.addRow(
                0, Pieces.quiet(""), Pieces.quiet(words.text("amend.before")), Pieces.quiet(words.text("amend.after")));
        var signed = amend.isSigned();
        row(grid, "form.name.short", signed ? Optional.of(before.name()) : Optional.empty(), now.name());
        row(grid, "form.kana", signed ? Optional.of(before.kana()) : Optional.empty(), now.kana());
        row(grid, "form.email", signed ? Optional.of(before.email()) : Optional.empty(), now.email());
        row(grid, "fact.subject", before.subject(), now.subject());
        return grid;
    }

    private static ColumnConstraints column(double percent) {
        var column = new ColumnConstraints();
        column.setPercentWidth(percent);
        column.setMinWidth(0);
        return column;
    }

    private void row(GridPane grid, String key, Optional<String> before, String now) {
        var same = before.filter(now::equals).isPresent();
        var then = Pieces.text(shown(before), "muted");
        var after = Pieces.text(same ? words.text("amend.same") : shown(Optional.of(now)), same ? "muted" : "strong");
        after.setId("after-" + key.replace('.', '-'));
        grid.addRow(grid.getRowCount(), Pieces.quiet(words.text(key)), then, after);
    }

    private String shown(Optional<String> value) {
        return value.map(text -> text.isEmpty() ? words.text("not.told") : Printable.name(text))
                .orElse(words.text("amend.not.signed"));
    }

    private void notices(VBox body, StaffDesk.NewName now) {
        body.getChildren()
                .addAll(NameNotices.of(words, now.name(), amend.alike(), "amend.alike", StaffDesk.Listed::user));
        if (now.endKeys()) {
            var ends = Pieces.trouble(words.text("amend.keys.end.care"));
            ends.setId("keys-end-care");
            body.getChildren().add(ends);
        }
    }

    private void done(StaffDesk.Listed before, StaffDesk.Changed changed) {
        var now = amend.now();
        var body = Sheets.body(
                words.text(isCalledOtherwise(before, now) ? "amend.done" : "amend.done.shown", now.name()),
                words.text(
                        now.endKeys()
                                ? "amend.done.end"
                                : amend.changesCertificates() ? "amend.done.stay" : "amend.done.same"));
        var facts = Pieces.facts();
        Pieces.fact(facts, words.text("fact.user"), before.user());
        if (now.endKeys()) {
            Pieces.fact(
                    facts,
                    words.text("measure.ended"),
                    words.text("measure.ended.what", changed.devices(), changed.keys()));
        }
        Pieces.fact(
                facts, words.text("reason"), ReasonWords.sentence(amend.reason().reason(), words.language()));
        Pieces.fact(facts, words.text("measure.entry"), words.text("act.log", Long.toString(changed.logIndex())));
        body.getChildren().add(facts);
        ended(body);
    }

    private boolean isCalledOtherwise(StaffDesk.Listed before, StaffDesk.NewName now) {
        return !amend.isSigned() || amend.changesCertificates() || !now.name().equals(before.name());
    }

    private void open(StaffDesk.Listed before) {
        var body = Sheets.body(title(before), words.text("measure.open"));
        Sheets.trouble(body, amend.problem(), words);
        ended(body);
    }

    private void ended(VBox body) {
        var on = Pieces.button(words.text("to.person"), model::back, "accent");
        on.setId("finish");
        Sheets.lay(this, body, Pieces.spacer(), on);
        Sheets.focus(on);
    }

    /** Somebody else was first: their order is told as soon as the person was asked for again. */
    private void meanwhile(StaffDesk.Listed before) {
        var body = Sheets.body(title(before), words.text("measure.meanwhile"));
        Sheets.trouble(body, amend.problem(), words);
        body.getChildren().add(MeanwhileLine.of(model, words));
        ended(body);
    }
}
