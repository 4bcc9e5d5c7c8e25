package dev.natsuin.desktop.verify;

import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.verify.Timeline.Entry;
import dev.natsuin.desktop.words.RevocationWords;
import dev.natsuin.desktop.words.Words;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * What happened to a file, oldest first: who signed and who stated a time, what that covers and what it rests on. Says
 * nothing in green: that is for the verdict on the whole.
 */
final class TimelineView extends VBox {
    private final Verification found;
    private final Words words;
    private final Dates dates;
    private final Set<Integer> unfolded;
    private final IntConsumer compare;

    /**
     * A view of these findings.
     *
     * @param unfolded rows whose certificates are shown; kept by the caller, so that it outlives this view
     * @param compare shows the document as a signature, from 0, was made over it
     */
    TimelineView(Verification found, Words words, Dates dates, Set<Integer> unfolded, IntConsumer compare) {
        this.found = found;
        this.words = words;
        this.dates = dates;
        this.unfolded = unfolded;
        this.compare = compare;
        setId("timeline");
        getStyleClass().add("timeline");
        var entries = Timeline.of(found);
        for (var i = 0; i < entries.size(); i++) {
            getChildren().add(row(i, entries.get(i), i == entries.size() - 1));
        }
    }

    private Node row(int index, Entry entry, boolean last) {
        var line = new Region();
        line.getStyleClass().add("timeline-line");
        line.setVisible(!last);
        VBox.setVgrow(line, Priority.ALWAYS);
        var card = new VBox();
        card.getStyleClass().addAll("card", "signature", "tight");
        Icon icon;
        if (entry instanceof Entry.Signed signed) {
            icon = icon(signed.signature());
            signature(card, signed, index);
        } else {
            var stamped = (Entry.Stamped) entry;
            icon = stamped.timestamp().believed() ? Icon.TIMESTAMP : Icon.UNKNOWN;
            timestamp(card, stamped, index);
        }
        var rail = new VBox(icon.node("signature-icon"), line);
        rail.getStyleClass().add("timeline-rail");
        HBox.setHgrow(card, Priority.ALWAYS);
        var row = new HBox(rail, card);
        row.getStyleClass().add("timeline-row");
        return row;
    }

    /** A signature that holds over a document that does not is nothing to be called valid. */
    private static boolean changed(Verification.Signature signature) {
        return signature.indication() == Verification.Indication.TOTAL_PASSED
                && !signature.changes().isEmpty();
    }

    private static Icon icon(Verification.Signature signature) {
        return switch (signature.indication()) {
            case TOTAL_PASSED -> changed(signature) ? Icon.TROUBLE : Icon.VALID;
            case INDETERMINATE -> Icon.UNKNOWN;
            case TOTAL_FAILED -> Icon.CROSS;
        };
    }

    private static Node head(String title, Label chip) {
        var name = Pieces.text(title, "strong");
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        chip.setMinWidth(Region.USE_PREF_SIZE);
        var head = new HBox(name, chip);
        head.getStyleClass().add("row");
        return head;
    }

    private void signature(VBox card, Entry.Signed signed, int index) {
        var signature = signed.signature();
        var state = changed(signature) ? "changed" : signature.indication().toString();
        var signer = signature.signer().isEmpty() ? words.text("signer.nobody") : signature.signer();
        card.getChildren().add(head(signer, Pieces.line(words.text("indication." + state), "chip")));
        var time = signature.time();
        quiet(
                card,
                time == null
                        ? words.text("time.unknown")
                        : words.text(signature.timestamped() ? "time.proven" : "time.said", dates.moment(time)));
        issued(signature).ifPresent(text -> quiet(card, text));
        quiet(
                card,
                signature.trust().isEmpty()
                        ? words.text("trust.none")
                        : words.text(
                                "trust." + signature.trust(),
                                signature.evidence().trustSource()));
        states(card, signature.evidence().path());
        if (!signature.subIndication().isEmpty()) {
            quiet(card, reason(signature.subIndication()));
        }
        if (signature.changes().isEmpty()) {
            quiet(card, words.text(signature.coversWholeFile() ? "covers.all" : "covers.part"));
        }
        changes(signature, words).forEach(change -> card.getChildren().add(Pieces.text(change, "amber-text")));
        var foot = foot(signature.evidence().path(), card, index);
        if (!signature.coversWholeFile() && signature.evidence().revisionBytes() > 0) {
            var button = Pieces.button(Icon.COMPARE, words.text("compare"), () -> compare.accept(signed.index()));
            button.setId("compare-" + signed.index());
            button.setAccessibleText(words.text("compare.which", signer));
            foot.getChildren().add(0, button);
        }
    }

    /** By whom its certificate is, and the level: what is not known is left out. */
    private Optional<String> issued(Verification.Signature signature) {
        if (signature.issuer().isEmpty()) {
            return Optional.of(signature.level()).filter(level -> !level.isEmpty());
        }
        return Optional.of(words.text("issued", signature.issuer(), signature.level()));
    }

    private void timestamp(VBox card, Entry.Stamped stamped, int index) {
        var timestamp = stamped.timestamp();
        var authority = timestamp.authority().isEmpty() ? words.text("authority.unknown") : timestamp.authority();
        card.getChildren()
                .add(head(
                        words.text("timestamp.by", authority),
                        Pieces.line(words.text(timestamp.believed() ? "timestamp.holds" : "timestamp.no"), "chip")));
        quiet(card, words.text("timestamp." + timestamp.kind(), dates.moment(timestamp.time())));
        if (!stamped.signers().isEmpty()) {
            quiet(
                    card,
                    words.text(
                            "timestamp.covers",
                            stamped.signers().stream().distinct().collect(Collectors.joining(words.text("and")))));
        }
        if (!timestamp.believed()) {
            card.getChildren().add(Pieces.text(words.text("timestamp.unknown"), "amber-text"));
        }
        if (!timestamp.subIndication().isEmpty()) {
            quiet(card, reason(timestamp.subIndication()));
        }
        foot(timestamp.path(), card, index);
    }

    private static void quiet(VBox card, String text) {
        card.getChildren().add(Pieces.text(text, "muted"));
    }

    private HBox foot(List<Verification.Certificate> path, VBox card, int index) {
        var foot = new HBox();
        foot.getStyleClass().add("row");
        card.getChildren().add(foot);
        if (!path.isEmpty()) {
            var certificates = new VBox();
            certificates.getStyleClass().add("path");
            path.forEach(each -> certificates.getChildren().add(certificate(each)));
            Pieces.show(certificates, unfolded.contains(index));
            var link = new Hyperlink();
            link.setId("path-" + index);
            Runnable name =
                    () -> link.setText(words.text(unfolded.contains(index) ? "path.hide" : "path.show", path.size()));
            name.run();
            link.setOnAction(event -> {
                if (!unfolded.remove(index)) {
                    unfolded.add(index);
                }
                Pieces.show(certificates, unfolded.contains(index));
                name.run();
            });
            foot.getChildren().add(link);
            card.getChildren().add(certificates);
        }
        return foot;
    }

    /** Whether certificates are known not to be revoked, in one sentence. */
    private void states(VBox card, List<Verification.Certificate> path) {
        var open = path.stream()
                .filter(each -> !each.believed() && each.state() == null)
                .toList();
        if (path.isEmpty()) {
            return;
        }
        if (open.isEmpty()) {
            quiet(card, words.text("states.known"));
        } else if (open.stream().allMatch(each -> each.unanswered().isEmpty())) {
            quiet(card, words.text("states.nowhere"));
        } else {
            card.getChildren()
                    .add(Pieces.text(
                            words.text(found.asked() ? "states.silent" : "states.not.asked", places(open)),
                            "amber-text"));
        }
    }

    private static String places(List<Verification.Certificate> open) {
        return open.stream()
                .flatMap(each -> each.unanswered().stream())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private Node certificate(Verification.Certificate each) {
        var facts = Pieces.facts();
        Pieces.fact(facts, words.text("path.subject"), each.subject());
        if (!each.issuer().equals(each.subject())) {
            Pieces.fact(facts, words.text("path.issuer"), each.issuer());
        }
        Pieces.fact(
                facts,
                words.text("path.validity"),
                words.text("path.from.to", dates.moment(each.notBefore()), dates.moment(each.notAfter())));
        Pieces.fact(facts, words.text("path.serial"), each.serial());
        Pieces.fact(facts, "SHA-256", each.sha256());
        var state = each.state();
        var sound = each.believed() || (state != null && state.status().equals("good"));
        var label = Pieces.fact(
                facts,
                words.text("path.revocation"),
                String.join(" ", new RevocationWords(words, dates::moment).of(each, found.asked())));
        if (!sound) {
            label.getStyleClass().add("amber-text");
        }
        return facts;
    }

    private String reason(String subIndication) {
        return words.has("reason." + subIndication)
                ? words.text("reason." + subIndication)
                : words.text("reason.other", subIndication);
    }

    /** What was changed after a signature, in words. */
    static List<String> changes(Verification.Signature signature, Words words) {
        return signature.changes().stream()
                .map(change -> {
                    var what = words.has("change." + change.code())
                            ? words.text("change." + change.code())
                            : words.text("change.other", change.code());
                    var pages = change.pages().stream().map(String::valueOf).collect(Collectors.joining(", "));
                    return pages.isEmpty() ? what : words.text("change.page", what, pages);
                })
                .distinct()
                .toList();
    }
}
