package dev.natsuin.desktop.sign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignOptions.Anchor.Which;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.desktop.ui.Lanes;
import dev.natsuin.desktop.ui.Opener;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures beside a text, in the window's model: what is shown, what is left out, what is ordered. */
final class BesideTextTest {
    @TempDir
    Path folder;

    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);
    private final HeldBackground held = new HeldBackground();
    private SignModel model = model(new InlineBackground());

    private SignModel model(Background texts) {
        var inline = new InlineBackground();
        return new SignModel(desk.services(), new Lanes(inline, inline, inline, inline, inline, texts), new Opener() {
            @Override
            public boolean open(Path file) {
                return true;
            }

            @Override
            public boolean showInFolder(Path file) {
                return true;
            }
        });
    }

    private QueuedDocument queued(String name, String text) throws IOException {
        model.loadKeys();
        model.add(List.of(Files.writeString(folder.resolve(name), "%PDF-1.7 " + text)));
        return model.queue().get(model.queue().size() - 1);
    }

    private void beside(String text, Which which) {
        model.placing().seenProperty().set(true);
        model.placing().ruleProperty().set(new PlaceRule.Beside(new SignOptions.Anchor(text, which, 180, 60)));
    }

    private Placed placed(QueuedDocument document) {
        return model.placing().placed(document);
    }

    private static Placed missing(ProblemCode why) {
        return new Placed.Missing(Problem.of(why));
    }

    private SignOptions ordered() {
        model.review();
        model.confirmRead();
        model.confirmRead();
        return Objects.requireNonNull(desk.prepared.get());
    }

    @Test
    void each_signature_is_ordered_where_the_text_was_found_and_shown() throws IOException {
        var one = queued("甲.pdf", "署名：");
        beside("署名：", Which.ONLY);
        var other = queued("乙.pdf", "契約 署名：");

        var options = ordered();

        for (var document : List.of(one, other)) {
            assertThat(placed(document)).isEqualTo(new Placed.At(new Spot(1, 120, 301, 180, 60)));
            var visible = options.of(document.file()).visible().orElseThrow();
            assertThat(visible.place()).contains(new SignOptions.Place(1, 120, 301, 180, 60));
            assertThat(visible.anchor()).isEmpty();
        }
    }

    @Test
    void a_document_without_the_text_or_with_two_of_them_has_its_reason_and_is_left_out() throws IOException {
        var found = queued("found.pdf", "Signature:");
        var without = queued("without.pdf", "nothing");
        var twice = queued("twice.pdf", "Signature: Signature:");
        beside("Signature:", Which.ONLY);

        assertThat(placed(without)).isEqualTo(missing(ProblemCode.ANCHOR_NOT_FOUND));
        assertThat(placed(twice)).isEqualTo(missing(ProblemCode.ANCHOR_NOT_ONE));
        assertThat(model.placing().tallyProperty().get()).isEqualTo(new PlacingModel.Tally(1, 2, 0));
        assertThat(model.readyCount()).isEqualTo(1);

        ordered();

        assertThat(model.withoutPlace()).containsExactly(without, twice);
        assertThat(model.order().orElseThrow().items())
                .extracting(item -> item.document().file())
                .containsExactly(found.file());
    }

    @Test
    void the_first_or_the_last_of_several_can_be_meant() throws IOException {
        var twice = queued("twice.pdf", "Signature: Signature:");
        beside("Signature:", Which.LAST);

        assertThat(placed(twice)).isEqualTo(new Placed.At(new Spot(1, 120, 302, 180, 60)));
    }

    @Test
    void what_has_no_place_is_placed_by_hand_and_signed() throws IOException {
        var without = queued("without.pdf", "nothing");
        beside("Signature:", Which.ONLY);

        model.placing().placeByHand(without, 3);

        var spot = model.placing().spot(without).orElseThrow();
        assertThat(spot.page()).isEqualTo(3);
        assertThat(spot.width()).isEqualTo(180);
        assertThat(model.placing().byHand(without)).isTrue();
        assertThat(model.readyCount()).isEqualTo(1);
        assertThat(ordered().of(without.file()).visible().orElseThrow().place()).contains(spot.place());

        model.back();
        model.back();
        model.placing().followRule(without);

        assertThat(placed(without)).isEqualTo(missing(ProblemCode.ANCHOR_NOT_FOUND));
        assertThat(model.readyCount()).isZero();
    }

    @Test
    void nothing_is_ordered_while_a_text_is_being_looked_for() throws IOException {
        model = model(held);
        var document = queued("a.pdf", "Signature:");
        beside("Signature:", Which.ONLY);

        assertThat(placed(document)).isEqualTo(new Placed.LookedFor());
        assertThat(model.stillPlacing()).isEqualTo(1);
        model.review();
        model.confirmRead();
        model.confirmRead();
        assertThat(model.stage()).isEqualTo(SignModel.Stage.READ);
        assertThat(desk.prepared.get()).isNull();

        held.go();
        model.confirmRead();
        model.confirmRead();
        assertThat(model.stage()).isEqualTo(SignModel.Stage.CONFIRM);
    }

    @Test
    void another_text_stops_the_search_for_the_one_before_in_all_but_the_document_at_hand() throws IOException {
        model = model(held);
        var first = queued("a.pdf", "old new");
        queued("b.pdf", "old");
        queued("c.pdf", "old");
        beside("old", Which.ONLY);
        beside("new", Which.ONLY);

        held.go();

        assertThat(desk.lookedForTexts).containsExactly("a.pdf old", "a.pdf new", "b.pdf new", "c.pdf new");
        assertThat(placed(first).spot()).isPresent();
        assertThat(model.placing().tallyProperty().get()).isEqualTo(new PlacingModel.Tally(1, 2, 0));
    }

    @Test
    void the_document_that_is_shown_is_looked_into_before_the_others() throws IOException {
        model = model(held);
        queued("a.pdf", "x");
        queued("b.pdf", "x");
        var shown = queued("c.pdf", "x");
        model.selectedProperty().set(shown);
        beside("x", Which.ONLY);
        held.go();

        assertThat(desk.lookedForTexts).containsExactly("c.pdf x", "a.pdf x", "b.pdf x");
    }

    @Test
    void a_document_that_comes_back_with_other_octets_is_looked_into_again() throws IOException {
        var document = queued("a.pdf", "nothing");
        beside("Signature:", Which.ONLY);
        assertThat(placed(document)).isEqualTo(missing(ProblemCode.ANCHOR_NOT_FOUND));
        model.remove(document);

        var again = queued("a.pdf", "Signature:");

        assertThat(placed(again).spot()).isPresent();
    }

    @Test
    void a_search_that_breaks_leaves_the_document_out_and_goes_on_with_the_next() throws IOException {
        model = model(held);
        var document = queued("a.pdf", "x");
        held.breakAll();
        beside("x", Which.ONLY);
        held.go();

        assertThat(placed(document)).isEqualTo(missing(ProblemCode.DESK_FAULT));
    }

    @Test
    void without_a_text_no_document_is_read_and_none_is_signed() throws IOException {
        var document = queued("a.pdf", "x");
        beside(" ", Which.FIRST);

        assertThat(placed(document)).isEqualTo(missing(ProblemCode.ANCHOR_NOT_FOUND));
        assertThat(model.readyCount()).isZero();
        assertThat(desk.lookedForTexts).isEmpty();
    }

    @Test
    void nothing_is_looked_for_while_signatures_are_not_to_be_seen() throws IOException {
        var document = queued("a.pdf", "x");
        model.placing().ruleProperty().set(new PlaceRule.Beside(new SignOptions.Anchor("y", Which.ONLY, 180, 60)));

        assertThat(desk.lookedForTexts).isEmpty();
        assertThat(placed(document)).isEqualTo(new Placed.NotSeen());
        assertThat(model.readyCount()).isEqualTo(1);
    }

    @Test
    void the_text_is_there_again_at_the_next_start() {
        var file = new SignMemoryFile(folder);
        model.remember(file.load(), memory -> assertThat(file.save(memory)).isTrue());
        beside("署名 欄：", Which.LAST);

        assertThat(file.load().rule())
                .isEqualTo(new PlaceRule.Beside(new SignOptions.Anchor("署名 欄：", Which.LAST, 180, 60)));
    }
}
