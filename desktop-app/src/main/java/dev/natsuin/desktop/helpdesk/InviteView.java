package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.ChosenPath;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Drops;
import dev.natsuin.desktop.ui.Facts;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Opener;
import dev.natsuin.desktop.ui.PasswordField;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.desktop.ui.Revealing;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.KeyKinds;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The form for a new person, what it says shown back before it is sealed, and the sheet that comes of it. */
final class InviteView extends VBox {
    /** How wide a field is at least beside another one, in sizes of the text above it. */
    private static final double LEAST_FIELD_EMS = 13;

    /** More who are called alike are only counted. */
    private final HelpdeskModel model;

    private final InviteModel invite;
    private final Words words;
    private final Dates dates;
    private final Chooser chooser;
    private final Opener opener;

    InviteView(HelpdeskModel model, Words words, Dates dates, Chooser chooser, Opener opener) {
        this.model = model;
        this.invite = model.invite();
        this.words = words;
        this.dates = dates;
        this.chooser = chooser;
        this.opener = opener;
        setId("invite-pane");
        getStyleClass().add("card");
        Drops.accept(this, files -> {
            if (invite.stage() == InviteModel.Stage.FORM) {
                invite.evidence(files.get(0));
            }
        });
        Watching.whileShown(this, this::draw, invite.stageProperty());
    }

    private void draw() {
        switch (invite.stage()) {
            case FORM -> form();
            case REVIEW -> review();
            case OPENING -> Sheets.lay(this, Sheets.body(words.text("invite.title"), words.text("key.opening")));
            case RUNNING -> Sheets.lay(this, Sheets.body(words.text("invite.title"), words.text("running")));
            case DONE -> done();
            case OPEN -> open();
        }
    }

    private void form() {
        var body = Sheets.body(words.text("invite.title"), words.text("invite.text"));
        var name = text("name", invite.nameProperty());
        var password = new PasswordField(words.text("key.password"));
        password.setId("key-password");
        body.getChildren()
                .addAll(
                        columns(
                                with(
                                        Pieces.field(words.text("form.name"), name),
                                        InviteModel.Fault.NAME_MISSING,
                                        InviteModel.Fault.NAME_TOO_LONG,
                                        InviteModel.Fault.NAME_UNSEEN),
                                with(
                                        Pieces.field(words.text("form.kana"), text("kana", invite.kanaProperty())),
                                        InviteModel.Fault.KANA_NOT_KANA)),
                        columns(
                                with(
                                        Pieces.field(words.text("form.email"), text("email", invite.emailProperty())),
                                        InviteModel.Fault.EMAIL_NOT_ONE),
                                Pieces.field(
                                        words.text("form.role"),
                                        choice(
                                                "role",
                                                invite.roles(),
                                                invite.roleProperty(),
                                                r -> words.text("role." + r)))),
                        columns(algorithm(), with(days(), InviteModel.Fault.DAYS_OUT_OF_RANGE)),
                        with(Pieces.field(words.text("form.evidence"), evidence()), InviteModel.Fault.EVIDENCE_MISSING),
                        with(Pieces.field(words.text("form.folder"), folder()), InviteModel.Fault.FOLDER_MISSING));
        if (invite.roles().contains(Role.SIGNER)) {
            body.getChildren().add(key(password));
        }
        body.getChildren().add(trouble());
        var back = Pieces.button(Icon.BACK, words.text("back"), model::back, "flat");
        var on = Pieces.button(words.text("form.on"), () -> review(body, password.take()), "accent");
        on.setId("go-on");
        on.setDefaultButton(true);
        password.setOnEnter(on::fire);
        Sheets.lay(this, body, back, Pieces.spacer(), on);
        // Whoever types a password once more types it where nobody reads it.
        if (invite.problem()
                .map(Problem::code)
                .filter(ProblemCode.KEY_FILE_PASSWORD_WRONG::equals)
                .isPresent()) {
            Sheets.focus(password);
        } else {
            Sheets.focus(name);
        }
    }

    /** A file that turns out to be unreadable later is told, while whoever fills the form in goes on where they are. */
    private Node trouble() {
        var trouble = new VBox();
        trouble.getStyleClass().add("stack");
        Watching.whileShown(
                trouble,
                () -> {
                    trouble.getChildren().clear();
                    invite.problem()
                            .ifPresent(why -> Sheets.trouble(trouble, ProblemWords.importing(why, words.language())));
                    Pieces.show(trouble, invite.problem().isPresent());
                    trouble.getChildren().forEach(Revealing::reveal);
                },
                invite.problemProperty());
        return trouble;
    }

    /** Where something is to be mended, there the focus goes. */
    private void review(VBox body, Secret password) {
        invite.review(password);
        var first = body.lookupAll(".fault").stream().filter(Node::isVisible).findFirst();
        first.map(fault -> fault.getParent().lookup(".text-field"))
                .or(() -> first.map(fault -> fault.getParent().lookup(".button")))
                .ifPresent(Sheets::focus);
    }

    /** Side by side, or one below the other where large text leaves no room for that. */
    static FlowPane columns(Region... fields) {
        var row = new FlowPane(fields);
        row.getStyleClass().add("field-columns");
        row.setPrefWrapLength(1);
        row.setRowValignment(VPos.TOP);
        row.setMinHeight(Region.USE_PREF_SIZE);
        for (var field : fields) {
            var font = ((Label) field.lookup(".field-name")).fontProperty();
            field.prefWidthProperty()
                    .bind(Bindings.createDoubleBinding(
                            () -> {
                                var each = (row.getWidth() - row.getHgap() * (fields.length - 1)) / fields.length;
                                var least = LEAST_FIELD_EMS * font.get().getSize();
                                return Math.floor(each < least ? row.getWidth() : each);
                            },
                            row.widthProperty(),
                            row.hgapProperty(),
                            font));
        }
        return row;
    }

    private VBox with(VBox field, InviteModel.Fault... possible) {
        for (var fault : possible) {
            var line = Pieces.text(words.text("fault." + fault), "amber-text", "fault");
            line.setId("fault-" + fault);
            Pieces.shownWhile(
                    line,
                    Bindings.createBooleanBinding(
                            () -> invite.faultsProperty().get().contains(fault), invite.faultsProperty()));
            field.getChildren().add(line);
        }
        return field;
    }

    static TextField text(String id, StringProperty value) {
        var field = new TextField();
        field.setId("form-" + id);
        field.textProperty().bindBidirectional(value);
        return field;
    }

    private <T> ComboBox<T> choice(String id, List<T> choices, ObjectProperty<T> value, Function<T, String> named) {
        var box = Pieces.combo(FXCollections.observableArrayList(choices), named, words.text("form." + id));
        box.setId("form-" + id);
        box.valueProperty().bindBidirectional(value);
        return box;
    }

    private VBox algorithm() {
        var box = choice(
                "algorithm",
                Arrays.stream(KeyAlgorithm.values())
                        .filter(kind -> !kind.isExperimental())
                        .toList(),
                invite.algorithmProperty(),
                kind -> KeyKinds.shown(kind, words.language()));
        var field = Pieces.field(words.text("form.algorithm"), box);
        box.disableProperty()
                .bind(invite.roleProperty()
                        .isNotEqualTo(Role.SIGNER)
                        .or(invite.keyFileProperty().isNotNull()));
        return field;
    }

    private VBox days() {
        var days = new Spinner<Integer>(
                1, InviteModel.MOST_DAYS, invite.daysProperty().get());
        days.setId("form-days");
        days.setEditable(false);
        days.setMaxWidth(Double.MAX_VALUE);
        days.valueProperty()
                .addListener((property, before, now) -> invite.daysProperty().set(now));
        return Pieces.field(words.text("form.days"), days);
    }

    private Node evidence() {
        return new EvidenceField(
                words,
                chooser,
                words.text("evidence.hint"),
                invite.evidenceProperty(),
                invite::evidence,
                invite::clearEvidence);
    }

    /** A key file, if one is handed over; its password is asked for once it is chosen. */
    private Node key(PasswordField password) {
        var none = Pieces.iconButton(
                Icon.REMOVE,
                words.text("key.clear"),
                () -> invite.keyFileProperty().set(null));
        none.setId("key-clear");
        var asked = Pieces.field(words.text("key.password"), password);
        var file = ChosenPath.stack(
                "key-file",
                Icon.DOCUMENT,
                words.text("key.choose"),
                words.text("key.none"),
                invite.keyFileProperty(),
                () -> {
                    var chosen = chooser.keyFile();
                    chosen.ifPresent(named -> ask(password));
                    return chosen;
                },
                none);
        Watching.whileShown(
                file,
                () -> {
                    var chosen = invite.keyFileProperty().get() != null;
                    Pieces.show(asked, chosen);
                    Pieces.show(none, chosen);
                },
                invite.keyFileProperty());
        var both = new VBox(Pieces.field(words.text("form.key"), file), asked);
        both.getStyleClass().add("stack");
        return both;
    }

    /** What is typed next goes there, and is seen to. */
    private static void ask(PasswordField password) {
        Sheets.focus(password);
        Revealing.reveal(password);
    }

    private Node folder() {
        return ChosenPath.stack(
                "folder",
                Icon.FOLDER,
                words.text("folder.choose"),
                words.text("folder.none"),
                invite.folderProperty(),
                () -> chooser.folder(words.text("folder.dialog")));
    }

    private void review() {
        var guest = invite.guest();
        var body = Sheets.body(words.text("review.title"), words.text("review.text"));
        var name = new VBox();
        if (!guest.kana().isEmpty()) {
            name.getChildren().add(Pieces.quiet(guest.kana()));
        }
        var large = Pieces.text(guest.name(), "review-name");
        large.setId("review-name");
        name.getChildren().add(large);
        name.getChildren()
                .addAll(NameNotices.of(
                        words,
                        guest.name(),
                        invite.alike(),
                        "review.alike",
                        there -> there.email().isEmpty() ? there.user() : there.email()));
        name.getStyleClass().add("code-box");
        var grid = Pieces.facts();
        fact(grid, "email", guest.email());
        fact(grid, "role", words.text("role." + guest.role()));
        guest.algorithm().ifPresent(algorithm -> fact(grid, "algorithm", KeyKinds.shown(algorithm, words.language())));
        var evidence = invite.evidenceProperty().get();
        if (evidence != null) {
            fact(grid, "evidence.file", String.valueOf(evidence.file().getFileName()));
            fact(grid, "evidence", evidence.sha256().toHex());
        } else {
            fact(grid, "evidence", words.text("evidence.none"));
        }
        handed(grid);
        fact(grid, "days", words.text("review.days", guest.life().toDays()));
        var pin = new PinField(words.text("pin"));
        pin.setId("pin");
        pin.setMaxWidth(360);
        body.getChildren()
                .addAll(
                        name,
                        grid,
                        Pieces.quiet(words.text(invite.handed().isPresent() ? "review.leaves.key" : "review.leaves")),
                        Pieces.field(words.text("pin"), pin));
        invite.problem().ifPresent(why -> Sheets.trouble(body, sentence(why)));
        var on = Pieces.button(
                words.text("review.on"),
                () -> invite.seal(new StaffDesk.Dress(words.language(), ZoneId.systemDefault()), pin.take()),
                "accent");
        on.setId("go-on");
        on.disableProperty().bind(Bindings.lessThan(pin.lengthProperty(), Pin.SHORTEST));
        pin.setOnEnter(on::fire);
        var back = Pieces.button(Icon.BACK, words.text("back.form"), invite::back, "flat");
        Sheets.lay(this, body, back, Pieces.spacer(), on);
        Sheets.focus(pin);
    }

    private String sentence(Problem why) {
        return invite.handed().isPresent()
                ? ProblemWords.importing(why, words.language())
                : ProblemWords.sentence(why, words.language());
    }

    private void handed(Facts grid) {
        invite.handed().ifPresent(handed -> {
            Pieces.fact(grid, words.text("handed.subject"), handed.subject());
            Pieces.fact(grid, words.text("handed.issuer"), handed.issuer());
            Pieces.fact(grid, words.text("handed.sha256"), handed.sha256().toHex());
        });
    }

    private void fact(Facts grid, String name, String value) {
        Pieces.fact(grid, words.text("fact." + name), value);
    }

    /** Invited once more, the same person could stand there twice: so the list is looked at first. */
    private void open() {
        var body = Sheets.body(words.text("invite.open.title", invite.guest().name()), words.text("invite.open"));
        Sheets.trouble(body, invite.problem(), words);
        var on = Pieces.button(words.text("invite.open.on"), model::back, "accent");
        on.setId("finish");
        Sheets.lay(this, body, Pieces.spacer(), on);
        Sheets.focus(on);
    }

    private void done() {
        invite.admitted().ifPresent(admitted -> {
            var name = invite.guest().name();
            var body = admitted.waitsUntil()
                    .map(until ->
                            Sheets.body(words.text("waits.title", name), words.text("waits.text", dates.moment(until))))
                    .orElseGet(() -> Sheets.body(words.text("done.title", name), words.text("done.text")));
            var grid = Pieces.facts();
            fact(grid, "sheet", admitted.sheet().toString());
            fact(grid, "until", dates.moment(admitted.expires()));
            handed(grid);
            body.getChildren().addAll(grid, Pieces.text(words.text("done.next"), "muted"));
            invite.handed().ifPresent(handed -> {
                var destroy = Pieces.trouble(words.text("key.destroy"));
                destroy.setId("key-destroy");
                var days = Pieces.text(words.text("key.days"));
                days.setId("key-days");
                body.getChildren().addAll(days, destroy);
            });
            var open = Pieces.button(Icon.OPEN, words.text("done.open"), () -> opener.open(admitted.sheet()));
            open.setId("open-sheet");
            var another = Pieces.button(words.text("done.another"), model::beginInvite);
            another.setId("invite-another");
            var on = Pieces.button(words.text("to.person"), () -> model.show(admitted.user()), "accent");
            on.setId("finish");
            Sheets.lay(this, body, open, Pieces.spacer(), another, on);
            Sheets.focus(on);
        });
    }
}
