package dev.natsuin.desktop.keys;

import dev.natsuin.desktop.desk.CertifiedName;
import dev.natsuin.desktop.desk.DeskState;
import dev.natsuin.desktop.desk.Devices;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.KeyUse;
import dev.natsuin.desktop.desk.Subjects;
import dev.natsuin.desktop.keys.KeyActModel.Act;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Drops;
import dev.natsuin.desktop.ui.Facts;
import dev.natsuin.desktop.ui.Freshness;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Sizes;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.KeyKinds;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The owner's keys with their certificates, their computers, and what can be done with them. */
public final class KeysView extends VBox {
    private final KeysModel model;
    private final Words words;
    private final Dates dates;
    private final DeskState desk;
    private final Chooser chooser;
    private final VBox list = new VBox();
    private final ScrollPane scroll = new ScrollPane(list);
    private final HBox head;
    private final StackPane body = new StackPane();

    /**
     * A view of this model, at this desk.
     *
     * @param signs true if the owner of this desk has signing keys
     * @param others gets files that are dropped here and are no key file
     */
    public KeysView(
            KeysModel model,
            Words words,
            Dates dates,
            DeskState desk,
            boolean signs,
            Chooser chooser,
            Consumer<List<Path>> others) {
        this.model = model;
        this.words = words;
        this.dates = dates;
        this.desk = desk;
        this.chooser = chooser;
        setId("keys-view");
        getStyleClass().addAll("place-body", "keys");
        var refresh = Pieces.button(Icon.REFRESH, words.text("refresh"), model::refresh);
        refresh.disableProperty().bind(model.askingProperty());
        var acts = new ArrayList<Node>(List.of(refresh));
        if (desk instanceof DeskState.Enrolled) {
            acts.add(act(Icon.LOCK, "change-pin", "pin.change", new Act.ChangePin()));
        }
        if (signs) {
            var imports = Pieces.button(
                    Icon.IMPORT, words.text("import"), () -> model.file().begin(Optional.empty()));
            imports.setId("import");
            acts.addAll(List.of(imports, act(Icon.ADD, "create", "create", new Act.Create())));
            Drops.accept(this, files -> {
                if (KeyFileModel.isKeyFile(files)) {
                    model.file().begin(Optional.of(files.get(0)));
                } else {
                    others.accept(files);
                }
            });
        }
        head = Pieces.wrappingHead(words.text("title"), acts.toArray(Node[]::new));
        list.getStyleClass().add("answer");
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(head, body);
        Watching.whileShown(
                this, this::show, model.act().stageProperty(), model.file().stageProperty());
        Watching.whileShown(
                this,
                this::draw,
                model.keys(),
                model.addressProperty(),
                model.devices(),
                model.problemProperty(),
                model.confirmedProperty(),
                model.askingProperty());
    }

    private void show() {
        var opening = model.file().stage() != KeyFileModel.Stage.NONE;
        var acting = model.act().stage() != KeyActModel.Stage.NONE;
        Pieces.show(head, !acting && !opening);
        if (opening) {
            if (!(body.lookup("#key-file") instanceof KeyFileView)) {
                body.getChildren().setAll(new KeyFileView(model.file(), words, chooser));
            }
        } else if (!acting) {
            var returned = !body.getChildren().isEmpty() && !body.getChildren().contains(scroll);
            body.getChildren().setAll(scroll);
            if (returned) {
                // Else the focus falls on whatever is near, which may be what destroys another key.
                Sheets.focus(scroll);
            }
        } else if (!(body.lookup("#key-act") instanceof KeyActView)) {
            body.getChildren().setAll(new KeyActView(model.act(), words, dates));
        }
    }

    private Button act(Icon icon, String id, String text, Act act, String... styleClasses) {
        var button = Pieces.button(icon, words.text(text), () -> model.act().begin(act), styleClasses);
        button.setId(id);
        return button;
    }

    private void draw() {
        list.getChildren().clear();
        var last = model.confirmed().map(dates::moment);
        list.getChildren().addAll(Freshness.of(words, last, model.problem()));
        model.keys().forEach(key -> list.getChildren().add(card(key)));
        if (model.keys().isEmpty() && model.problem().isEmpty()) {
            list.getChildren().add(Pieces.text(words.text(model.askingProperty().get() ? "asking" : "empty"), "muted"));
        }
        if (!model.devices().isEmpty()) {
            list.getChildren().add(devices());
        }
        if (desk instanceof DeskState.Enrolled enrolled) {
            list.getChildren().add(computer(enrolled));
        }
    }

    private Node card(KeyRow key) {
        var certificate = key.certificate();
        var facts = Pieces.facts();
        if (certificate != null) {
            fact(facts, "until", dates.day(certificate.notAfter()));
            fact(facts, "issuer", certificate.issuer());
            fact(facts, "subject", certificate.subject());
            fact(facts, "serial", certificate.serial());
            fact(facts, "sha256", certificate.sha256().toHex());
        }
        fact(facts, "origin", words.text(key.imported() ? "origin.imported" : "origin.here"));
        fact(facts, "key", words.text("key.value", KeyKinds.shown(key.algorithm(), words.language()), key.keyId()));
        fact(
                facts,
                "methods",
                key.methods().stream()
                        .sorted(Comparator.naturalOrder())
                        .map(method -> words.text("method." + method))
                        .collect(Collectors.joining(words.text("comma"))));
        fact(facts, "level", Integer.toString(key.level()));
        key.use()
                .ifPresent(use ->
                        fact(facts, "used", use.last().map(dates::moment).orElseGet(() -> words.text("used.never"))));
        var card = new VBox(head(Icon.KEYS, certificate == null ? key.keyId() : certificate.name(), chip(key)));
        end(key).ifPresent(sentence -> {
            var ends = Pieces.trouble(sentence);
            ends.setId("ends");
            card.getChildren().add(ends);
            if (!key.imported()) {
                card.getChildren().add(new HBox(renew(key))); // What is asked for is at hand.
            }
        });
        model.newerName(key).ifPresent(now -> card.getChildren().addAll(renamed(key, now)));
        model.dormant(key).ifPresent(use -> card.getChildren().add(dormant(use)));
        if (key.status() == KeyRow.Status.SUSPENDED) {
            var suspended = Pieces.trouble(words.text("suspended"));
            suspended.setId("suspended");
            card.getChildren().add(suspended);
        }
        card.getChildren().addAll(facts, acts(key));
        card.getStyleClass().addAll("card", "key-card");
        return card;
    }

    /** Nothing is wrong with the certificate of the name of before; what to do for the new one is at hand. */
    private List<Node> renamed(KeyRow key, CertifiedName now) {
        var name = Printable.name(Subjects.commonName(now.subject()).orElse(now.subject()));
        var text = Pieces.text(now.changed()
                .map(since -> words.text("renamed.since", name, dates.day(since)))
                .orElseGet(() -> words.text("renamed", name)));
        text.setId("renamed");
        var note = note(text);
        return end(key).isPresent() ? List.of(note) : List.of(note, new HBox(renew(key)));
    }

    /** Nothing is wrong with it; only its owner knows whether it is needed yet. */
    private HBox dormant(KeyUse use) {
        var text = Pieces.text(use.last()
                .map(last -> words.text("dormant", dates.day(last)))
                .orElseGet(() -> words.text("dormant.never", dates.day(use.created()))));
        text.setId("dormant");
        return note(text);
    }

    private static HBox note(Label text) {
        HBox.setHgrow(text, Priority.ALWAYS);
        var note = new HBox(Icon.NOTE.node(), text);
        note.getStyleClass().add("note");
        note.setAlignment(Pos.CENTER_LEFT);
        return note;
    }

    /** What to do about a certificate that ends soon or has ended. */
    private Optional<String> end(KeyRow key) {
        if (key.status() == KeyRow.Status.EXPIRED) {
            return Optional.of(words.text(key.imported() ? "ended.imported" : "ended"));
        }
        return model.daysLeft(key).stream()
                .mapToObj(days -> words.text(key.imported() ? "ends.imported" : "ends", days))
                .findFirst();
    }

    private Label chip(KeyRow key) {
        return Pieces.line(words.text("status." + key.status()), "chip", "state-" + key.status());
    }

    private static HBox head(Icon icon, String title, Label chip) {
        var name = Pieces.text(title, "section-title");
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        chip.setMinWidth(Region.USE_PREF_SIZE);
        var head = new HBox(icon.node(), name, chip);
        head.getStyleClass().add("row");
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    /** What ends a key for ever stands far from what does not. */
    private Node acts(KeyRow key) {
        var row = new HBox();
        if (!key.imported() && end(key).isEmpty() && model.newerName(key).isEmpty()) {
            row.getChildren().add(renew(key));
        }
        var destroy = act(Icon.CROSS, "destroy", "destroy", new Act.Destroy(key), "flat");
        destroy.setAccessibleText(words.text("destroy.which", key.keyId()));
        if (key.status() == KeyRow.Status.READY) {
            var trying =
                    act(Icon.SIGN, "try", "try", new Act.Try(Optional.of(key), false, words.language(), dates.zone()));
            trying.setAccessibleText(words.text("try.which", key.keyId()));
            row.getChildren().add(trying);
        }
        row.getChildren().addAll(Pieces.spacer(), destroy);
        row.getStyleClass().add("row");
        return row;
    }

    private Node renew(KeyRow key) {
        var renew = act(Icon.REFRESH, "renew", "renew", new Act.Renew(key));
        renew.setAccessibleText(words.text("renew.which", key.keyId()));
        renew.setDisable(!key.isRenewable());
        return renew;
    }

    private Node devices() {
        var rows = new VBox();
        rows.getStyleClass().add("rows");
        for (var device : model.devices()) {
            rows.getChildren().add(row(device));
        }
        var add = act(Icon.ADD, "add-device", "add", new Act.AddDevice());
        var foot = new HBox(add);
        foot.getStyleClass().add("row");
        var card = new VBox(Pieces.sectionTitle(words.text("devices")), rows, foot);
        card.setId("devices");
        card.getStyleClass().addAll("card", "key-card");
        return card;
    }

    private Node row(Devices.Row device) {
        var fingerprint = Sizes.grouped(device.fingerprint());
        var what = new VBox(
                Pieces.text(words.text(device.own() ? "device.own" : "device.other")),
                Pieces.quiet(words.text("device.since", fingerprint, dates.moment(device.enrolled()))));
        HBox.setHgrow(what, Priority.ALWAYS);
        var chip = Pieces.line(words.text("device." + device.state()), "chip", "state-" + device.state());
        chip.setMinWidth(Region.USE_PREF_SIZE);
        var row = new HBox(Icon.COMPUTER.node(), what, chip);
        if (device.state() != Devices.State.REMOVED) {
            var remove = act(
                    Icon.CROSS,
                    "remove-" + device.id(),
                    "remove",
                    new Act.RemoveDevice(device, model.isLast(device)),
                    "flat");
            remove.setAccessibleText(words.text("remove.which", fingerprint));
            row.getChildren().add(remove);
        }
        row.getStyleClass().add("sheet-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Node computer(DeskState.Enrolled enrolled) {
        var facts = Pieces.facts();
        fact(facts, "user", enrolled.user());
        fact(facts, "server", model.address().orElse(enrolled.server()));
        fact(facts, "fingerprint", Sizes.grouped(enrolled.fingerprint()));
        var head = new HBox(Icon.COMPUTER.node(), Pieces.text(words.text("computer"), "section-title"));
        head.getStyleClass().add("row");
        head.setAlignment(Pos.CENTER_LEFT);
        var card = new VBox(head, facts);
        card.getStyleClass().addAll("card", "key-card");
        return card;
    }

    private void fact(Facts facts, String name, String value) {
        Pieces.fact(facts, words.text("fact." + name), value);
    }
}
