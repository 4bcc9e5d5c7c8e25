package dev.natsuin.desktop.activity;

import dev.natsuin.desktop.desk.Activity;
import dev.natsuin.desktop.desk.ActivityReport;
import dev.natsuin.desktop.desk.Away;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The log without a window: rows, alarming ones on top, and whether the log confirmed them now. */
public final class ActivityModel {
    private final Activity activity;
    private final Background background;
    private final ObservableList<ActivityReport.Row> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<ActivityReport.Freshness> freshness =
            new ReadOnlyObjectWrapper<>(this, "freshness");
    private List<ActivityReport.Restore> restores = List.of();
    private ActivityReport.ByStaff byStaff = new ActivityReport.ByStaff(List.of(), Optional.empty());
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper(this, "asking");
    private final ReadOnlyIntegerWrapper alarms = new ReadOnlyIntegerWrapper(this, "alarms");

    /** A model that knows nothing yet. */
    public ActivityModel(Activity activity, Background background) {
        this.activity = activity;
        this.background = background;
    }

    /** Asks the log afresh; does nothing while it is being asked. */
    public void refresh() {
        if (asking.get()) {
            return;
        }
        asking.set(true);
        background.run(activity::report, this::show, this::failed);
    }

    /** Asks again for what was not had because the server was away. */
    public void askAgain() {
        if (freshness.get() instanceof ActivityReport.Freshness.NotConfirmedSince not && Away.is(not.why())) {
            refresh();
        }
    }

    private void failed() {
        var last = freshness.get();
        var since = last instanceof ActivityReport.Freshness.ConfirmedAt at
                ? at.time()
                : last instanceof ActivityReport.Freshness.NotConfirmedSince not ? not.last() : null;
        var why = Problem.of(ProblemCode.DESK_FAULT);
        show(new ActivityReport(List.of(), new ActivityReport.Freshness.NotConfirmedSince(since, why)));
    }

    private void show(ActivityReport report) {
        asking.set(false);
        rows.setAll(report.rows().stream()
                .sorted(Comparator.comparing((ActivityReport.Row row) -> !row.alarming()))
                .toList());
        restores = report.restores();
        byStaff = report.byStaff();
        alarms.set((int)
                report.rows().stream().filter(ActivityReport.Row::alarming).count());
        freshness.set(report.freshness());
    }

    /** Alarming rows first, otherwise newest first. */
    public ObservableList<ActivityReport.Row> rows() {
        return rows;
    }

    /** When the server was restored from a backup, oldest first. */
    public List<ActivityReport.Restore> restores() {
        return restores;
    }

    /** What staff did about the signer. */
    public ActivityReport.ByStaff byStaff() {
        return byStaff;
    }

    /** Whether the log confirmed the rows; empty before the first answer. */
    public Optional<ActivityReport.Freshness> freshness() {
        return Optional.ofNullable(freshness.get());
    }

    public ReadOnlyObjectProperty<ActivityReport.Freshness> freshnessProperty() {
        return freshness.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty askingProperty() {
        return asking.getReadOnlyProperty();
    }

    /** How many rows the signer must look at. */
    public ReadOnlyIntegerProperty alarmsProperty() {
        return alarms.getReadOnlyProperty();
    }
}
