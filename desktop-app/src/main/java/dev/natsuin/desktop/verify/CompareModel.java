package dev.natsuin.desktop.verify;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Comparison;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.desk.Verifying;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** Looking at a document as it was signed beside what it is, page by page, without a window. */
public final class CompareModel {
    /** How far it has come. */
    public enum Stage {
        /** Nothing is compared. */
        NONE,
        OPENING,
        SHOWN,
        REFUSED
    }

    private final Verifying verifying;
    private final Background background;
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(this, "stage", Stage.NONE);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ReadOnlyObjectWrapper<Comparison.@Nullable Sides> sides = new ReadOnlyObjectWrapper<>(this, "sides");
    private final ReadOnlyIntegerWrapper page = new ReadOnlyIntegerWrapper(this, "page");
    private Optional<Comparison> open = Optional.empty();
    private Optional<Verification.Signature> signature = Optional.empty();
    private List<Integer> told = List.of();
    private int signedCount;
    private int nowCount;
    private int widthPixels = 600;
    private int asked;
    private boolean drawing;

    /** Draws on this lane, which alone touches what is open. */
    CompareModel(Verifying verifying, Background background) {
        this.verifying = verifying;
        this.background = background;
    }

    /** Opens a verified document as one of its signatures, from 0, was made over it. */
    void begin(VerifyModel.Item item, Verification shown, int index) {
        leave();
        var mine = ++asked;
        signature = Optional.of(shown.signatures().get(index));
        told = signature.get().changes().stream()
                .flatMap(change -> change.pages().stream())
                .distinct()
                .sorted()
                .toList();
        stage.set(Stage.OPENING);
        var password = item.passwordCopy();
        background.run(
                () -> {
                    try (var closing = password.orElseGet(() -> Secret.taking(new byte[0]))) {
                        return verifying
                                .compare(shown, index, password.map(given -> closing))
                                .map(opened -> new Opened(opened, opened.signedCount(), opened.nowCount()));
                    }
                },
                answer -> opened(mine, answer),
                () -> opened(mine, Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private record Opened(Comparison comparison, int signedCount, int nowCount) {}

    private void opened(int mine, Answer<Opened> answer) {
        if (mine != asked) {
            answer.given().ifPresent(late -> close(late.comparison()));
            return;
        }
        problem.set(answer.refusal().orElse(null));
        answer.given()
                .ifPresentOrElse(
                        there -> {
                            open = Optional.of(there.comparison());
                            signedCount = there.signedCount();
                            nowCount = there.nowCount();
                            stage.set(Stage.SHOWN);
                            go(told.stream()
                                    .filter(each -> each <= pages())
                                    .findFirst()
                                    .orElse(1));
                        },
                        () -> stage.set(Stage.REFUSED));
    }

    private void close(Comparison comparison) {
        background.run(
                () -> {
                    comparison.close();
                    return true;
                },
                done -> {},
                () -> {});
    }

    /** Leaves it. */
    public void leave() {
        asked++;
        open.ifPresent(this::close);
        open = Optional.empty();
        signature = Optional.empty();
        told = List.of();
        drawing = false;
        sides.set(null);
        problem.set(null);
        page.set(0);
        stage.set(Stage.NONE);
    }

    /** Shows a page, from 1, if there is one. */
    public void go(int to) {
        if (open.isPresent() && to >= 1 && to <= pages() && to != page.get()) {
            page.set(to);
            sides.set(null);
            draw();
        }
    }

    /** Draws each side so wide from now on. */
    public void wide(int pixels) {
        if (pixels != widthPixels && pixels > 0) {
            widthPixels = pixels;
            if (page.get() > 0) {
                draw();
            }
        }
    }

    /** Draws one page at a time; of pages that were passed over meanwhile, none. */
    private void draw() {
        if (drawing || open.isEmpty()) {
            return;
        }
        drawing = true;
        var mine = asked;
        var comparison = open.get();
        var wanted = page.get();
        var width = widthPixels;
        background.run(
                () -> comparison.page(wanted, width),
                drawn -> drawn(mine, wanted, width, drawn),
                () -> drawn(mine, wanted, width, new Comparison.Sides(Optional.empty(), Optional.empty(), false)));
    }

    private void drawn(int mine, int shown, int width, Comparison.Sides drawn) {
        if (mine != asked) {
            return;
        }
        drawing = false;
        if (shown == page.get()) {
            sides.set(drawn);
        }
        if (shown != page.get() || width != widthPixels) {
            draw();
        }
    }

    /** The signature that it is about. */
    public Optional<Verification.Signature> signature() {
        return signature;
    }

    /** How many pages there are on the side that has more. */
    public int pages() {
        return Math.max(signedCount, nowCount);
    }

    /** How many pages there were when it was signed. */
    public int signedCount() {
        return signedCount;
    }

    /** How many pages there are now. */
    public int nowCount() {
        return nowCount;
    }

    /** The next page behind this one on which verifying found a change; the first such page behind the last. */
    public Optional<Integer> nextChanged() {
        var all = IntStream.concat(
                        told.stream().mapToInt(Integer::intValue),
                        IntStream.rangeClosed(Math.min(signedCount, nowCount) + 1, pages()))
                .filter(each -> each >= 1 && each <= pages())
                .distinct()
                .sorted()
                .boxed()
                .toList();
        return all.stream()
                .filter(each -> each > page.get())
                .findFirst()
                .or(() -> all.stream().filter(each -> each != page.get()).findFirst());
    }

    /** The page that is shown, from 1; 0 if none is. */
    public ReadOnlyIntegerProperty pageProperty() {
        return page.getReadOnlyProperty();
    }

    /** Both sides of the page; empty while it is drawn. */
    public Optional<Comparison.Sides> sides() {
        return Optional.ofNullable(sides.get());
    }

    public ReadOnlyObjectProperty<Comparison.@Nullable Sides> sidesProperty() {
        return sides.getReadOnlyProperty();
    }

    /** How far it has come. */
    public Stage stage() {
        return stage.get();
    }

    public ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /** Why it cannot be shown. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }
}
