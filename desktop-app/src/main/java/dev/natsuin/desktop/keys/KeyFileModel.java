package dev.natsuin.desktop.keys;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.KeyDesk;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** A key file on its way to be opened, without a window; opened, it is asked about like every other order. */
public final class KeyFileModel {
    private static final List<String> ENDINGS = List.of(".p12", ".pfx");

    /** How far it has come. */
    public enum Stage {
        /** Nothing is to be opened. */
        NONE,
        /** The file and its password are asked for. */
        ASKING,
        OPENING
    }

    private final KeyDesk keys;
    private final Background background;
    private final KeyActModel act;
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(this, "stage", Stage.NONE);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ObjectProperty<@Nullable Path> file = new SimpleObjectProperty<>(this, "file");

    /** Opens on this lane; what is open goes to the act. */
    KeyFileModel(KeyDesk keys, Background background, KeyActModel act) {
        this.keys = keys;
        this.background = background;
        this.act = act;
        file.addListener((property, before, now) -> problem.set(null));
    }

    /** True if files that were dropped are one key file, by its name. */
    public static boolean isKeyFile(List<Path> files) {
        return files.size() == 1
                && ENDINGS.stream()
                        .anyMatch(String.valueOf(files.get(0).getFileName()).toLowerCase(Locale.ROOT)::endsWith);
    }

    /** Begins, with a file if there is one already; unless something else is going on. */
    public void begin(Optional<Path> chosen) {
        if (stage.get() == Stage.OPENING || act.stage() == KeyActModel.Stage.RUNNING) {
            return;
        }
        act.leave();
        file.set(chosen.orElse(null));
        problem.set(null);
        stage.set(Stage.ASKING);
    }

    /** Leaves it, unless the file is being opened. */
    public void leave() {
        if (stage.get() == Stage.ASKING) {
            stage.set(Stage.NONE);
        }
    }

    /** Opens the file with this password, which is taken over. */
    public void open(Secret password) {
        var chosen = file.get();
        if (stage.get() != Stage.ASKING || chosen == null) {
            password.close();
            return;
        }
        problem.set(null);
        stage.set(Stage.OPENING);
        background.run(
                () -> {
                    try (password) {
                        return keys.open(chosen, password);
                    }
                },
                this::opened,
                () -> opened(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void opened(Answer<KeyDesk.KeyFile> answer) {
        var why = answer.refusal().or(() -> answer.given().flatMap(KeyFileModel::whyNone));
        problem.set(why.orElse(null));
        stage.set(why.isPresent() ? Stage.ASKING : Stage.NONE);
        answer.given()
                .ifPresent(
                        why.isPresent() ? KeyDesk.KeyFile::close : open -> act.begin(new KeyActModel.Act.Import(open)));
    }

    /** Why none of its keys can be imported: nobody is asked for a PIN then. */
    private static Optional<Problem> whyNone(KeyDesk.KeyFile open) {
        return open.guests().stream().anyMatch(guest -> guest.about().given().isPresent())
                ? Optional.empty()
                : open.guests().stream()
                        .flatMap(guest -> guest.about().refusal().stream())
                        .findFirst();
    }

    /** Which file. */
    public ObjectProperty<@Nullable Path> fileProperty() {
        return file;
    }

    /** How far it has come. */
    public Stage stage() {
        return stage.get();
    }

    public ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /** Why it was not opened. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }
}
