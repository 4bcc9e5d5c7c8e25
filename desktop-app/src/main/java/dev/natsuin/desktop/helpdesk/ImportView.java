package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.GuestList;
import dev.natsuin.desktop.desk.LookAlikes;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.ChosenPath;
import dev.natsuin.desktop.ui.Columns;
import dev.natsuin.desktop.ui.Drops;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Opener;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.GuestWords;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.device.Pin;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** A list of people: chosen, shown as it was read with all that is wrong, admitted, and what came of it. */
final class ImportView extends VBox {
    private final HelpdeskModel model;
    private final ImportModel list;
    private final Words words;
    private final Chooser chooser;
    private final Opener opener;

    ImportView(HelpdeskModel model, Words words, Chooser chooser, Opener opener) {
        this.model = model;
        this.list = model.list();
        this.words = words;
        this.chooser = chooser;
        this.opener = opener;
        setId("import-pane");
        getStyleClass().add("card");
        Drops.accept(this, files -> {
            if (list.stage() == ImportModel.Stage.CHOOSING) {
                list.fileProperty().set(files.get(0));
            }
        });
        Watching.whileShown(this, this::draw, list.stageProperty(), list.problemProperty());
    }

    private void draw() {
        switch (list.stage()) {
            case CHOOSING -> choosing();
            case READING -> Sheets.lay(this, Sheets.body(words.text("import.title"), words.text("import.reading")));
            case CHECKED -> checked();
            case RUNNING -> running();
            case DONE -> done();
        }
    }

    private void choosing() {
        var body = Sheets.body(words.text("import.title"), words.text("import.text"));
        var file = ChosenPath.stack(
                "list",
                Icon.DOCUMENT,
                words.text("import.choose.list"),
                words.text("import.none"),
                list.fileProperty(),
                () -> chooser.file(words.text("import.dialog")));
        body.getChildren()
                .addAll(
                        Pieces.field(words.text("import.file"), file),
                        Pieces.field(
                                words.text("import.folder"),
                                ChosenPath.stack(
                                        "folder",
                                        Icon.FOLDER,
                                        words.text("import.choose.folder"),
                                        words.text("folder.none"),
                                        list.folderProperty(),
                                        () -> chooser.folder(words.text("folder.dialog")))));
        Sheets.trouble(body, list.problem(), words);
        var on = Pieces.button(words.text("import.check"), list::check, "accent");
        on.setId("go-on");
        on.setDefaultButton(true);
        on.disableProperty()
                .bind(list.fileProperty().isNull().or(list.folderProperty().isNull()));
        var back = Pieces.button(Icon.BACK, words.text("back"), model::back, "flat");
        Sheets.lay(this, body, back, Pieces.spacer(), on);
        Sheets.focus(file.lookup("#choose-list"));
    }

    private void checked() {
        var read = list.list().orElseThrow();
        var body = Sheets.body(words.text("import.title"), summary(read));
        if (!read.faults().isEmpty()) {
            body.getChildren().add(fault(GuestWords.sentences(read.faults(), words.language())));
        }
        if (!read.rows().isEmpty()) {
            body.getChildren().add(table(read));
        }
        var again = Pieces.button(Icon.REFRESH, words.text("import.again"), list::check);
        again.setId("check-again");
        var back = Pieces.button(Icon.BACK, words.text("import.back"), list::back, "flat");
        if (!read.isSound() || list.toAdmit() == 0) {
            Sheets.lay(this, body, back, Pieces.spacer(), again);
            Sheets.focus(again);
            return;
        }
        var pin = new PinField(words.text("pin"));
        pin.setId("pin");
        pin.setMaxWidth(360);
        body.getChildren().addAll(Pieces.quiet(words.text("review.leaves")), Pieces.field(words.text("pin"), pin));
        Sheets.trouble(body, list.problem(), words);
        var on = Pieces.button(
                words.text("import.on", list.toAdmit()),
                () -> list.seal(new StaffDesk.Dress(words.language(), ZoneId.systemDefault()), pin.take()),
                "accent");
        on.setId("go-on");
        on.disableProperty().bind(Bindings.lessThan(pin.lengthProperty(), Pin.SHORTEST));
        pin.setOnEnter(on::fire);
        Sheets.lay(this, body, back, Pieces.spacer(), again, on);
        Sheets.focus(pin);
    }

    private String summary(GuestList read) {
        if (read.isSound() && list.toAdmit() == 0) {
            return words.text("import.nobody.new", read.rows().size());
        }
        return read.isSound()
                ? words.text("import.sound", read.rows().size(), list.toAdmit())
                : words.text("import.faulty", read.faulty());
    }

    private Node fault(String sentence) {
        var line = Pieces.text(sentence, "amber-text");
        line.setId("list-fault");
        return line;
    }

    private Node table(GuestList read) {
        var table = new TableView<GuestList.Row>();
        table.setId("import-rows");
        table.setAccessibleText(words.text("import.rows"));
        var line = column("line", row -> String.valueOf(row.line()));
        Columns.byNumber(line);
        var name = column("name", this::name);
        var email = column("email", this::role);
        var state = column("state", this::state);
        for (var each : List.of(line, name, email, state)) {
            each.setCellFactory(of -> new Wrapped());
            table.getColumns().add(each);
        }
        var columns = new Columns(table);
        // Narrow enough for the largest text in the smallest window: what has no room in a line goes on in the next.
        columns.exactly(line, 48);
        columns.atLeast(name, 84, 84);
        columns.atLeast(email, 100, 100);
        columns.atLeast(state, 140, 140);
        table.getItems().setAll(ordered(read.rows()));
        table.getStyleClass().add("import-rows");
        var rows = new StackPane(columns.measure(), table);
        VBox.setVgrow(rows, Priority.ALWAYS);
        return rows;
    }

    /** What is to be mended is on top, then what is to be looked at closely. */
    private static List<GuestList.Row> ordered(List<GuestList.Row> rows) {
        var faulty = new ArrayList<GuestList.Row>();
        var closely = new ArrayList<GuestList.Row>();
        var plain = new ArrayList<GuestList.Row>();
        for (var row : rows) {
            var of =
                    !row.faults().isEmpty() ? faulty : LookAlikes.in(row.name()).isEmpty() ? plain : closely;
            of.add(row);
        }
        return Stream.of(faulty, closely, plain).flatMap(List::stream).toList();
    }

    private TableColumn<GuestList.Row, String> column(String id, Function<GuestList.Row, String> value) {
        var column = new TableColumn<GuestList.Row, String>(words.text("import.column." + id));
        column.setId("column-" + id);
        column.setReorderable(false);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(value.apply(cell.getValue())));
        return column;
    }

    /** Says all of it, on as many lines as it takes. */
    private static final class Wrapped extends TableCell<GuestList.Row, String> {
        private final Text text = new Text();
        private final VBox around = new VBox(text);

        Wrapped() {
            around.getStyleClass().add("wrapped-cell");
            text.getStyleClass().add("cell-words");
            text.wrappingWidthProperty().bind(widthProperty().subtract(16));
        }

        @Override
        protected void updateItem(@Nullable String words, boolean empty) {
            super.updateItem(words, empty);
            setText(null);
            text.setText(words == null ? "" : words);
            setGraphic(empty ? null : around);
            setAccessibleText(text.getText());
        }
    }

    /** With the reading, which is signed as well. */
    private String name(GuestList.Row row) {
        var kana = row.guest().map(StaffDesk.Guest::kana).orElse("");
        return Printable.name(row.name()) + (kana.isEmpty() ? "" : "\n" + kana);
    }

    /** With the role, and the name in certificates if the list gives it. */
    private String role(GuestList.Row row) {
        var lines = new ArrayList<String>();
        lines.add(Printable.name(row.email()));
        row.guest().ifPresent(guest -> {
            lines.add(words.text("role." + guest.role()));
            guest.subject().map(Printable::name).ifPresent(lines::add);
        });
        return String.join("\n", lines);
    }

    private String state(GuestList.Row row) {
        if (!row.faults().isEmpty()) {
            return GuestWords.sentences(row.faults(), words.language());
        }
        var good = words.text(row.admitted() ? "import.row.before" : "import.row.good");
        var closely = GuestWords.lookAlikes(row.name(), words.language());
        return closely.isEmpty() || row.admitted() ? good : closely;
    }

    private void running() {
        var body = Sheets.body(words.text("import.title"), words.text("running"));
        var far = Pieces.quiet("");
        far.setId("import-far");
        far.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> words.text(
                                "import.far",
                                list.overProperty().get(),
                                list.rows().size()),
                        list.overProperty()));
        body.getChildren().add(far);
        Sheets.lay(this, body);
    }

    private void done() {
        var came = list.imported().orElseThrow();
        var whole = came.stopped().isEmpty();
        var body = Sheets.body(
                words.text(whole ? "import.done.title" : "import.stopped.title"),
                words.text(
                        whole ? "import.done.text" : "import.stopped.text",
                        came.admitted().size(),
                        list.rows().size()));
        came.stopped().ifPresent(why -> {
            var trouble = Pieces.trouble(ProblemWords.sentence(why, words.language()));
            trouble.setId("problem");
            body.getChildren().add(trouble);
        });
        body.getChildren().add(Pieces.text(words.text("import.done.next"), "muted"));
        var waiting = came.admitted().stream().filter(GuestList.Admitted::waits).count();
        if (waiting > 0) {
            body.getChildren().add(Pieces.text(words.text("import.done.waits", waiting), "muted"));
        }
        var open = Pieces.button(Icon.OPEN, words.text("import.open"), this::open);
        open.setId("open-folder");
        var on = whole
                ? Pieces.button(words.text("import.finish"), model::back, "accent")
                : Pieces.button(words.text("import.go.on"), list::check, "accent");
        on.setId("finish");
        Sheets.lay(this, body, open, Pieces.spacer(), on);
        Sheets.focus(on);
    }

    private void open() {
        var folder = list.folderProperty().get();
        if (folder != null) {
            opener.open(folder);
        }
    }
}
