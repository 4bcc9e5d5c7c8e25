package dev.natsuin.desktop.verify;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.desk.Verifying;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Verifying files without a window: the files asked about, newest first, each with its answer once there is one. */
public final class VerifyModel {
    /** One file asked about. */
    public static final class Item {
        private final Path file;
        private final ReadOnlyObjectWrapper<Answer<Verification>> answer = new ReadOnlyObjectWrapper<>(this, "answer");

        private Item(Path file) {
            this.file = file;
        }

        /** Where it lies. */
        public Path file() {
            return file;
        }

        /** Its name without folders. */
        public String name() {
            return String.valueOf(file.getFileName());
        }

        /** The answer; empty while the file is being verified. */
        public Optional<Answer<Verification>> answer() {
            return Optional.ofNullable(answer.get());
        }

        public ReadOnlyObjectProperty<Answer<Verification>> answerProperty() {
            return answer.getReadOnlyProperty();
        }
    }

    private final Verifying verifying;
    private final Background background;
    private final ObservableList<Item> items =
            FXCollections.observableArrayList(item -> new javafx.beans.Observable[] {item.answerProperty()});
    private final ObjectProperty<Item> selected = new SimpleObjectProperty<>(this, "selected");

    /** A model with no files. */
    public VerifyModel(Verifying verifying, Background background) {
        this.verifying = verifying;
        this.background = background;
    }

    /** Verifies a file anew and selects it. */
    public void verify(Path file) {
        verify(file, Optional.empty());
    }

    /** The same with the password that opens it, which is closed afterwards. */
    public void verify(Path file, Secret password) {
        verify(file, Optional.of(password));
    }

    private void verify(Path file, Optional<Secret> password) {
        var item = new Item(file.toAbsolutePath().normalize());
        items.removeIf(known -> known.file().equals(item.file()));
        items.add(0, item);
        selected.set(item);
        background.run(
                () -> {
                    try (var closing = password.orElseGet(() -> Secret.taking(new byte[0]))) {
                        return verifying.verify(item.file(), password.map(given -> closing));
                    }
                },
                item.answer::set,
                () -> item.answer.set(new Answer.Refused<>(Problem.of(ProblemCode.DOCUMENT_DAMAGED))));
    }

    /** The files asked about, newest first. */
    public ObservableList<Item> items() {
        return items;
    }

    public ObjectProperty<Item> selectedProperty() {
        return selected;
    }
}
