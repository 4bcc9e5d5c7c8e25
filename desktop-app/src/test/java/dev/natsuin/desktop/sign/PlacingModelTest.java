package dev.natsuin.desktop.sign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.testdata.TestSeals;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.desktop.ui.Opener;
import dev.natsuin.protocol.code.CheckCode;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlacingModelTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    @TempDir
    Path folder;

    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);
    private final SignModel model = new SignModel(desk.services(), InlineBackground.lanes(), new Opener() {
        @Override
        public boolean open(Path file) {
            return true;
        }

        @Override
        public boolean showInFolder(Path file) {
            return true;
        }
    });
    private final PlacingModel placing = model.placing();

    private List<QueuedDocument> queue(String... names) throws IOException {
        model.loadKeys();
        placing.written(Locale.JAPANESE, TOKYO);
        for (var name : names) {
            model.add(List.of(Files.writeString(folder.resolve(name), "%PDF-1.7 " + name)));
        }
        return List.copyOf(model.queue());
    }

    private SignOptions ordered() {
        model.review();
        model.confirmRead();
        model.confirmRead();
        return Objects.requireNonNull(desk.prepared.get());
    }

    @Test
    void unless_asked_for_no_signature_is_seen() throws IOException {
        var document = queue("a.pdf").get(0);

        assertThat(placing.spot(document)).isEmpty();
        assertThat(ordered().own()).isEmpty();
    }

    @Test
    void what_is_shown_is_what_is_ordered_for_each_document() throws IOException {
        var documents = queue("a.pdf", "見積書.pdf", "field.pdf");
        placing.seenProperty().set(true);
        placing.save(new SavedLook("承認", Optional.empty(), Optional.of("承認のため"), Optional.of("東京")));

        var options = ordered();

        for (var document : documents) {
            var spot = placing.spot(document).orElseThrow();
            var own = options.of(document.file());
            assertThat(own.field()).isEqualTo(spot.field());
            assertThat(own.reason()).contains("承認のため");
            assertThat(own.location()).contains("東京");
            var seen = own.visible().orElseThrow();
            assertThat(seen.language()).isEqualTo(Locale.JAPANESE);
            assertThat(seen.zone()).isEqualTo(TOKYO);
            assertThat(seen.place()).isEqualTo(spot.field().isPresent() ? Optional.empty() : Optional.of(spot.place()));
        }
        assertThat(placing.spot(documents.get(0)).orElseThrow().page()).isEqualTo(12);
        assertThat(placing.spot(documents.get(1)).orElseThrow().page()).isEqualTo(2);
        assertThat(placing.spot(documents.get(2)).orElseThrow().field()).contains("承認者");
    }

    @Test
    void an_exception_by_hand_is_of_one_document_and_can_become_the_rule() throws IOException {
        var documents = queue("a.pdf", "見積書.pdf");
        placing.seenProperty().set(true);
        var before = placing.spot(documents.get(1)).orElseThrow();

        placing.move(documents.get(0), new Spot(12, 50, 60, 120, 40));

        assertThat(placing.byHand(documents.get(0))).isTrue();
        assertThat(placing.spot(documents.get(1))).contains(before);

        placing.forAll(documents.get(0));

        assertThat(placing.byHand(documents.get(0))).isFalse();
        assertThat(placing.spot(documents.get(1))).contains(new Spot(2, 50, 60, 120, 40));
    }

    @Test
    void an_exception_goes_back_to_the_rule_and_a_new_rule_takes_all_along() throws IOException {
        var document = queue("a.pdf").get(0);
        placing.seenProperty().set(true);
        var rule = placing.spot(document);
        placing.move(document, new Spot(1, 50, 60, 120, 40));
        placing.followRule(document);
        assertThat(placing.spot(document)).isEqualTo(rule);

        placing.move(document, new Spot(1, 50, 60, 120, 40));
        placing.ruleProperty().set(new PlaceRule.AtCorner(false, PlaceRule.Corner.UPPER_LEFT, 100, 50));

        assertThat(placing.spot(document)).contains(new Spot(1, 36, 36, 100, 50));
    }

    @Test
    void a_spot_cannot_be_moved_off_its_page_or_to_a_page_that_is_not_there() throws IOException {
        var document = queue("見積書.pdf").get(0);
        placing.seenProperty().set(true);
        var before = placing.spot(document);

        placing.move(document, new Spot(3, 10, 10, 100, 50));
        assertThat(placing.spot(document)).isEqualTo(before);

        placing.move(document, new Spot(2, -10, 9999, 100, 50));
        assertThat(placing.spot(document)).contains(new Spot(2, 0, 792, 100, 50));
    }

    @Test
    void the_preview_shows_the_check_code_that_the_document_will_have() throws IOException {
        var document = queue("a.pdf").get(0);
        placing.seenProperty().set(true);
        var key = model.keyProperty().get();

        placing.draw(SavedLook.PLAIN, document, placing.spot(document).orElseThrow(), key, 300, answer -> {});

        assertThat(desk.drawn.get(0).checkCode())
                .isEqualTo(CheckCode.of(
                        document.facts().orElseThrow().sha256(),
                        Objects.requireNonNull(key.certificate()).sha256()));
        assertThat(desk.drawn.get(0).signer()).isEqualTo("山田 花子");
    }

    @Test
    void files_that_are_no_pdfs_are_signed_as_a_whole_beside_seen_pdfs() throws IOException {
        var documents = queue("a.pdf", "data.csv");
        placing.seenProperty().set(true);
        placing.save(new SavedLook("承認", Optional.empty(), Optional.of("承認のため"), Optional.empty()));
        model.formProperty().set(SignatureForm.CADES_DETACHED);

        var options = ordered();

        var whole = options.of(documents.get(1).file());
        assertThat(whole.form()).contains(SignatureForm.CADES_DETACHED);
        assertThat(whole.visible()).isEmpty();
        assertThat(whole.reason()).isEmpty();
        assertThat(options.of(documents.get(0).file()).visible()).isPresent();
    }

    @Test
    void a_look_that_another_would_replace_is_known_before() {
        var one = new SavedLook("承認", Optional.empty(), Optional.of("承認のため"), Optional.empty());
        placing.save(one);

        assertThat(placing.replaces("承認", SavedLook.PLAIN)).isTrue();
        assertThat(placing.replaces("承認", one))
                .as("it is the one that is changed")
                .isFalse();
        assertThat(placing.replaces("受領", SavedLook.PLAIN)).isFalse();
        assertThat(placing.replaces("", SavedLook.PLAIN)).isFalse();
    }

    @Test
    void a_look_without_a_name_takes_none_that_is_there() {
        placing.save(new SavedLook("2", Optional.empty(), Optional.of("承認のため"), Optional.empty()));
        placing.save(new SavedLook("1", Optional.empty(), Optional.of("受領のため"), Optional.empty()));
        assertThat(placing.freeName(String::valueOf)).isEqualTo("3");

        placing.remove(placing.saved().get(1));

        assertThat(placing.freeName(String::valueOf)).isEqualTo("1");
    }

    @Test
    void a_file_without_pages_counts_as_seen_once_it_was_opened_in_its_program() throws IOException {
        var document = queue("data.csv").get(0);
        assertThat(document.seenWhole()).isFalse();

        model.read(document);

        assertThat(document.seenWhole()).isTrue();
    }

    @Test
    void a_picture_that_is_none_is_refused_with_its_reason_and_kept_nowhere() throws IOException {
        queue("a.pdf");
        var kept = new ArrayList<Path>();

        placing.keepSeal(Files.writeString(folder.resolve("seal.png"), "no picture"), kept::add);

        assertThat(kept).isEmpty();
        assertThat(placing.sealProblemProperty().get()).isEqualTo(Problem.of(ProblemCode.SEAL_IMAGE_UNUSABLE));
    }

    @Test
    void looks_rule_level_and_form_are_there_again_at_the_next_start_and_no_pin_is() throws IOException {
        queue("a.pdf");
        var file = new SignMemoryFile(folder);
        model.remember(file.load(), memory -> assertThat(file.save(memory)).isTrue());
        var seal = folder.resolve("seal.png");
        Files.write(seal, TestSeals.ring(64).toArray());
        var look = new SavedLook("承認", Optional.of(seal), Optional.of("承認のため"), Optional.empty());
        placing.save(look);
        placing.seenProperty().set(true);
        placing.ruleProperty().set(new PlaceRule.AsPlaced(-1, 50, 60, 120, 40));
        model.formProperty().set(SignatureForm.JADES_DETACHED);
        model.dividerProperty().set(Optional.of(0.25));

        var again = file.load();

        assertThat(again.looks()).containsExactly(look);
        assertThat(again.look()).isZero();
        assertThat(again.seen()).isTrue();
        assertThat(again.rule()).isEqualTo(new PlaceRule.AsPlaced(-1, 50, 60, 120, 40));
        assertThat(again.form()).isEqualTo(SignatureForm.JADES_DETACHED);
        assertThat(again.divider()).contains(0.25);
        assertThat(Files.readString(folder.resolve("signing.properties")).toLowerCase(Locale.ROOT))
                .doesNotContain("pin");
    }

    @Test
    void whether_a_remembered_picture_is_still_there_is_asked_behind_the_window_and_not_while_it_comes() {
        var file = new SignMemoryFile(folder);
        var gone = folder.resolve("share").resolve("seal.png");
        var look = new SavedLook("承認", Optional.of(gone), Optional.of("承認のため"), Optional.empty());
        file.save(new SignMemory(
                Optional.empty(), true, List.of(look), 0, PlaceRule.FIRST, SignatureForm.ASIC_E, Optional.empty()));
        model.remember(file.load(), memory -> {});
        assertThat(placing.saved()).containsExactly(look);
        assertThat(placing.lookProperty().get()).isEqualTo(look);
        var shares = new HeldBackground();

        placing.lookForPictures(shares);
        assertThat(placing.saved()).containsExactly(look);
        shares.go();

        var without = new SavedLook("承認", Optional.empty(), Optional.of("承認のため"), Optional.empty());
        assertThat(placing.saved()).containsExactly(without);
        assertThat(placing.lookProperty().get()).isEqualTo(without);
    }

    @Test
    void a_memory_that_cannot_be_read_is_none() throws IOException {
        Files.writeString(folder.resolve("signing.properties"), "look=99999999999\nplace=\\u00zz");

        assertThat(new SignMemoryFile(folder).load()).isEqualTo(SignMemory.NOTHING);
    }
}
