package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Facts;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.ui.WithAct;
import dev.natsuin.desktop.words.ReasonWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.device.Pin;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What waits for a second person; one of it is read back whole; then the PIN; then what came of it. */
final class SecondView extends VBox {
    private final HelpdeskModel model;
    private final SecondModel second;
    private final Words words;
    private final Dates dates;

    SecondView(HelpdeskModel model, Words words, Dates dates) {
        this.model = model;
        this.second = model.second();
        this.words = words;
        this.dates = dates;
        setId("second-pane");
        getStyleClass().add("card");
        Watching.whileShown(this, this::draw, second.stageProperty(), second.problemProperty());
        // A list that comes late takes no PIN away that is being typed.
        Watching.whileShown(
                this,
                () -> {
                    if (second.stage() == SecondModel.Stage.LIST) {
                        list();
                    }
                },
                second.loadingProperty(),
                second.requests());
    }

    private void draw() {
        if (second.stage() == SecondModel.Stage.LIST) {
            list();
            return;
        }
        second.shown().ifPresent(request -> {
            switch (second.stage()) {
                case LIST -> {}
                case ASKING -> asking(request);
                case RUNNING -> Sheets.lay(this, Sheets.body(title(request), words.text("running")));
                case DONE -> done(request);
                case OPEN -> open(request);
            }
        });
    }

    private void list() {
        var body = Sheets.body(words.text("second.title"), words.text("second.text"));
        Sheets.trouble(body, second.problem(), words);
        if (second.loadingProperty().get()) {
            body.getChildren().add(Pieces.quiet(words.text("asking")));
        } else if (second.requests().isEmpty() && second.problem().isEmpty()) {
            body.getChildren().add(Pieces.text(words.text("second.none"), "muted"));
        }
        second.requests().forEach(request -> body.getChildren().add(row(request)));
        if (second.moreProperty().get()) {
            body.getChildren().add(Pieces.quiet(words.text("second.more")));
        }
        var back = Pieces.button(Icon.BACK, words.text("second.people"), model::back, "flat");
        back.setId("back");
        Sheets.lay(this, body, back, Pieces.spacer());
        Sheets.focus(back);
    }

    private Node row(StaffDesk.Request request) {
        var name = Pieces.text(title(request), "person-name");
        var below = words.text(
                request.own() ? "second.row.own" : "second.row",
                request.by().name(),
                dates.moment(request.asked()),
                dates.moment(request.expires()));
        var names = new VBox(name, Pieces.quiet(below));
        names.setMinWidth(0);
        var look = Pieces.button(words.text("second.look"), () -> second.show(request));
        look.setId("look-" + request.id());
        look.setAccessibleText(words.text("second.look.at", title(request)));
        var told = new WithAct(names, look);
        HBox.setHgrow(told, Priority.ALWAYS);
        var row = new HBox(told);
        if (request.isFalselyNamed()) {
            row.getChildren().add(0, Icon.ALARM.node("note-icon", "amber"));
        }
        row.getStyleClass().add("person-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private String key(StaffDesk.Request request, String part) {
        return "second." + request.what() + "." + part;
    }

    private String title(StaffDesk.Request request) {
        return words.text(key(request, "title"), request.whom().name());
    }

    private void asking(StaffDesk.Request request) {
        var whom = request.whom();
        var body = Sheets.body(title(request), words.text(key(request, "text")));
        var name = new VBox();
        if (!whom.kana().isEmpty()) {
            name.getChildren().add(Pieces.quiet(whom.kana()));
        }
        var large = Pieces.text(whom.name(), "review-name");
        large.setId("review-name");
        name.getChildren().addAll(large, Pieces.quiet(words.text("named." + whom.named())));
        name.getStyleClass().add("code-box");
        if (request.what() != StaffDesk.Asked.RENEW_IDENTITY) {
            body.getChildren().add(name);
        }
        body.getChildren().add(facts(request));
        var whyNot = second.whyNot(request);
        whyNot.ifPresent(why -> body.getChildren().add(Pieces.trouble(words.text("second.not." + why))));
        var why = new ReasonFields(
                second.reason(), words.text(request.own() ? "second.why.back" : "second.why.refuse"), words);
        body.getChildren().addAll(Pieces.quiet(words.text("second.log")), why);
        var pin = new PinField(words.text("pin"));
        pin.setId("pin");
        pin.setMaxWidth(360);
        body.getChildren().add(Pieces.field(words.text("pin"), pin));
        Sheets.trouble(body, second.problem(), words);
        ReasonFields.older(body, second.problem(), words);
        var withdraw = Pieces.button(
                words.text(request.own() ? "second.take.back" : "second.refuse"), () -> second.withdraw(pin.take()));
        withdraw.setId("withdraw");
        withdraw.disableProperty()
                .bind(pin.lengthProperty()
                        .lessThan(Pin.SHORTEST)
                        .or(second.reason().complete().not()));
        var on = Pieces.button(words.text(key(request, "on")), () -> second.approve(pin.take()), "accent");
        on.setId("go-on");
        on.disableProperty().bind(pin.lengthProperty().lessThan(Pin.SHORTEST));
        Pieces.show(on, whyNot.isEmpty());
        if (whyNot.isEmpty()) {
            pin.setOnEnter(on::fire);
        }
        var back = Pieces.button(Icon.BACK, words.text("second.back"), model::beginSecond, "flat");
        back.setId("back");
        Sheets.lay(this, body, back, withdraw, Pieces.spacer(), on);
        Sheets.focus(pin);
    }

    private Node facts(StaffDesk.Request request) {
        var facts = Pieces.facts();
        if (request.what() != StaffDesk.Asked.RENEW_IDENTITY) {
            about(facts, request);
        }
        var by = request.by();
        Pieces.fact(facts, words.text("second.by"), words.text("second.by.who", by.name(), by.user()));
        Pieces.fact(facts, words.text("second.by.named"), words.text("named." + by.named()));
        Pieces.fact(facts, words.text("second.asked"), dates.moment(request.asked()));
        Pieces.fact(facts, words.text("second.until"), dates.moment(request.expires()));
        if (request.what() != StaffDesk.Asked.RENEW_IDENTITY) {
            Pieces.fact(facts, words.text("fact.until"), dates.moment(request.codeExpires()));
        }
        return facts;
    }

    private void about(Facts facts, StaffDesk.Request request) {
        var whom = request.whom();
        Pieces.fact(facts, words.text("fact.email"), whom.email().isEmpty() ? words.text("not.told") : whom.email());
        whom.role().ifPresent(role -> Pieces.fact(facts, words.text("fact.role"), words.text("role." + role)));
        whom.subject().ifPresent(subject -> Pieces.fact(facts, words.text("fact.subject"), subject));
        Pieces.fact(facts, words.text("fact.user"), whom.user());
        request.handed().ifPresent(handed -> {
            Pieces.fact(facts, words.text("handed.subject"), handed.subject());
            Pieces.fact(facts, words.text("handed.issuer"), handed.issuer());
            Pieces.fact(facts, words.text("handed.sha256"), handed.sha256().toHex());
        });
        if (request.what() == StaffDesk.Asked.RE_ENROL) {
            Pieces.fact(facts, words.text("second.reason"), ReasonWords.sentence(request.reason(), words.language()))
                    .setId("request-reason");
        } else {
            Pieces.fact(
                    facts,
                    words.text("fact.evidence"),
                    request.evidence().map(Bytes::toHex).orElse(words.text("not.told")));
        }
    }

    private void done(StaffDesk.Request request) {
        var name = request.whom().name();
        var part = second.withdrawn() ? "withdrawn" : "done";
        var body = Sheets.body(words.text(key(request, part), name), words.text(key(request, part + ".text"), name));
        var facts = Pieces.facts();
        second.changed().ifPresent(changed -> {
            if (!second.withdrawn() && request.what() == StaffDesk.Asked.RE_ENROL) {
                Pieces.fact(
                        facts,
                        words.text("measure.ended"),
                        words.text("measure.ended.what", changed.devices(), changed.keys()));
            }
            Pieces.fact(facts, words.text("measure.entry"), words.text("act.log", Long.toString(changed.logIndex())));
        });
        body.getChildren().add(facts);
        ended(body);
    }

    private void open(StaffDesk.Request request) {
        var body = Sheets.body(title(request), words.text("second.open"));
        Sheets.trouble(body, second.problem(), words);
        ended(body);
    }

    private void ended(VBox body) {
        var on = Pieces.button(words.text("second.back"), model::beginSecond, "accent");
        on.setId("finish");
        Sheets.lay(this, body, Pieces.spacer(), on);
        Sheets.focus(on);
    }
}
