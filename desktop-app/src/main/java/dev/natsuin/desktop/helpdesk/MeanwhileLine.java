package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.Meanwhile;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.words.Words;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;

/** What somebody else did to a person while an order about them was prepared, and who: empty until it is known. */
final class MeanwhileLine {
    private MeanwhileLine() {}

    static Node of(HelpdeskModel model, Words words) {
        var line = Pieces.text("", "strong");
        line.setId("meanwhile");
        line.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> {
                            var now = model.personProperty().get();
                            return now == null ? "" : told(now, words);
                        },
                        model.personProperty()));
        return line;
    }

    private static String told(StaffDesk.Person now, Words words) {
        return Meanwhile.newest(now)
                .map(act -> words.text("act.by", words.text("act." + act.type()), act.byName()))
                .orElse("");
    }
}
