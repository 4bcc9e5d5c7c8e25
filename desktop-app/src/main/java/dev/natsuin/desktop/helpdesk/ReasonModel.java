package dev.natsuin.desktop.helpdesk;

import dev.natsuin.protocol.statement.Reason;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** Why something is ordered, while it is being chosen: nothing beforehand, one of the list, and a note. */
public final class ReasonModel {
    private final ObjectProperty<Reason.@Nullable Code> code = new SimpleObjectProperty<>(this, "code");
    private final StringProperty note = new SimpleStringProperty(this, "note", "");
    private final BooleanBinding complete = Bindings.createBooleanBinding(() -> reason().isPresent(), code, note);
    private String type = "";

    ReasonModel() {}

    /** Begins anew, for an order of this type: nothing is chosen. */
    void begin(String orderType) {
        type = orderType;
        code.set(null);
        note.set("");
    }

    /** What can be chosen. */
    public List<Reason.Code> codes() {
        return Reason.Code.of(type);
    }

    /** Which of the list; null while nothing is chosen. */
    public ObjectProperty<Reason.@Nullable Code> codeProperty() {
        return code;
    }

    /** The same in the orderer's own words, as typed. */
    public StringProperty noteProperty() {
        return note;
    }

    /** What would be signed; nothing while it is not complete. */
    public Optional<Reason> reason() {
        var chosen = code.get();
        if (chosen == null) {
            return Optional.empty();
        }
        return Optional.of(new Reason(chosen, Optional.of(composed()).filter(text -> !text.isEmpty())))
                .filter(reason -> reason.fits(type));
    }

    /** True if the note cannot be signed as it is typed: characters that are not seen, or too many. */
    public boolean isNoteUnfit() {
        return !composed().isEmpty() && !Reason.isNote(composed());
    }

    private String composed() {
        return Normalizer.normalize(note.get().strip(), Normalizer.Form.NFC);
    }

    /** True if what is chosen can be signed. */
    public BooleanBinding complete() {
        return complete;
    }
}
