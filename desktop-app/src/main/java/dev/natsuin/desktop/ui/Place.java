package dev.natsuin.desktop.ui;

import java.util.function.Supplier;
import javafx.beans.value.ObservableIntegerValue;
import javafx.scene.Parent;

/**
 * One place of the window.
 *
 * @param id of it, also the id of its button
 * @param icon beside its name
 * @param name of it
 * @param count how much waits there; shown when above 0
 * @param entered runs each time somebody goes there: what it shows may have become old
 * @param view builds its view, once
 */
public record Place(
        String id, Icon icon, String name, ObservableIntegerValue count, Runnable entered, Supplier<Parent> view) {}
