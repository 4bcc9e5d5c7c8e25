package dev.natsuin.desktop.verify;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.desk.Verifying;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Verifying files without a window: the files asked about, newest first, each with its answer once there is one. */
public final class VerifyModel {
    /** One file asked about. */
    public static final class Item {
        private final Path file;
        private final Optional<Secret> password;
        private final ReadOnlyObjectWrapper<Answer<Verification>> answer = new ReadOnlyObjectWrapper<>(this, "answer");
        private final ReadOnlyObjectWrapper<@Nullable Answer<Verifying.Reported>> report =
                new ReadOnlyObjectWrapper<>(this, "report");

        private Item(Path file, Optional<Secret> password) {
            this.file = file;
            this.password = password;
        }

        /** What opens an encrypted document; lent. */
        Optional<Secret> password() {
            return password;
        }

        /** The same for work on another lane, which closes it. */
        Optional<Secret> passwordCopy() {
            return password.map(secret -> secret.use(Secret::copyOf));
        }

        /** What became of the last report that was asked for. */
        public Optional<Answer<Verifying.Reported>> report() {
            return Optional.ofNullable(report.get());
        }

        /** True if the last report says another verdict than is shown. */
        public boolean reportDiffers() {
            return report().flatMap(Answer::given)
                    .filter(written -> answer().flatMap(Answer::given)
                            .filter(shown -> shown.verdict() == written.verdict())
                            .isEmpty())
                    .isPresent();
        }

        /** Where it lies. */
        public Path file() {
            return file;
        }

        /** Its name without folders, fit for a screen. */
        public String name() {
            return Printable.name(String.valueOf(file.getFileName()));
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
    private final CompareModel compare;
    private final ObservableList<Item> items =
            FXCollections.observableArrayList(item -> new Observable[] {item.answerProperty(), item.report});
    private final ObjectProperty<Item> selected = new SimpleObjectProperty<>(this, "selected");

    /**
     * A model with no files.
     *
     * @param background verifies
     * @param pages draws
     */
    public VerifyModel(Verifying verifying, Background background, Background pages) {
        this.verifying = verifying;
        this.background = background;
        this.compare = new CompareModel(verifying, pages);
        selected.addListener((property, before, now) -> compare.leave());
    }

    /** Verifies a file anew and selects it. */
    public void verify(Path file) {
        verify(file, Optional.empty());
    }

    /** The same with the password that opens it, which is taken over. */
    public void verify(Path file, Secret password) {
        verify(file, Optional.of(password));
    }

    private void verify(Path file, Optional<Secret> password) {
        var item = new Item(file.toAbsolutePath().normalize(), password);
        items.stream()
                .filter(known -> known.file().equals(item.file()))
                .toList()
                .forEach(this::forget);
        items.add(0, item);
        selected.set(item);
        background.run(
                () -> verifying.verify(item.file(), password),
                item.answer::set,
                () -> item.answer.set(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    /** Its password is zeroed when whatever was asked for with it is through. */
    private void forget(Item item) {
        items.remove(item);
        item.password().ifPresent(password -> background.run(() -> close(password), closed -> {}, () -> {}));
    }

    private static boolean close(Secret password) {
        password.close();
        return true;
    }

    /** Forgets all files, and their passwords. */
    public void clear() {
        compare.leave();
        selected.set(null);
        List.copyOf(items).forEach(this::forget);
    }

    /** Opens the selected document as one of its signatures, from 0, was made over it. */
    public void compare(Item item, int signature) {
        item.answer().flatMap(Answer::given).ifPresent(shown -> compare.begin(item, shown, signature));
    }

    /** The comparison that is looked at. */
    public CompareModel comparing() {
        return compare;
    }

    /** Verifies a file anew and writes a report of that. */
    public void report(Item item, Path target, Locale language, ZoneId zone) {
        item.report.set(null);
        background.run(
                () -> verifying.report(item.file(), item.password(), target, language, zone),
                item.report::set,
                () -> item.report.set(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    /** The files asked about, newest first. */
    public ObservableList<Item> items() {
        return items;
    }

    public ObjectProperty<Item> selectedProperty() {
        return selected;
    }
}
