package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.Away;
import dev.natsuin.desktop.ui.FootTooltip;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Shell;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** The line at the foot of the places: whether the server answers, in words. */
final class StatusLine extends HBox {
    /** There is a server, but not as the one that this desk knows. */
    private static final Set<ProblemCode> NOT_PROVEN = Set.of(
            ProblemCode.ANSWER_NOT_BELIEVABLE,
            ProblemCode.IDENTITY_SUPERSEDED,
            ProblemCode.IDENTITY_NOT_PROVEN,
            ProblemCode.IDENTITY_FORKED);

    private final ConnectionModel model;
    private final Words words;
    private final Label text = Pieces.line("", "quiet", Shell.FOLDED);
    private final HBox mark = new HBox();
    private String whole = "";
    private @Nullable Tooltip details;

    StatusLine(ConnectionModel model, Words words) {
        this.model = model;
        this.words = words;
        setId("status");
        getStyleClass().add("status");
        setAlignment(Pos.CENTER_LEFT);
        mark.setAlignment(Pos.CENTER);
        getChildren().addAll(mark, text);
        Watching.whileShown(this, this::draw, model.lastProperty());
    }

    private void draw() {
        model.last()
                .ifPresentOrElse(
                        answer -> {
                            answer.given()
                                    .ifPresent(server -> say(
                                            Icon.CONNECTED,
                                            "online",
                                            words.text("online"),
                                            words.text("online.details", server.address())));
                            answer.refusal()
                                    .ifPresent(why -> say(
                                            Icon.TROUBLE,
                                            "amber",
                                            words.text(brief(why)),
                                            ProblemWords.sentence(why, words.language())));
                        },
                        () -> say(Icon.CONNECTED, "faint", words.text("connecting"), words.text("connecting")));
    }

    private static String brief(Problem why) {
        if (NOT_PROVEN.contains(why.code())) {
            return "unproven";
        }
        return Away.is(why) ? "offline" : "refused";
    }

    /** Has the whole of it stand above the line while the mouse rests there. */
    void explain() {
        var above = FootTooltip.above(this);
        above.setText(whole);
        details = above;
    }

    private void say(Icon icon, String style, String brief, String all) {
        whole = all;
        mark.getChildren().setAll(icon.node("small-icon", style));
        text.setText(brief);
        if (details != null) {
            details.setText(whole);
        }
        setAccessibleText(whole);
    }
}
