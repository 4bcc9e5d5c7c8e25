package dev.natsuin.desktop.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Pages;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.sign.SignModel.Notice;
import dev.natsuin.desktop.sign.SignModel.Pace;
import dev.natsuin.desktop.sign.SignModel.Stage;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.desktop.ui.Lanes;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignModelTest {
    @TempDir
    Path folder;

    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);

    private SignModel model() {
        var model = new SignModel(desk.services(), InlineBackground.lanes(), new NoOpener());
        model.loadKeys();
        return model;
    }

    private Path pdf(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "%PDF-1.7 " + name);
    }

    private static Secret pin(String digits) {
        return Secret.taking(digits.getBytes(StandardCharsets.US_ASCII));
    }

    private SignModel atPin(String... names) throws IOException {
        var model = model();
        for (var name : names) {
            model.add(List.of(pdf(name)));
        }
        model.review();
        model.confirmRead();
        model.confirmRead();
        model.confirm();
        return model;
    }

    // The queue

    @Test
    void a_dropped_document_is_read_selected_and_shown() throws IOException {
        var model = model();

        model.add(List.of(pdf("契約書 甲.pdf")));

        assertThat(model.readyCount()).isEqualTo(1);
        assertThat(model.selectedProperty().get().name()).isEqualTo("契約書 甲.pdf");
        assertThat(model.preview().state()).isInstanceOf(PreviewModel.State.Open.class);
    }

    @Test
    void a_name_that_turns_its_own_end_around_is_queued_as_what_it_is() throws IOException {
        var model = model();

        model.add(List.of(pdf("invoice\u202Efdp.exe.pdf")));

        assertThat(model.queue()).extracting(QueuedDocument::name).containsExactly("invoice<U+202E>fdp.exe.pdf");
        assertThat(model.queue().get(0).file()).isEqualTo(folder.resolve("invoice\u202Efdp.exe.pdf"));
    }

    @Test
    void what_was_said_of_an_empty_folder_is_not_said_of_the_documents_dropped_next() throws IOException {
        var model = model();
        model.add(List.of(Files.createDirectories(folder.resolve("empty"))));
        assertThat(model.noticeProperty().get()).isEqualTo(Notice.NO_DOCUMENTS);

        model.add(List.of(pdf("a.pdf")));

        assertThat(model.noticeProperty().get()).isEqualTo(Notice.NONE);
    }

    @Test
    void a_folder_that_is_lost_while_it_is_read_gives_what_was_read_and_is_not_passed_over_in_silence()
            throws IOException {
        var walk = new Folders.Walk(folder);
        var read = pdf("a.pdf");
        walk.visitFile(read, Files.readAttributes(read, BasicFileAttributes.class));
        assertThat(walk.listed().whole()).isTrue();
        walk.visitFileFailed(folder.resolve(".hidden"), new IOException("not asked for"));
        assertThat(walk.listed().whole()).isTrue();

        walk.postVisitDirectory(folder.resolve("share"), new IOException("the host is down"));

        assertThat(walk.listed()).isEqualTo(new Folders.Listed(List.of(read), false));
    }

    @Test
    void what_could_not_be_listed_at_all_is_said() throws IOException {
        var held = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(held, inline, inline, inline), new NoOpener());
        model.add(List.of(folder));
        held.breakAll();
        held.go();

        assertThat(model.noticeProperty().get()).isEqualTo(Notice.NOT_ALL_READ);
    }

    @Test
    void a_file_that_no_program_opens_is_said_as_long_as_it_is_looked_at() throws IOException {
        var model = model();
        model.add(List.of(pdf("letter.docx"), pdf("a.pdf")));

        model.read(model.queue().get(0));
        assertThat(model.noticeProperty().get()).isEqualTo(Notice.COULD_NOT_OPEN);
        assertThat(model.queue().get(0).seenWhole()).isFalse();
        model.selectedProperty().set(model.queue().get(1));

        assertThat(model.noticeProperty().get()).isEqualTo(Notice.NONE);
    }

    /** The sheet on which the PIN is typed is drawn anew with each notice, and what was typed would be gone. */
    @Test
    void a_program_that_fails_late_says_nothing_where_the_pin_is_typed() throws IOException {
        var files = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(files, inline, inline, inline), new NoOpener());
        model.loadKeys();
        model.add(List.of(pdf("letter.docx")));
        files.go();
        model.read(model.queue().get(0));
        model.review();
        model.confirmRead();
        model.confirmRead();
        model.confirm();
        assertThat(model.stage()).isEqualTo(Stage.PIN);

        files.go();

        assertThat(model.noticeProperty().get()).isEqualTo(Notice.NONE);
    }

    @Test
    void pages_that_break_down_late_take_nothing_from_the_document_that_is_shown_by_then() throws IOException {
        var pages = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(inline, pages, inline, inline), new NoOpener());
        model.add(List.of(pdf("a.pdf"), pdf("letter.docx")));
        model.selectedProperty().set(model.queue().get(1));
        assertThat(model.preview().state()).isInstanceOf(PreviewModel.State.Whole.class);

        pages.breakAll();
        pages.go();

        assertThat(model.preview().state()).isInstanceOf(PreviewModel.State.Whole.class);
    }

    @Test
    void pages_that_break_down_are_said_not_to_be_shown() throws IOException {
        var pages = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(inline, pages, inline, inline), new NoOpener());
        model.add(List.of(pdf("a.pdf")));
        pages.breakAll();
        pages.go();

        assertThat(model.preview().state())
                .isEqualTo(new PreviewModel.State.Failed(Problem.of(ProblemCode.DESK_FAULT)));
    }

    @Test
    void the_same_file_is_queued_once() throws IOException {
        var model = model();
        var file = pdf("a.pdf");

        model.add(List.of(file, folder.resolve("./a.pdf")));
        model.add(List.of(file));

        assertThat(model.queue()).hasSize(1);
    }

    @Test
    void a_dropped_folder_means_the_pdfs_in_it() throws IOException {
        Files.createDirectories(folder.resolve("in/.hidden"));
        pdf("in/b.pdf");
        pdf("in/A.PDF");
        pdf("in/note.txt");
        pdf("in/.hidden/c.pdf");
        var model = model();

        model.add(List.of(folder.resolve("in")));

        assertThat(model.queue()).extracting(QueuedDocument::name).containsExactly("A.PDF", "b.pdf");
    }

    @Test
    void a_sound_copy_takes_the_place_of_a_damaged_document_and_is_read_and_told_as_such() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf"), pdf("damaged.pdf"), pdf("b.pdf")));
        var damaged = model.queue().get(1);
        model.selectedProperty().set(damaged);
        assertThat(damaged.repairableProperty().get()).isTrue();

        model.repair(damaged);

        var sound = model.queue().get(1);
        assertThat(model.queue())
                .extracting(QueuedDocument::name)
                .containsExactly("a.pdf", "damaged-repaired.pdf", "b.pdf");
        assertThat(sound.repairedFrom()).contains(damaged.file());
        assertThat(sound.facts()).isPresent();
        assertThat(sound.seenWhole()).isFalse();
        assertThat(model.selectedProperty().get()).isEqualTo(sound);
        assertThat(model.readyCount()).isEqualTo(3);
        assertThat(damaged.file()).hasContent("%PDF-1.7 damaged.pdf");
    }

    @Test
    void what_cannot_be_mended_stays_and_is_not_tried_twice() throws IOException {
        var model = model();
        model.add(List.of(pdf("damaged-lost.pdf"), pdf("encrypted.pdf")));
        var lost = model.queue().get(0);

        model.repair(lost);

        assertThat(model.queue()).contains(lost);
        assertThat(model.noticeProperty().get()).isEqualTo(SignModel.Notice.NOT_REPAIRED);
        assertThat(lost.repairableProperty().get()).isFalse();
        assertThat(model.queue().get(1).repairableProperty().get()).isFalse();
    }

    private static Secret password(String text) {
        return Secret.taking(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_encrypted_document_is_read_shown_and_signed_once_its_password_is_typed() throws IOException {
        var model = model();
        model.add(List.of(pdf("encrypted.pdf")));
        var document = model.queue().get(0);
        assertThat(document.lockedProperty().get()).isTrue();

        model.unlock(document, password("open sesame?"));

        assertThat(document.lockedProperty().get()).isTrue();
        assertThat(document.wrongPasswordsProperty().get()).isEqualTo(1);
        assertThat(model.readyCount()).isZero();

        model.unlock(document, password(FakeDesk.PASSWORD));

        assertThat(document.lockedProperty().get()).isFalse();
        assertThat(document.hasPassword()).isTrue();
        assertThat(model.readyCount()).isEqualTo(1);
        assertThat(model.preview().state()).isInstanceOf(PreviewModel.State.Open.class);
        model.review();
        model.confirmRead();
        model.confirmRead();
        model.confirm();
        model.sign(pin(FakeDesk.PIN));
        assertThat(model.results()).allMatch(ResultRow::signed);
        assertThat(desk.opened()).isEmpty();
    }

    @Test
    void a_document_whose_author_permits_no_signature_is_signed_with_the_owners_password() throws IOException {
        var model = model();
        model.add(List.of(pdf("encrypted-protected.pdf")));
        var document = model.queue().get(0);

        model.unlock(document, password(FakeDesk.PASSWORD));

        assertThat(document.state())
                .isEqualTo(new QueuedDocument.State.Refused(Problem.of(ProblemCode.DOCUMENT_PROTECTED)));
        assertThat(model.preview().state())
                .isEqualTo(new PreviewModel.State.Failed(Problem.of(ProblemCode.DOCUMENT_PROTECTED)));
        assertThat(document.lockedProperty().get()).isTrue();
        assertThat(document.wrongPasswordsProperty().get()).isZero();

        model.unlock(document, password(FakeDesk.PASSWORD));
        assertThat(document.wrongPasswordsProperty().get()).isEqualTo(1);

        model.unlock(document, password(FakeDesk.OWNER_PASSWORD));
        assertThat(model.readyCount()).isEqualTo(1);
    }

    @Test
    void a_password_that_opens_one_document_opens_the_others_that_wait_for_it() throws IOException {
        var model = model();
        model.add(List.of(pdf("encrypted-1.pdf"), pdf("plain.pdf"), pdf("encrypted-2.pdf")));

        model.unlock(model.queue().get(2), password(FakeDesk.PASSWORD));

        assertThat(model.readyCount()).isEqualTo(3);
        assertThat(model.queue()).extracting(QueuedDocument::hasPassword).containsExactly(true, false, true);
    }

    @Test
    void a_document_that_leaves_the_list_takes_its_password_with_it() throws IOException {
        var model = model();
        model.add(List.of(pdf("encrypted-1.pdf"), pdf("encrypted-2.pdf")));
        model.unlock(model.queue().get(0), password(FakeDesk.PASSWORD));
        assertThat(desk.opened()).hasSize(2);

        model.remove(model.queue().get(0));

        assertThat(desk.opened()).containsExactly(folder.resolve("encrypted-2.pdf"));
        model.clear();
        assertThat(desk.opened()).isEmpty();
    }

    @Test
    void a_password_is_forgotten_if_its_document_left_while_it_was_tried() throws IOException {
        var held = new HeldBackground();
        var inline = InlineBackground.lanes();
        var model = new SignModel(
                desk.services(), new Lanes(held, inline.pages(), inline.server(), inline.looking()), new NoOpener());
        model.add(List.of(pdf("encrypted.pdf")));
        held.go();
        var document = model.queue().get(0);

        model.unlock(document, password(FakeDesk.PASSWORD));
        model.remove(document);
        held.go();

        assertThat(desk.opened()).isEmpty();
        assertThat(model.queue()).isEmpty();
    }

    @Test
    void a_password_for_a_document_that_needs_none_is_closed_unused() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf")));
        var secret = password(FakeDesk.PASSWORD);

        model.unlock(model.queue().get(0), secret);

        assertThatThrownBy(() -> secret.use(octets -> octets)).isInstanceOf(IllegalStateException.class);
        assertThat(desk.opened()).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_signed_stays_with_its_reason_and_is_not_counted() throws IOException {
        var model = model();

        model.add(List.of(pdf("encrypted.pdf"), pdf("damaged.pdf"), folder.resolve("gone.pdf")));

        assertThat(model.queue())
                .extracting(QueuedDocument::state)
                .containsExactly(
                        new QueuedDocument.State.Refused(Problem.of(ProblemCode.DOCUMENT_ENCRYPTED)),
                        new QueuedDocument.State.Refused(Problem.of(ProblemCode.DOCUMENT_DAMAGED)),
                        new QueuedDocument.State.Refused(Problem.of(ProblemCode.FILE_MISSING)));
        assertThat(model.readyCount()).isZero();
        model.review();
        assertThat(model.stage()).isEqualTo(Stage.QUEUE);
    }

    @Test
    void the_order_of_signing_is_changed_by_moving_within_the_list() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf")));
        var c = model.queue().get(2);

        model.move(c, -1);
        assertThat(model.queue()).extracting(QueuedDocument::name).containsExactly("a.pdf", "c.pdf", "b.pdf");
        model.move(c, -9);
        assertThat(model.queue()).extracting(QueuedDocument::name).containsExactly("c.pdf", "a.pdf", "b.pdf");
        model.move(c, 9);
        assertThat(model.queue()).extracting(QueuedDocument::name).containsExactly("a.pdf", "b.pdf", "c.pdf");

        model.review();
        model.move(c, -1);
        assertThat(model.queue().get(2)).isEqualTo(c);
    }

    @Test
    void what_is_still_being_read_is_not_counted_as_left_out() throws IOException {
        var files = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(files, inline, inline, inline), new NoOpener());

        model.add(List.of(pdf("a.pdf"), pdf("encrypted.pdf")));
        model.loadKeys();
        assertThat(model.totalsProperty().get().others()).isZero();

        files.go();
        assertThat(model.totalsProperty().get().others()).isOne();
    }

    @Test
    void totals_count_what_can_be_signed_and_what_cannot() throws IOException {
        var model = model();

        model.add(List.of(pdf("a.pdf"), pdf("見積.pdf"), pdf("encrypted.pdf"), pdf("data.csv")));

        assertThat(model.totalsProperty().get()).isEqualTo(new SignModel.Totals(3, 1, 14, 3 * 184_320));
        model.remove(List.of(model.queue().get(0), model.queue().get(2)));
        assertThat(model.totalsProperty().get()).isEqualTo(new SignModel.Totals(2, 0, 2, 2 * 184_320));
    }

    @Test
    void what_is_dropped_while_an_order_is_carried_out_waits_for_the_next_one() throws IOException {
        var model = atPin("a.pdf");
        var late = pdf("late.pdf");
        desk.whileWorking(() -> model.add(List.of(late)));

        model.sign(pin(FakeDesk.PIN));

        assertThat(model.stage()).isEqualTo(Stage.DONE);
        assertThat(model.results())
                .extracting(row -> row.file().getFileName().toString())
                .containsExactly("a.pdf");
        assertThat(model.queue()).extracting(QueuedDocument::name).containsExactly("late.pdf");
        assertThat(model.forNextOrderProperty().get()).isEqualTo(1);
    }

    @Test
    void a_start_without_documents_does_not_speak_of_a_drop() {
        var model = model();

        model.add(List.of());

        assertThat(model.noticeProperty().get()).isEqualTo(Notice.NONE);
    }

    @Test
    void a_folder_without_pdfs_says_so() throws IOException {
        var model = model();
        Files.createDirectories(folder.resolve("empty"));

        model.add(List.of(folder.resolve("empty")));

        assertThat(model.noticeProperty().get()).isEqualTo(Notice.NO_DOCUMENTS);
    }

    @Test
    void pages_are_shown_before_the_file_is_hashed_and_count_as_seen_only_when_proved() throws IOException {
        var files = new HeldBackground();
        var proofs = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(files, inline, inline, inline, proofs), new NoOpener());
        model.add(List.of(pdf("見積.pdf")));
        files.next();
        var document = model.queue().get(0);

        assertThat(document.state()).isInstanceOf(QueuedDocument.State.Reading.class);
        assertThat(model.preview().state()).isInstanceOf(PreviewModel.State.Open.class);
        model.preview().draw(1, 100, drawn -> {});
        model.preview().onScreen(1, 0, 1);
        files.go();
        assertThat(document.seenCount()).isZero();

        proofs.go();

        assertThat(document.seenCount()).isEqualTo(1);
        assertThat(desk.openPages()).isEqualTo(1);
    }

    @Test
    void pages_of_a_file_that_is_no_longer_the_hashed_one_are_taken_away_and_never_count_as_seen() throws IOException {
        var proofs = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(inline, inline, inline, inline, proofs), new NoOpener());
        model.add(List.of(pdf("changed.pdf")));
        model.preview().onScreen(1, 0, 1);

        proofs.go();

        assertThat(model.preview().state())
                .isEqualTo(new PreviewModel.State.Failed(Problem.of(ProblemCode.DOCUMENT_CHANGED)));
        assertThat(model.queue().get(0).seenCount()).isZero();
        assertThat(desk.openPages()).isZero();
    }

    @Test
    void words_are_looked_for_from_the_page_that_is_read_and_forgotten_with_the_document() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf"), pdf("b.pdf")));

        model.preview().search("契約", 5);

        assertThat(model.preview().found()).extracting(Pages.Found::page).containsExactly(6, 9, 12, 3);
        assertThat(model.preview().searchingProperty().get()).isFalse();
        model.selectedProperty().set(model.queue().get(1));
        assertThat(model.preview().found()).isEmpty();
    }

    @Test
    void removing_selects_the_neighbour_and_lets_go_of_the_file() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf"), pdf("b.pdf")));

        model.remove(model.queue().get(0));
        assertThat(model.selectedProperty().get().name()).isEqualTo("b.pdf");

        model.remove(model.queue().get(0));
        assertThat(model.selectedProperty().get()).isNull();
        assertThat(desk.openPages()).isZero();
    }

    @Test
    void only_one_document_is_open_at_a_time() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf"), pdf("b.pdf")));

        model.selectedProperty().set(model.queue().get(1));

        assertThat(desk.openPages()).isEqualTo(1);
    }

    @Test
    void a_page_drawn_for_another_document_is_never_handed_over() throws IOException {
        var pages = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(inline, pages, inline, inline), new NoOpener());
        model.add(List.of(pdf("a.pdf"), pdf("b.pdf")));
        pages.go();
        var drawn = new ArrayList<Object>();
        model.preview().draw(1, 100, drawn::add);

        model.selectedProperty().set(model.queue().get(1));
        pages.go();

        assertThat(drawn).isEmpty();
    }

    // Seen pages

    @Test
    void a_page_with_a_picture_that_cannot_be_drawn_never_counts_as_seen() throws IOException {
        var model = model();
        model.add(List.of(pdf("picture 見積.pdf")));
        var document = model.queue().get(0);

        for (var page = 1; page <= 2; page++) {
            model.preview().draw(page, 100, image -> {});
            model.preview().onScreen(page, 0, 1);
        }

        assertThat(document.seen(1)).isFalse();
        assertThat(document.seen(2)).isTrue();
        assertThat(document.undecodablePages()).containsExactly(1);
        assertThat(document.seenWhole()).isFalse();
    }

    @Test
    void pages_not_seen_are_asked_about_once() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf")));
        model.review();

        model.confirmRead();
        assertThat(model.stage()).isEqualTo(Stage.READ);
        assertThat(model.askingAboutUnseenProperty().get()).isTrue();

        model.confirmRead();
        assertThat(model.stage()).isEqualTo(Stage.CONFIRM);

        model.back();
        model.confirmRead();
        assertThat(model.stage()).isEqualTo(Stage.CONFIRM);
    }

    @Test
    void what_is_asked_about_is_not_accepted_for_documents_that_a_slow_folder_gives_meanwhile() throws IOException {
        var files = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(files, inline, inline, inline), new NoOpener());
        model.loadKeys();
        model.add(List.of(pdf("a.pdf")));
        files.go();
        model.add(List.of(pdf("b.pdf")));
        model.review();
        model.confirmRead();
        assertThat(model.askingAboutUnseenProperty().get()).isTrue();
        files.go();

        model.confirmRead();

        assertThat(model.stage()).as("asked once more, about both").isEqualTo(Stage.READ);
        assertThat(model.askingAboutUnseenProperty().get()).isTrue();
        assertThat(model.unseen()).hasSize(2);
    }

    @Test
    void whoever_reviews_before_all_is_read_goes_on_with_all_of_it_and_not_with_a_part() throws IOException {
        var files = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(files, inline, inline, inline), new NoOpener());
        model.loadKeys();
        model.add(List.of(pdf("a.pdf"), pdf("b.pdf")));
        files.next();
        files.next();
        assertThat(model.readyCount()).isEqualTo(1);
        model.review();

        model.confirmRead();
        assertThat(model.askingAboutUnseenProperty().get()).isFalse();
        assertThat(model.stillReading()).isEqualTo(1);
        files.go();
        model.confirmRead();
        model.confirmRead();

        assertThat(model.ordered()).extracting(QueuedDocument::name).containsExactly("a.pdf", "b.pdf");
    }

    /** Thousands that were dropped by mistake, and taken out again, would be read before what is dropped next. */
    @Test
    void what_was_taken_out_of_the_list_is_not_read_or_looked_at_any_more() throws IOException {
        var files = new HeldBackground();
        var looking = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(files, inline, inline, looking, inline), new NoOpener());
        model.add(List.of(pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf")));
        files.next();
        files.next();
        var first = model.queue().get(0);
        model.clear();
        model.add(List.of(pdf("d.pdf")));
        files.go();
        looking.go();

        assertThat(desk.read).containsExactly("a.pdf", "d.pdf");
        assertThat(first.hidden()).isInstanceOf(QueuedDocument.Hidden.NotLookedAt.class);
        assertThat(model.queue()).extracting(QueuedDocument::name).containsExactly("d.pdf");
        assertThat(model.readyCount()).isEqualTo(1);
    }

    @Test
    void a_key_that_went_while_the_list_was_read_leads_back_to_where_it_is_said() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf")));
        model.review();
        model.confirmRead();
        desk.keys(List.of());
        model.loadKeys();

        model.confirmRead();

        assertThat(model.stage()).isEqualTo(Stage.QUEUE);
        assertThat(model.keysProblemProperty().get()).isEqualTo(Problem.of(ProblemCode.NO_KEY));
        assertThat(model.problem()).isEmpty();
    }

    @Test
    void pages_not_seen_of_documents_that_were_added_later_are_asked_about() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf")));
        model.review();
        model.confirmRead();
        model.confirmRead();
        assertThat(model.stage()).isEqualTo(Stage.CONFIRM);

        model.add(List.of(pdf("b.pdf")));
        model.review();
        model.confirmRead();

        assertThat(model.stage()).isEqualTo(Stage.READ);
        assertThat(model.askingAboutUnseenProperty().get()).isTrue();
    }

    /** A document that was seen whole and could not be signed; on the lane its inspection waits again. */
    private SignModel seenAndNotSigned(HeldBackground looking) throws IOException {
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(inline, inline, inline, looking), new NoOpener());
        model.loadKeys();
        model.add(List.of(pdf("見積 lapsed.pdf")));
        looking.go();
        model.preview().onScreen(1, 0, 1);
        model.preview().onScreen(2, 0, 1);
        model.review();
        model.confirmRead();
        model.confirm();
        model.sign(pin(FakeDesk.PIN));
        assertThat(model.stage()).isEqualTo(Stage.DONE);
        return model;
    }

    @Test
    void what_was_seen_stays_seen_while_the_octets_are_the_same() throws IOException {
        var looking = new HeldBackground();
        var model = seenAndNotSigned(looking);

        model.signRemaining();

        assertThat(model.queue().get(0).seenCount()).isEqualTo(2);
    }

    @Test
    void what_was_seen_or_found_of_other_octets_is_forgotten() throws IOException {
        var looking = new HeldBackground();
        var model = seenAndNotSigned(looking);
        var document = model.queue().get(0);
        assertThat(document.hiddenThings()).isNotEmpty();
        Files.writeString(document.file(), "%PDF-1.7 something else");

        model.signRemaining();

        assertThat(document.seenCount()).isZero();
        assertThat(document.seen(1)).isFalse();
        assertThat(document.hidden()).isInstanceOf(QueuedDocument.Hidden.NotLookedAt.class);
        assertThat(model.unseen()).containsExactly(document);
        assertThat(model.preview().state()).isInstanceOf(PreviewModel.State.Open.class);
        looking.go();
        assertThat(model.stillLooking()).isZero();
        model.confirmRead();
        assertThat(model.askingAboutUnseenProperty().get()).isTrue();
    }

    @Test
    void what_an_inspection_says_of_octets_from_before_is_passed_over() throws IOException {
        var looking = new HeldBackground();
        var model = seenAndNotSigned(looking);
        var document = model.queue().get(0);
        Files.writeString(document.file(), "%PDF-1.7 something else");
        model.signRemaining();
        Files.writeString(document.file(), "%PDF-1.7 something else again");
        document.found(desk.facts(document.file()).given().orElseThrow());

        looking.next();

        assertThat(document.hidden()).isInstanceOf(QueuedDocument.Hidden.NotLookedAt.class);
    }

    @Test
    void nothing_is_asked_when_every_page_was_seen() throws IOException {
        var model = model();
        model.add(List.of(pdf("見積.pdf")));
        model.preview().onScreen(1, 0, 1);
        model.preview().onScreen(2, 0, 1);
        model.review();

        model.confirmRead();

        assertThat(model.stage()).isEqualTo(Stage.CONFIRM);
    }

    @Test
    void looking_again_leads_from_the_review_to_the_pages() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf"), pdf("b.pdf")));
        model.review();

        model.look(model.queue().get(1));

        assertThat(model.stage()).isEqualTo(Stage.QUEUE);
        assertThat(model.selectedProperty().get().name()).isEqualTo("b.pdf");
        assertThat(model.wantedPageProperty().get()).as("none was seen").isEqualTo(1);
    }

    @Test
    void looking_again_leads_to_the_first_page_that_was_not_seen() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf")));
        model.queue().get(0).onScreen(1, 0, 1);
        model.review();

        model.look(model.queue().get(0));

        assertThat(model.wantedPageProperty().get()).isEqualTo(2);
        for (var page = 2; page <= model.queue().get(0).facts().orElseThrow().pages(); page++) {
            model.queue().get(0).onScreen(page, 0, 1);
        }
        assertThat(model.queue().get(0).firstUnseen()).isZero();
    }

    // What pages hide

    /** Whether every page was seen is asked as well; here it was. */
    private SignModel seen(SignModel model, String... names) throws IOException {
        for (var name : names) {
            model.add(List.of(pdf(name)));
            for (var page = 1; page <= 2; page++) {
                model.queue().get(model.queue().size() - 1).onScreen(page, 0, 1);
            }
        }
        return model;
    }

    @Test
    void a_document_that_is_not_what_it_shows_stays_out_with_its_reason() throws IOException {
        var model = seen(model(), "blocked 見積.pdf", "見積.pdf");

        assertThat(model.queue().get(0).state())
                .isEqualTo(new QueuedDocument.State.Refused(Problem.of(ProblemCode.DOCUMENT_NOT_AS_SHOWN)));
        assertThat(HiddenThings.reasons(model.queue().get(0), Locale.ENGLISH))
                .singleElement()
                .asString()
                .contains("object 14");
        assertThat(model.preview().state())
                .isEqualTo(new PreviewModel.State.Failed(Problem.of(ProblemCode.DOCUMENT_NOT_AS_SHOWN)));
        assertThat(model.readyCount()).isEqualTo(1);
    }

    @Test
    void what_is_to_be_looked_at_is_asked_about_once_for_each_document() throws IOException {
        var model = seen(model(), "covered 見積.pdf");
        assertThat(HiddenThings.warnings(model.queue().get(0))).isEqualTo(2);
        model.review();

        model.confirmRead();
        assertThat(model.stage()).isEqualTo(Stage.READ);
        assertThat(model.askingAboutUnseenProperty().get()).isTrue();
        model.confirmRead();
        assertThat(model.stage()).isEqualTo(Stage.CONFIRM);
        model.back();
        model.confirmRead();
        assertThat(model.stage()).isEqualTo(Stage.CONFIRM);

        seen(model, "covered 見積 2.pdf");
        model.review();
        model.confirmRead();
        assertThat(model.stage()).as("another document, another question").isEqualTo(Stage.READ);
    }

    @Test
    void what_is_only_good_to_know_is_not_asked_about() throws IOException {
        var model = seen(model(), "見積.pdf");
        assertThat(model.queue().get(0).hiddenThings()).hasSize(1);
        model.review();

        model.confirmRead();

        assertThat(model.stage()).isEqualTo(Stage.CONFIRM);
    }

    @Test
    void nothing_goes_on_before_all_was_looked_at() throws IOException {
        var looking = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(inline, inline, inline, looking), new NoOpener());
        model.loadKeys();
        seen(model, "見積.pdf", "blocked 見積.pdf");
        model.review();

        model.confirmRead();
        assertThat(model.stage()).isEqualTo(Stage.READ);
        assertThat(model.stillLooking()).isEqualTo(2);

        looking.go();
        assertThat(model.stillLooking()).isZero();
        assertThat(model.readyCount()).isEqualTo(1);
        model.confirmRead();
        assertThat(model.stage()).isEqualTo(Stage.CONFIRM);
    }

    @Test
    void a_finding_leads_to_its_page() throws IOException {
        var model = seen(model(), "見積.pdf", "covered 見積.pdf");
        model.review();

        model.look(model.queue().get(1), 2);

        assertThat(model.stage()).isEqualTo(Stage.QUEUE);
        assertThat(model.selectedProperty().get().name()).startsWith("covered");
        assertThat(model.wantedPageProperty().get()).isEqualTo(2);
        model.turned();
        assertThat(model.wantedPageProperty().get()).isZero();
    }

    // Keys

    @Test
    void without_a_key_nothing_can_be_reviewed_and_the_reason_is_told() throws IOException {
        desk.keys(List.of());
        var model = model();
        model.add(List.of(pdf("a.pdf")));

        model.review();

        assertThat(model.stage()).isEqualTo(Stage.QUEUE);
        assertThat(model.keysProblemProperty().get()).isEqualTo(Problem.of(ProblemCode.NO_KEY));
    }

    @Test
    void a_server_that_does_not_answer_is_told_and_can_be_asked_again() {
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));
        var model = model();
        assertThat(model.keysProblemProperty().get()).isEqualTo(Problem.of(ProblemCode.SERVER_UNREACHABLE));

        desk.serverTrouble(null);
        model.loadKeys();

        assertThat(model.keysProblemProperty().get()).isNull();
        assertThat(model.keyProperty().get()).isNotNull();
    }

    @Test
    void keys_that_were_not_had_while_the_server_was_away_are_asked_for_again_and_others_are_not() {
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));
        var model = model();
        desk.serverTrouble(null);

        model.askForKeysAgain();

        assertThat(model.keyProperty().get()).isNotNull();
        desk.keys(List.of());
        model.askForKeysAgain();
        assertThat(model.keyProperty().get()).as("nothing was missing").isNotNull();
    }

    @Test
    void a_key_once_chosen_stays_chosen_when_keys_are_asked_for_again() {
        var first = FakeDesk.key("rsa", KeyAlgorithm.RSA_3072, "山田 花子");
        var second = FakeDesk.key("ec", KeyAlgorithm.P_256, "山田 花子");
        desk.keys(List.of(first, second));
        var model = model();
        assertThat(model.keyProperty().get()).isEqualTo(first);

        model.keyProperty().set(second);
        model.loadKeys();

        assertThat(model.keyProperty().get()).isEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource({
        "EXPIRED, CERTIFICATE_EXPIRED",
        "SUSPENDED, PERSON_NOT_ACTIVE",
        "WAITING_FOR_CERTIFICATE, KEY_NOT_ENABLED",
        "REVOKED, CERTIFICATE_REVOKED"
    })
    void keys_that_cannot_sign_are_not_offered_and_it_is_told_why(KeyRow.Status status, ProblemCode why) {
        desk.keys(List.of(key("rsa", status)));

        var model = model();

        assertThat(model.keys()).isEmpty();
        assertThat(model.keysProblemProperty().get()).isEqualTo(Problem.of(why));
    }

    @Test
    void of_keys_that_cannot_sign_the_one_is_told_of_that_its_signer_can_renew() {
        desk.keys(List.of(
                key("one", KeyRow.Status.REVOKED),
                key("two", KeyRow.Status.EXPIRED),
                key("three", KeyRow.Status.WAITING_FOR_CERTIFICATE)));

        assertThat(model().keysProblemProperty().get()).isEqualTo(Problem.of(ProblemCode.CERTIFICATE_EXPIRED));
    }

    @Test
    void a_key_that_can_sign_is_enough() {
        desk.keys(List.of(key("one", KeyRow.Status.EXPIRED), key("two", KeyRow.Status.READY)));

        assertThat(model().keysProblemProperty().get()).isNull();
        assertThat(model().keys()).hasSize(1);
    }

    private static KeyRow key(String id, KeyRow.Status status) {
        var key = FakeDesk.key(id, KeyAlgorithm.RSA_3072, "山田 花子");
        return new KeyRow(key.keyId(), key.algorithm(), status, key.certificate(), key.methods(), key.level(), false);
    }

    // The level

    @Test
    void who_never_chose_a_level_makes_signatures_that_can_be_judged_after_the_certificate_has_ended() {
        desk.offersAllLevels(Optional.empty());

        assertThat(model().levelProperty().get()).isEqualTo(SignatureLevel.LT);
    }

    @Test
    void the_level_is_the_one_that_the_profile_names() {
        desk.offersAllLevels(Optional.of(SignatureLevel.T));

        assertThat(model().levelProperty().get()).isEqualTo(SignatureLevel.T);
    }

    @Test
    void the_level_that_was_chosen_here_stays_and_is_remembered() {
        desk.offersAllLevels(Optional.of(SignatureLevel.T));
        var model = model();
        var told = new ArrayList<SignMemory>();
        model.remember(SignMemory.NOTHING, told::add);
        assertThat(told).isEmpty();

        model.levelProperty().set(SignatureLevel.B);
        model.loadKeys();

        assertThat(model.levelProperty().get()).isEqualTo(SignatureLevel.B);
        assertThat(told)
                .singleElement()
                .satisfies(memory -> assertThat(memory.level()).contains(SignatureLevel.B));
        var next = new SignModel(desk.services(), InlineBackground.lanes(), new NoOpener());
        next.remember(told.get(0), memory -> {});
        next.loadKeys();
        assertThat(next.levelProperty().get()).isEqualTo(SignatureLevel.B);
    }

    @Test
    void an_experimental_key_signs_at_the_only_level_that_it_can() {
        desk.offersAllLevels(Optional.empty());
        var experimental = FakeDesk.key("pq", KeyAlgorithm.ML_DSA_65, "山田 花子");
        var usual = FakeDesk.key("rsa", KeyAlgorithm.RSA_3072, "山田 花子");
        desk.keys(List.of(experimental, usual));
        var model = model();
        assertThat(model.levelProperty().get()).isEqualTo(SignatureLevel.B);

        model.keyProperty().set(usual);
        assertThat(model.levelProperty().get()).isEqualTo(SignatureLevel.LT);
    }

    // The order

    @Test
    void the_order_shows_exactly_what_leaves() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf"), pdf("changed.pdf")));
        model.review();
        model.confirmRead();
        model.confirmRead();

        var order = model.order().orElseThrow();

        assertThat(order.items()).hasSize(2);
        assertThat(order.leaving())
                .singleElement()
                .satisfies(each -> assertThat(each.hash().size()).isEqualTo(32));
        assertThat(model.canConfirm()).isTrue();
    }

    @Test
    void an_order_with_nothing_to_sign_cannot_be_confirmed() throws IOException {
        var model = model();
        model.add(List.of(pdf("changed.pdf")));
        model.review();
        model.confirmRead();
        model.confirmRead();

        model.confirm();

        assertThat(model.stage()).isEqualTo(Stage.CONFIRM);
    }

    @Test
    void adding_a_document_throws_the_prepared_order_away() throws IOException {
        var model = atPin("a.pdf");

        model.add(List.of(pdf("b.pdf")));

        assertThat(model.stage()).isEqualTo(Stage.QUEUE);
        assertThat(model.noticeProperty().get()).isEqualTo(Notice.LIST_CHANGED);
        assertThat(desk.openOrders()).isZero();
    }

    @Test
    void going_back_throws_the_prepared_order_away() throws IOException {
        var model = atPin("a.pdf");

        model.back();
        model.back();

        assertThat(model.stage()).isEqualTo(Stage.READ);
        assertThat(desk.openOrders()).isZero();
    }

    @Test
    void an_order_prepared_for_a_list_that_changed_meanwhile_is_closed_unused() throws IOException {
        var server = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(inline, inline, server, inline), new NoOpener());
        model.loadKeys();
        server.go();
        model.add(List.of(pdf("見積.pdf")));
        model.review();
        model.confirmRead();
        model.confirmRead();
        assertThat(model.preparingProperty().get()).isTrue();

        model.back();
        server.go();

        assertThat(model.order()).isEmpty();
        assertThat(desk.openOrders()).isZero();
    }

    // The PIN

    @Test
    void the_right_pin_signs_and_empties_the_queue() throws IOException {
        var model = atPin("a.pdf", "b.pdf");

        model.sign(pin(FakeDesk.PIN));

        assertThat(model.stage()).isEqualTo(Stage.DONE);
        assertThat(model.results()).allMatch(ResultRow::signed);
        assertThat(model.queue()).isEmpty();
        assertThat(folder.resolve("a-signed.pdf")).exists();
        assertThat(desk.openOrders()).isZero();
        assertThat(desk.openPages()).isZero();
    }

    @Test
    void a_wrong_pin_says_how_many_tries_are_left_and_asks_again() throws IOException {
        var model = atPin("a.pdf");

        model.sign(pin("111222"));

        assertThat(model.stage()).isEqualTo(Stage.PIN);
        assertThat(model.problem()).contains(Problem.pinWrong(4));
        model.sign(pin(FakeDesk.PIN));
        assertThat(model.stage()).isEqualTo(Stage.DONE);
    }

    @Test
    void the_last_wrong_pin_ends_in_a_refusal_that_cannot_be_tried_again() throws IOException {
        var model = atPin("a.pdf");

        for (var i = 0; i < 5; i++) {
            model.sign(pin("111222"));
        }

        assertThat(model.stage()).isEqualTo(Stage.REFUSED);
        assertThat(model.problem()).contains(Problem.pinWrong(0));
        assertThat(model.canTryAgain()).isFalse();
    }

    @Test
    void the_pin_is_closed_whatever_happens() throws IOException {
        var wrong = pin("111222");
        var model = atPin("a.pdf");
        model.sign(wrong);
        var unwanted = pin("333444");
        model.back();
        model.sign(unwanted);

        for (var secret : List.of(wrong, unwanted)) {
            assertThat(closed(secret)).isTrue();
        }
    }

    private static boolean closed(Secret secret) {
        try {
            return secret.use(octets -> false);
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void a_missing_server_refuses_the_whole_and_the_same_order_can_be_tried_again() throws IOException {
        var model = atPin("a.pdf");
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));
        model.sign(pin(FakeDesk.PIN));
        assertThat(model.stage()).isEqualTo(Stage.REFUSED);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.SERVER_UNREACHABLE));

        desk.serverTrouble(null);
        model.tryAgain();
        model.sign(pin(FakeDesk.PIN));

        assertThat(model.stage()).isEqualTo(Stage.DONE);
    }

    @Test
    void work_that_breaks_ends_in_a_refusal_by_the_desk_itself() throws IOException {
        var server = new HeldBackground();
        var inline = new InlineBackground();
        var model = new SignModel(desk.services(), new Lanes(inline, inline, server, inline), new NoOpener());
        model.loadKeys();
        model.add(List.of(pdf("a.pdf")));
        server.go();
        model.review();
        model.confirmRead();
        model.confirmRead();
        server.go();
        model.confirm();
        server.breakAll();

        model.sign(pin(FakeDesk.PIN));
        server.go();

        assertThat(model.stage()).isEqualTo(Stage.REFUSED);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.DESK_FAULT));
        assertThat(model.canTryAgain()).as("whether it was signed is not known").isFalse();
    }

    @Test
    void an_order_that_was_not_confirmed_is_asked_for_again_without_a_pin_and_without_a_second_order()
            throws IOException {
        desk.confirmsNothing(Problem.of(ProblemCode.ANSWER_NOT_BELIEVABLE));
        var model = atPin("a.pdf");
        model.sign(pin(FakeDesk.PIN));
        assertThat(model.stage()).isEqualTo(Stage.REFUSED);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.NOT_CONFIRMED));
        assertThat(model.instead()).contains(Problem.of(ProblemCode.ANSWER_NOT_BELIEVABLE));
        assertThat(model.canTryAgain()).as("no PIN").isFalse();
        assertThat(model.canAskAgain()).isTrue();
        desk.confirmsNothing(null);

        model.askAgain();

        assertThat(model.stage()).isEqualTo(Stage.DONE);
        assertThat(desk.orders).hasValue(1);
    }

    @Test
    void an_order_whose_time_is_over_is_not_asked_for_again() throws IOException {
        desk.confirmsNothing(Problem.of(ProblemCode.STATEMENT_EXPIRED));
        var model = atPin("a.pdf");

        model.sign(pin(FakeDesk.PIN));

        assertThat(model.canAskAgain()).isFalse();
        assertThat(model.canTryAgain()).isFalse();
    }

    @Test
    void while_the_server_works_the_waiting_can_be_ended_and_the_order_stays() throws IOException {
        var model = atPin("a.pdf");
        var worked = new java.util.concurrent.atomic.AtomicBoolean();
        desk.whileWorking(() -> {
            worked.set(
                    model.serverWorksProperty().get() && model.waitingProperty().get());
            model.stopWaiting();
        });

        model.sign(pin(FakeDesk.PIN));

        assertThat(worked).isTrue();
        assertThat(model.problem()).contains(Problem.of(ProblemCode.NOT_CONFIRMED));
        assertThat(model.instead()).contains(Problem.of(ProblemCode.CANCELLED));
        assertThat(model.canAskAgain()).isTrue();
    }

    @Test
    void once_all_is_signed_nobody_has_to_wait_for_timestamps() throws IOException {
        var model = atPin("a.pdf");
        var offered = new java.util.concurrent.atomic.AtomicBoolean();
        desk.whileRaising(() -> {
            offered.set(model.canRaiseLaterProperty().get());
            model.raiseLater();
            assertThat(model.canRaiseLaterProperty().get()).isFalse();
            assertThat(model.raisingEndsProperty().get()).isTrue();
        });

        model.sign(pin(FakeDesk.PIN));

        assertThat(offered).isTrue();
        assertThat(desk.leftForLater()).isTrue();
        assertThat(model.stage()).isEqualTo(Stage.DONE);
        assertThat(model.results()).extracting(ResultRow::signed).containsExactly(true);
        assertThat(model.raisingEndsProperty().get()).isFalse();
    }

    @Test
    void closing_the_window_while_timestamps_are_waited_for_leaves_them_for_later() throws IOException {
        var model = atPin("a.pdf");
        desk.whileRaising(model::cancel);

        model.sign(pin(FakeDesk.PIN));

        assertThat(desk.leftForLater()).isTrue();
        assertThat(model.stage()).isEqualTo(Stage.DONE);
    }

    // What was not signed

    @Test
    void only_what_was_not_signed_is_signed_again() throws IOException {
        var model = atPin("a.pdf", "b-lapsed.pdf", "c.pdf");
        model.sign(pin(FakeDesk.PIN));
        assertThat(model.results()).extracting(ResultRow::signed).containsExactly(true, false, true);

        model.signRemaining();

        assertThat(model.stage()).isEqualTo(Stage.READ);
        assertThat(model.ready()).extracting(QueuedDocument::name).containsExactly("b-lapsed.pdf");
    }

    // The work

    @Test
    void cancelling_before_the_order_is_sent_leads_back_to_the_confirmation() throws IOException {
        var model = atPin("a.pdf");
        desk.beforePass(model::cancel);

        model.sign(pin(FakeDesk.PIN));

        assertThat(model.stage()).isEqualTo(Stage.CONFIRM);
        assertThat(model.noticeProperty().get()).isEqualTo(Notice.CANCELLED);
        assertThat(folder.resolve("a-signed.pdf")).doesNotExist();
        assertThat(model.canConfirm()).isTrue();
    }

    @Test
    void every_step_that_happened_is_marked_done() throws IOException {
        var model = atPin("a.pdf");

        model.sign(pin(FakeDesk.PIN));

        for (var step : Progress.Step.values()) {
            var happened = step != Progress.Step.RAISE; // there is nothing to raise at level B
            assertThat(model.step(step).pace()).as(step.name()).isEqualTo(happened ? Pace.DONE : Pace.WAITING);
        }
    }

    @Test
    void once_the_order_is_sent_it_cannot_be_cancelled() throws IOException {
        var model = atPin("a.pdf");
        var couldCancel = new ArrayList<Boolean>();
        model.watch(Progress.Step.SEAL)
                .addListener((property, before, now) ->
                        couldCancel.add(model.canCancelProperty().get()));

        model.sign(pin(FakeDesk.PIN));

        assertThat(couldCancel).isNotEmpty().doesNotContain(true);
    }

    // The result

    @Test
    void what_is_signed_and_could_not_be_saved_is_never_ordered_again_and_saved_without_a_pin() throws IOException {
        var model = atPin("a.pdf", "readonly.pdf");
        model.sign(pin(FakeDesk.PIN));
        assertThat(model.results()).extracting(ResultRow::signed).containsExactly(true, false);
        assertThat(model.kept()).isEqualTo(1);
        assertThat(model.remaining()).isEmpty();
        assertThat(model.queue()).isEmpty();

        model.writeKept();
        assertThat(model.kept()).as("the folder is as it was").isEqualTo(1);
        desk.openFolder();
        model.writeKept();

        assertThat(model.results()).extracting(ResultRow::signed).containsExactly(true, true);
        assertThat(model.kept()).isZero();
        assertThat(model.writingProperty().get()).isFalse();
    }

    @Test
    void whoever_hears_that_a_result_is_left_still_finds_what_could_not_be_saved() throws IOException {
        var model = atPin("readonly.pdf");
        model.sign(pin(FakeDesk.PIN));
        var kept = new ArrayList<Integer>();
        model.stageProperty().addListener((property, before, now) -> kept.add(model.kept()));

        model.back();

        assertThat(kept).containsExactly(1);
        assertThat(model.results()).isEmpty();
    }

    @Test
    void what_was_refused_while_the_order_was_prepared_is_in_the_list_as_what_it_is_by_then() throws IOException {
        var model = model();
        model.add(List.of(pdf("a.pdf"), pdf("moved.pdf"), pdf("written.pdf")));
        model.preview().onScreen(1, 0, 1);
        Files.delete(folder.resolve("moved.pdf"));
        desk.refuses(folder.resolve("moved.pdf"));
        Files.writeString(folder.resolve("written.pdf"), "%PDF-1.7 something else");
        desk.refuses(folder.resolve("written.pdf"));
        var written = model.queue().get(2);
        written.onScreen(1, 0, 1);
        model.review();
        model.confirmRead();
        model.confirmRead();

        assertThat(model.stage()).isEqualTo(Stage.CONFIRM);
        assertThat(model.ordered()).extracting(QueuedDocument::name).containsExactly("a.pdf");
        assertThat(model.ready()).extracting(QueuedDocument::name).containsExactly("a.pdf", "written.pdf");
        assertThat(written.seenCount()).as("of the file as it is").isZero();
        model.back();
        model.confirmRead();
        assertThat(model.askingAboutUnseenProperty().get()).isTrue();
    }

    @Test
    void one_document_that_fails_does_not_stop_the_others_and_stays_in_the_queue() throws IOException {
        var model = atPin("a.pdf", "lapsed.pdf", "b.pdf");

        model.sign(pin(FakeDesk.PIN));

        assertThat(model.results()).extracting(ResultRow::signed).containsExactly(true, false, true);
        assertThat(model.queue()).extracting(QueuedDocument::name).containsExactly("lapsed.pdf");
    }

    @Test
    void what_was_refused_while_preparing_is_a_result_in_its_place() throws IOException {
        var model = atPin("a.pdf", "changed.pdf", "b.pdf");

        model.sign(pin(FakeDesk.PIN));

        assertThat(model.results()).extracting(ResultRow::signed).containsExactly(true, false, true);
        assertThat(model.results().get(1).outcome().refusal()).contains(Problem.of(ProblemCode.DOCUMENT_CHANGED));
    }

    @Test
    void dropping_on_the_result_goes_back_to_the_queue() throws IOException {
        var model = atPin("a.pdf");
        model.sign(pin(FakeDesk.PIN));

        model.add(List.of(pdf("c.pdf")));

        assertThat(model.stage()).isEqualTo(Stage.QUEUE);
        assertThat(model.queue()).extracting(QueuedDocument::name).containsExactly("c.pdf");
    }

    @Test
    void a_file_that_does_not_open_is_a_notice_and_not_a_failure() throws IOException {
        var model = atPin("a.pdf");
        model.sign(pin(FakeDesk.PIN));

        model.open(folder.resolve("a-signed.pdf"));

        assertThat(model.noticeProperty().get()).isEqualTo(Notice.COULD_NOT_OPEN);
        assertThat(model.stage()).isEqualTo(Stage.DONE);
    }

    @Test
    void copies_go_to_the_folder_chosen() throws IOException {
        var model = model();
        model.folderProperty().set(Files.createDirectory(folder.resolve("out")));
        model.add(List.of(pdf("a.pdf")));
        model.review();
        model.confirmRead();
        model.confirmRead();
        model.confirm();

        model.sign(pin(FakeDesk.PIN));

        assertThat(folder.resolve("out/a-signed.pdf")).exists();
    }
}
