package dev.natsuin.desktop.server;

import dev.natsuin.desktop.desk.ServerDesk;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Freshness;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Sizes;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Words;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The server, its level and its staff, as signed answers tell them; and what it tells nobody from afar. */
public final class ServerView extends VBox {
    private static final List<String> UNTOLD = List.of("store", "machines", "services", "backup");

    private final ServerModel model;
    private final Words words;
    private final Dates dates;
    private final VBox list = new VBox();

    /** A view of this model. */
    public ServerView(ServerModel model, Words words, Dates dates) {
        this.model = model;
        this.words = words;
        this.dates = dates;
        setId("server-view");
        getStyleClass().addAll("place-body", "keys");
        var refresh = Pieces.button(Icon.REFRESH, words.text("refresh"), model::refresh);
        refresh.setId("refresh");
        refresh.disableProperty().bind(model.askingProperty());
        list.getStyleClass().add("answer");
        var scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(Pieces.placeHead(words.text("title"), refresh), scroll);
        Watching.whileShown(
                this, this::draw, model.overviewProperty(), model.problemProperty(), model.askingProperty());
    }

    private void draw() {
        list.getChildren().clear();
        var last = model.confirmed().map(dates::moment);
        list.getChildren().addAll(Freshness.of(words, last, model.problem()));
        for (var concern : model.concerns()) {
            var trouble = Pieces.trouble(words.text("concern." + concern));
            trouble.setId("concern-" + concern);
            list.getChildren().add(trouble);
        }
        model.overview()
                .ifPresentOrElse(
                        now -> list.getChildren()
                                .addAll(server(now.facts()), level(now.facts()), staff(now.staff()), untold()),
                        () -> {
                            if (model.problem().isEmpty()) {
                                list.getChildren().add(Pieces.text(words.text("asking"), "muted"));
                            }
                        });
    }

    private VBox card(String id, Node... nodes) {
        var card = new VBox(Pieces.sectionTitle(words.text(id)));
        card.getChildren().addAll(nodes);
        card.setId(id);
        card.getStyleClass().addAll("card", "key-card");
        return card;
    }

    private Node server(ServerDesk.Facts server) {
        var facts = Pieces.facts();
        Pieces.fact(facts, words.text("fact.address"), server.address());
        Pieces.fact(facts, words.text("fact.fingerprint"), Sizes.grouped(server.fingerprint()));
        server.renewed()
                .ifPresent(renewed -> Pieces.fact(
                        facts,
                        words.text("fact.renewed"),
                        words.text("renewed", renewed.number(), dates.moment(renewed.since()))));
        Pieces.fact(
                facts,
                words.text("fact.clock"),
                words.text(
                        server.ahead().isNegative() ? "clock.behind" : "clock.ahead",
                        dates.moment(server.time()),
                        server.ahead().abs().toSeconds()));
        Pieces.fact(facts, words.text("fact.tls"), words.text("tls", server.tlsKeys(), dates.moment(server.until())));
        Pieces.fact(
                facts,
                words.text("fact.log"),
                server.continues()
                        .map(before -> words.text("log.continues", server.log().size(), before))
                        .orElseGet(() -> words.text("log.first", server.log().size())));
        Pieces.fact(facts, words.text("fact.root"), server.log().root().toHex());
        return card("server", facts);
    }

    private Node level(ServerDesk.Facts server) {
        var facts = Pieces.facts();
        Pieces.fact(facts, words.text("fact.level"), words.text("level." + server.level()));
        Pieces.fact(
                facts,
                words.text("fact.devices"),
                words.text(server.level() > 1 ? "devices.confirmed" : "devices.free"));
        return card("policy", facts);
    }

    private Node staff(List<StaffDesk.Listed> staff) {
        var rows = new VBox();
        rows.getStyleClass().add("rows");
        staff.forEach(each -> rows.getChildren().add(row(each)));
        return card("staff", rows, Pieces.quiet(words.text("staff.acts")));
    }

    private Node row(StaffDesk.Listed one) {
        var role = one.role()
                .map(each -> words.text("role." + each.name().toLowerCase(Locale.ROOT)))
                .orElse("");
        var what = new VBox(
                Pieces.text(one.name()),
                Pieces.quiet(words.text("person", role, one.user(), words.text("named." + one.named()))));
        HBox.setHgrow(what, Priority.ALWAYS);
        var chip = Pieces.line(words.text("state." + one.state()), "chip", "state-" + one.state());
        chip.setMinWidth(Region.USE_PREF_SIZE);
        var row = new HBox(Icon.PEOPLE.node(), what, chip);
        row.getStyleClass().add("sheet-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Node untold() {
        var facts = Pieces.facts();
        for (var each : UNTOLD) {
            Pieces.fact(facts, words.text("untold." + each), words.text("untold.not"));
        }
        return card("untold", Pieces.text(words.text("untold.text"), "muted"), facts);
    }
}
