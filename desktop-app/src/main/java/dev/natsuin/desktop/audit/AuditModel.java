package dev.natsuin.desktop.audit;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Away;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.LogDesk;
import dev.natsuin.desktop.desk.LogDesk.Checked;
import dev.natsuin.desktop.desk.LogDesk.Found;
import dev.natsuin.desktop.desk.LogDesk.Point;
import dev.natsuin.desktop.desk.LogDesk.Row;
import dev.natsuin.desktop.desk.LogDesk.Wanted;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The signature log as an auditor sees it, without a window. What could not be confirmed now is not shown. */
public final class AuditModel {
    /** What was done last beside looking. */
    public sealed interface Deed {
        /** The whole log was written. */
        record Exported(Path file, Point point) implements Deed {}

        /** The newest checkpoint was asked for. */
        record Asked(Checked checked) implements Deed {}

        /** A checkpoint was written. */
        record Kept(Path file, Point point) implements Deed {}
    }

    private final LogDesk log;
    private final Enrolling enrolling;
    private final Background background;
    private final ZoneId zone;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final StringProperty operation = new SimpleStringProperty(this, "operation", "");
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final ObjectProperty<@Nullable LocalDate> from = new SimpleObjectProperty<>(this, "from");
    private final ObjectProperty<@Nullable LocalDate> to = new SimpleObjectProperty<>(this, "to");
    private final ReadOnlyObjectWrapper<@Nullable Path> export = new ReadOnlyObjectWrapper<>(this, "export");
    private final ReadOnlyObjectWrapper<@Nullable Found> found = new ReadOnlyObjectWrapper<>(this, "found");
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ReadOnlyObjectWrapper<@Nullable Deed> deed = new ReadOnlyObjectWrapper<>(this, "deed");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
    private final ReadOnlyLongWrapper read = new ReadOnlyLongWrapper(this, "read");
    private final ReadOnlyIntegerWrapper alarms = new ReadOnlyIntegerWrapper(this, "alarms");
    private final ReadOnlyBooleanWrapper waits = new ReadOnlyBooleanWrapper(this, "waits");
    private Cancellation cancel = new Cancellation();
    private boolean searched;

    /** A model that knows nothing yet; days begin in this zone. */
    public AuditModel(LogDesk log, Enrolling enrolling, Background background, ZoneId zone) {
        this.log = log;
        this.enrolling = enrolling;
        this.background = background;
        this.zone = zone;
    }

    /** Asks whether this computer waits to be confirmed: nothing of the log is told to it before. */
    public void look() {
        background.run(
                enrolling::look,
                answer -> waits.set(answer.fold(
                        desk -> desk.next() == Enrolling.Next.CONFIRMATION,
                        why -> why.code() == ProblemCode.DEVICE_NOT_CONFIRMED)),
                () -> {});
    }

    /** Looks through the log for what the fields say. */
    public void search() {
        if (busy.get()) {
            return;
        }
        cancel = new Cancellation();
        var stop = cancel;
        var wanted = wanted();
        var in = Optional.ofNullable(export.get());
        found.set(null);
        rows.clear();
        read.set(0);
        run(true, () -> log.search(wanted, in, count -> background.later(() -> read.set(count)), stop), there -> {
            waits.set(false);
            found.set(there);
            rows.setAll(there.rows());
            alarms.set((int) Math.min(there.unproven(), Integer.MAX_VALUE));
        });
    }

    /** Searches again if the server was away; what was ordered beside it is never ordered again. */
    public void askAgain() {
        if (searched && problem().filter(Away::is).isPresent()) {
            search();
        }
    }

    private Wanted wanted() {
        return new Wanted(
                Optional.of(operation.get()).filter(name -> !name.isEmpty()),
                text.get(),
                Optional.ofNullable(from.get())
                        .map(day -> day.atStartOfDay(zone).toInstant()),
                Optional.ofNullable(to.get())
                        .map(day -> day.plusDays(1).atStartOfDay(zone).toInstant()));
    }

    private <T> void run(boolean search, Supplier<Answer<T>> work, Consumer<T> then) {
        busy.set(true);
        searched = search;
        problem.set(null);
        background.run(
                work,
                answer -> {
                    busy.set(false);
                    answer.given().ifPresent(then);
                    answer.refusal().ifPresent(problem::set);
                },
                () -> {
                    busy.set(false);
                    problem.set(Problem.of(ProblemCode.DESK_FAULT));
                });
    }

    /** Whether this computer waits to be confirmed, as far as it was asked. */
    public boolean waits() {
        return waits.get();
    }

    public ReadOnlyBooleanProperty waitsProperty() {
        return waits.getReadOnlyProperty();
    }

    /** Ends a search before it is through; nothing of it is shown. */
    public void stop() {
        cancel.cancel();
    }

    /** Reads a file that was written before, in the place of the server's log. */
    public void open(Path file) {
        if (!busy.get()) {
            export.set(file);
            deed.set(null);
            search();
        }
    }

    /** Goes back to the server's log. */
    public void closeExport() {
        if (!busy.get()) {
            export.set(null);
            search();
        }
    }

    /** Writes the whole log. */
    public void export(Path file) {
        if (!busy.get()) {
            deed.set(null);
            run(false, () -> log.export(file), point -> deed.set(new Deed.Exported(file, point)));
        }
    }

    /** Asks for the newest checkpoint; it must continue what this computer knew, and one from a file if given. */
    public void checkpoint(Optional<Path> since) {
        if (!busy.get()) {
            deed.set(null);
            run(false, () -> log.checkpoint(since), checked -> deed.set(new Deed.Asked(checked)));
        }
    }

    /** Writes the checkpoint that was asked for. */
    public void keep(Path file) {
        if (!busy.get() && deed.get() instanceof Deed.Asked asked) {
            run(
                    false,
                    () -> log.keep(asked.checked(), file),
                    kept -> deed.set(new Deed.Kept(kept, asked.checked().point())));
        }
    }

    /** By its name in the log; empty for any. */
    public StringProperty operationProperty() {
        return operation;
    }

    /** Part of an id, or the beginning of a hash. */
    public StringProperty textProperty() {
        return text;
    }

    /** The first day. */
    public ObjectProperty<@Nullable LocalDate> fromProperty() {
        return from;
    }

    /** The last day. */
    public ObjectProperty<@Nullable LocalDate> toProperty() {
        return to;
    }

    /** What is shown: without a proof first, then newest first. */
    public ObservableList<Row> rows() {
        return rows;
    }

    /** What the last search found. */
    public Optional<Found> found() {
        return Optional.ofNullable(found.get());
    }

    public ReadOnlyObjectProperty<@Nullable Found> foundProperty() {
        return found.getReadOnlyProperty();
    }

    /** The file that is read in the place of the server's log. */
    public Optional<Path> export() {
        return Optional.ofNullable(export.get());
    }

    public ReadOnlyObjectProperty<@Nullable Path> exportProperty() {
        return export.getReadOnlyProperty();
    }

    /** What was done last beside looking. */
    public Optional<Deed> deed() {
        return Optional.ofNullable(deed.get());
    }

    public ReadOnlyObjectProperty<@Nullable Deed> deedProperty() {
        return deed.getReadOnlyProperty();
    }

    /** Why the last thing was refused. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** True while something is being done. */
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** How many entries a search has read so far. */
    public ReadOnlyLongProperty readProperty() {
        return read.getReadOnlyProperty();
    }

    /** How many entries have no proof that holds. */
    public ReadOnlyIntegerProperty alarmsProperty() {
        return alarms.getReadOnlyProperty();
    }
}
