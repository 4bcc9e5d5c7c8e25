package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.KeyUse;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Facts;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.ui.WithAct;
import dev.natsuin.desktop.words.KeyKinds;
import dev.natsuin.desktop.words.NameWords;
import dev.natsuin.desktop.words.ReasonWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.statement.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One person: who they are, how they stand, their devices and keys, and what was done about them. */
final class PersonView extends VBox {
    private final HelpdeskModel model;
    private final Words words;
    private final Dates dates;
    private final VBox body = new VBox();

    PersonView(HelpdeskModel model, Words words, Dates dates) {
        this.model = model;
        this.words = words;
        this.dates = dates;
        setId("person");
        getStyleClass().add("card");
        body.getStyleClass().add("person");
        var scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().add(scroll);
        Watching.whileShown(this, this::draw, model.personProperty(), model.personProblemProperty());
    }

    private void draw() {
        body.getChildren().clear();
        Sheets.trouble(body, model.personProblem(), words);
        model.person().ifPresentOrElse(this::draw, () -> {
            if (model.personProblem().isEmpty()) {
                body.getChildren().add(Pieces.text(words.text("asking"), "muted"));
            }
        });
    }

    private void draw(StaffDesk.Person person) {
        var listed = person.listed();
        body.getChildren().add(head(listed));
        if (listed.named() == StaffDesk.Named.FALSE) {
            var alarm = Pieces.trouble(words.text("named.FALSE"));
            alarm.setId("false-name");
            body.getChildren().add(alarm);
        } else if (listed.state() == StaffDesk.State.WAITING) {
            body.getChildren().add(waiting(person));
        }
        body.getChildren().addAll(identity(person), registration(person));
        var acts = actRows(person, MeasureModel.Kind.SUSPEND, MeasureModel.Kind.RESUME);
        if (listed.role().filter(role -> role == Role.SIGNER).isPresent()) {
            acts.getChildren().add(amend(listed));
        }
        body.getChildren().add(section("acts", acts));
        if (!person.devices().isEmpty()) {
            body.getChildren().add(devices(person));
        }
        if (!person.keys().isEmpty()) {
            body.getChildren().add(keys(person));
        }
        if (!person.acts().isEmpty()) {
            body.getChildren().add(history(person));
        }
        body.getChildren()
                .add(section("ending", actRows(person, MeasureModel.Kind.RE_ENROL, MeasureModel.Kind.REVOKE)));
    }

    private Node head(StaffDesk.Listed listed) {
        var name = Pieces.text(listed.name(), "page-title");
        var names = new VBox();
        if (!listed.kana().isEmpty()) {
            names.getChildren().add(Pieces.quiet(listed.kana()));
        }
        names.getChildren().add(name);
        HBox.setHgrow(names, Priority.ALWAYS);
        var head = new HBox(names, HelpdeskView.chip(listed, words));
        head.getStyleClass().add("row");
        head.setAlignment(Pos.TOP_LEFT);
        return head;
    }

    private Node waiting(StaffDesk.Person person) {
        var why = model.whyNotConfirm(person.listed());
        var text = new VBox(Pieces.text(words.text("waiting.text")));
        why.ifPresent(reason -> {
            text.getChildren().setAll(Pieces.text(words.text("waiting.other")));
            var sentence = Pieces.quiet(words.text("why." + reason));
            sentence.setId("why-confirm");
            text.getChildren().add(sentence);
        });
        person.handedKeyEnds().filter(end -> person.time().isBefore(end)).ifPresent(end -> {
            var sentence = Pieces.text(words.text("waiting.key", dates.moment(end)), "strong");
            sentence.setId("waiting-key");
            text.getChildren().add(sentence);
        });
        var confirm = Pieces.button(words.text("waiting.confirm"), model::beginConfirm, "accent");
        confirm.setId("confirm");
        confirm.setDisable(why.isPresent());
        var told = new WithAct(text, confirm);
        HBox.setHgrow(told, Priority.ALWAYS);
        var box = new HBox(Icon.NOTE.node(), told);
        box.getStyleClass().add("note");
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Node identity(StaffDesk.Person person) {
        var listed = person.listed();
        var grid = Pieces.facts();
        if (listed.named() != StaffDesk.Named.NOT_KEPT) {
            fact(grid, "email", listed.email().isEmpty() ? words.text("not.told") : listed.email());
        }
        listed.role().ifPresent(role -> fact(grid, "role", words.text("role." + role)));
        listed.subject().ifPresent(subject -> fact(grid, "subject", subject));
        // What to do then stands above, once.
        var named = listed.named() == StaffDesk.Named.FALSE ? "named.other" : "named." + listed.named();
        fact(grid, "named", words.text(named));
        fact(grid, "evidence", person.evidence().map(hash -> hash.toHex()).orElse(words.text("evidence.none")));
        fact(grid, "user", listed.user());
        return section("identity", grid);
    }

    private Node registration(StaffDesk.Person person) {
        var grid = Pieces.facts();
        person.code()
                .filter(code -> isTold(person, code))
                .ifPresent(
                        code -> fact(grid, "code", words.text("code." + code.state(), dates.moment(code.expires()))));
        person.algorithm().ifPresent(algorithm -> fact(grid, "algorithm", KeyKinds.shown(algorithm, words.language())));
        person.handedKeyEnds().ifPresent(end -> {
            var waits = person.time().isBefore(end);
            fact(grid, "handed", words.text(waits ? "handed.waits" : "handed.over", dates.moment(end)));
        });
        if (person.listed().subject().isPresent()) {
            fact(grid, "trial", words.text(person.trialSigned() ? "trial.made" : "trial.not"));
        }
        fact(grid, "as.of", dates.moment(person.time()));
        return section("registration", grid);
    }

    /** Whoever is registered made such a code for a further computer: that it ended says nothing of them. */
    private static boolean isTold(StaffDesk.Person person, StaffDesk.Code code) {
        return person.devices().isEmpty() || code.state() == StaffDesk.CodeState.OPEN;
    }

    private Node devices(StaffDesk.Person person) {
        var rows = rows();
        for (var device : person.devices()) {
            var state = device.locked()
                    ? "device.locked"
                    : device.waiting()
                            ? "device.waiting"
                            : device.confirmed().isPresent() ? "device.confirmed" : "device.there";
            rows.getChildren()
                    .add(row(
                            words.text("device.enrolled", dates.moment(device.enrolled())),
                            words.text(
                                    state, device.confirmed().map(dates::moment).orElse("")),
                            device.device()));
        }
        return section("devices", rows);
    }

    private Node keys(StaffDesk.Person person) {
        var rows = rows();
        for (var key : person.keys()) {
            var certificate = key.row().certificate();
            rows.getChildren()
                    .add(row(
                            words.text(
                                    "key.kind",
                                    KeyKinds.shown(key.row().algorithm(), words.language()),
                                    words.text("key.status." + key.row().status())),
                            certificate == null
                                    ? List.of()
                                    : used(
                                            words.text("key.until", dates.day(certificate.notAfter()), key.uses()),
                                            key.row(),
                                            person.time()),
                            key.row().keyId()));
        }
        return section("keys", rows);
    }

    private List<String> used(String until, KeyRow key, Instant now) {
        var lines = new ArrayList<>(List.of(key.use()
                .flatMap(KeyUse::last)
                .map(last -> words.text("key.last", until, dates.day(last)))
                .orElse(until)));
        if (key.dormant(now).isPresent()) {
            lines.add(words.text("key.dormant"));
        }
        return lines;
    }

    /** Acts, each with what follows from it, or why it cannot be done; what ends something stands apart. */
    private VBox actRows(StaffDesk.Person person, MeasureModel.Kind... kinds) {
        var rows = rows();
        for (var kind : kinds) {
            var why = model.measure().whyNot(kind, person.listed());
            var button = Pieces.button(words.text("measure." + kind), () -> model.beginMeasure(kind));
            button.setId("measure-" + kind);
            button.setDisable(why.isPresent());
            var text = new VBox(Pieces.text(words.text("measure." + kind + ".text")));
            why.ifPresent(reason -> {
                var sentence = Pieces.quiet(words.text("why." + reason));
                sentence.setId("why-" + kind);
                text.getChildren().add(sentence);
            });
            rows.getChildren().add(acting(text, button));
        }
        return rows;
    }

    /** Signers alone get another name, also those who are shown by a false one. */
    private Node amend(StaffDesk.Listed listed) {
        var why = model.amend().whyNot(listed);
        var button = Pieces.button(words.text("amend"), model::beginAmend);
        button.setId("amend");
        button.setDisable(why.isPresent());
        var text = new VBox(
                Pieces.text(words.text(listed.named() == StaffDesk.Named.FALSE ? "amend.text.false" : "amend.text")));
        why.ifPresent(reason -> {
            var sentence = Pieces.quiet(words.text("why." + reason));
            sentence.setId("why-amend");
            text.getChildren().add(sentence);
        });
        return acting(text, button);
    }

    private static Node acting(VBox text, Button button) {
        var row = new VBox(new WithAct(text, button));
        row.getStyleClass().add("sheet-row");
        return row;
    }

    private Node history(StaffDesk.Person person) {
        var rows = rows();
        for (var act : person.acts()) {
            var key = "act." + act.type();
            var row = row(
                    words.text(words.has(key) ? key : "act.other"),
                    words.text("act.by", dates.moment(act.time()), act.byName()),
                    words.text("act.log", Long.toString(act.logIndex())));
            ((Label) row.getChildren().get(1)).setMinWidth(Region.USE_PREF_SIZE);
            var what = ((VBox) row.getChildren().get(0)).getChildren();
            act.change().ifPresent(change -> {
                what.add(1, Pieces.text(NameWords.sentence(change, words.language())));
                change.evidence()
                        .ifPresent(hash -> what.add(2, Pieces.quiet(words.text("act.evidence", hash.toHex()))));
            });
            if (act.canHaveReason()) {
                what.add(Pieces.quiet(words.text("act.why", ReasonWords.sentence(act.reason(), words.language()))));
            }
            rows.getChildren().add(row);
        }
        return section("history", rows);
    }

    private static VBox rows() {
        var rows = new VBox();
        rows.getStyleClass().add("rows");
        return rows;
    }

    private static HBox row(String first, String second, String last) {
        return row(first, second.isEmpty() ? List.of() : List.of(second), last);
    }

    private static HBox row(String first, List<String> more, String last) {
        var what = new VBox(Pieces.text(first));
        more.forEach(line -> what.getChildren().add(Pieces.quiet(line)));
        HBox.setHgrow(what, Priority.ALWAYS);
        var id = Pieces.line(last, "quiet", "mono");
        var row = new HBox(what, id);
        row.getStyleClass().add("sheet-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Node section(String name, Node content) {
        var section = new VBox(Pieces.sectionTitle(words.text("section." + name)), content);
        section.getStyleClass().add("stack");
        return section;
    }

    private void fact(Facts grid, String name, String value) {
        Pieces.fact(grid, words.text("fact." + name), value).setId("fact-" + name);
    }
}
