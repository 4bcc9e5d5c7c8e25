package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.desk.PageImage;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** One document in the queue: what is known of it, and which of its pages have been on the screen. */
public final class QueuedDocument {
    /** What is known of a document. */
    public sealed interface State {
        /** It is being read. */
        record Reading() implements State {}

        /**
         * It can be signed.
         *
         * @param facts about it
         */
        record Ready(DocumentFacts facts) implements State {}

        /**
         * It cannot be signed.
         *
         * @param why not
         */
        record Refused(Problem why) implements State {}
    }

    /** What pages may hide. */
    public sealed interface Hidden {
        /** It is still being looked for. */
        record NotLookedAt() implements Hidden {}

        /**
         * It was looked for.
         *
         * @param findings what matters most first
         */
        record LookedAt(List<Finding> findings) implements Hidden {
            /** Copies the list. */
            public LookedAt {
                findings = List.copyOf(findings);
            }
        }
    }

    /**
     * What came of looking for a text beside which its signature shall be seen.
     *
     * @param anchor what was looked for
     * @param place where the signature stands, or why nowhere
     */
    public record Beside(SignOptions.Anchor anchor, Answer<SignOptions.Place> place) {}

    private final Path file;
    private final Optional<Path> repairedFrom;
    private final ReadOnlyBooleanWrapper repairable = new ReadOnlyBooleanWrapper(this, "repairable");
    private final ReadOnlyBooleanWrapper locked = new ReadOnlyBooleanWrapper(this, "locked");
    private final ReadOnlyIntegerWrapper wrongPasswords = new ReadOnlyIntegerWrapper(this, "wrongPasswords");
    private boolean unlocked;
    private volatile boolean gone;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", new State.Reading());
    private @Nullable Bytes octets;
    private final SeenPages shown = new SeenPages();
    private final Set<Integer> seen = new TreeSet<>();
    private final Set<Integer> undecodable = new TreeSet<>();
    private final Set<Integer> substituted = new TreeSet<>();
    private final ReadOnlyIntegerWrapper seenCount = new ReadOnlyIntegerWrapper(this, "seenCount");
    private final ReadOnlyBooleanWrapper opened = new ReadOnlyBooleanWrapper(this, "opened");
    private final ReadOnlyIntegerWrapper findings = new ReadOnlyIntegerWrapper(this, "findings");
    private final ReadOnlyObjectWrapper<Hidden> hidden =
            new ReadOnlyObjectWrapper<>(this, "hidden", new Hidden.NotLookedAt());
    private final ReadOnlyObjectWrapper<Optional<Beside>> beside =
            new ReadOnlyObjectWrapper<>(this, "beside", Optional.empty());

    QueuedDocument(Path file) {
        this(file, Optional.empty());
    }

    /** A sound copy of a damaged document. */
    QueuedDocument(Path file, Optional<Path> repairedFrom) {
        this.file = file;
        this.repairedFrom = repairedFrom;
    }

    /** The damaged document that this is a sound copy of. */
    public Optional<Path> repairedFrom() {
        return repairedFrom;
    }

    /** True while it is damaged and nobody has tried to mend it. */
    public ReadOnlyBooleanProperty repairableProperty() {
        return repairable.getReadOnlyProperty();
    }

    /** Mending it was tried, or is being tried. */
    void triedToRepair() {
        repairable.set(false);
    }

    /** True while only a password is missing. */
    public ReadOnlyBooleanProperty lockedProperty() {
        return locked.getReadOnlyProperty();
    }

    /** How many passwords did not open it. */
    public ReadOnlyIntegerProperty wrongPasswordsProperty() {
        return wrongPasswords.getReadOnlyProperty();
    }

    /** A password did not open it. */
    void passwordWasWrong() {
        wrongPasswords.set(wrongPasswords.get() + 1);
    }

    /** A password opened it. */
    void unlocked() {
        unlocked = true;
    }

    /** True if it is encrypted and a password opened it. */
    public boolean hasPassword() {
        return unlocked;
    }

    /** It is signed or taken out of the queue: what is still to be found out about it, nobody asks any more. */
    void leave() {
        gone = true;
    }

    /** True if it left the queue; may be asked on any thread. */
    boolean isGone() {
        return gone;
    }

    /** Where it lies. */
    public Path file() {
        return file;
    }

    /** Its name without folders, fit for a screen. */
    public String name() {
        return Printable.name(String.valueOf(file.getFileName()));
    }

    /** What is known of it now. */
    public State state() {
        return state.get();
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Its facts, if it can be signed. */
    public Optional<DocumentFacts> facts() {
        return state() instanceof State.Ready ready ? Optional.of(ready.facts()) : Optional.empty();
    }

    /**
     * It was read. What was seen, opened or found of other octets than these is forgotten.
     *
     * @return true if it had other octets before
     */
    boolean found(DocumentFacts facts) {
        var other = octets != null && !facts.sha256().equals(octets);
        octets = facts.sha256();
        if (other) {
            forget();
        }
        locked.set(false);
        state.set(new State.Ready(facts));
        return other;
    }

    private void forget() {
        shown.clear();
        seen.clear();
        undecodable.clear();
        substituted.clear();
        seenCount.set(0);
        findings.set(0);
        opened.set(false);
        hidden.set(new Hidden.NotLookedAt());
        beside.set(Optional.empty());
    }

    /** True if this is why it cannot be signed now. */
    boolean isRefusedFor(Problem why) {
        return state() instanceof State.Refused refused && refused.why().code() == why.code();
    }

    /** What a password may help against: the user's to read it, the owner's to add to it. */
    private static boolean asksForPassword(Problem why) {
        return why.code() == ProblemCode.DOCUMENT_ENCRYPTED || why.code() == ProblemCode.DOCUMENT_PROTECTED;
    }

    void refused(Problem why) {
        repairable.set(why.code() == ProblemCode.DOCUMENT_DAMAGED);
        locked.set(asksForPassword(why));
        wrongPasswords.set(0);
        state.set(new State.Refused(why));
    }

    /** It was looked for what its pages hide; what forbids signing keeps it out. */
    void lookedAt(List<Finding> found) {
        hidden.set(new Hidden.LookedAt(found));
        if (found.stream().anyMatch(finding -> finding.severity() == Finding.Severity.BLOCK)) {
            refused(Problem.of(ProblemCode.DOCUMENT_NOT_AS_SHOWN));
        }
    }

    /** What its pages may hide. */
    public Hidden hidden() {
        return hidden.get();
    }

    public ReadOnlyObjectProperty<Hidden> hiddenProperty() {
        return hidden.getReadOnlyProperty();
    }

    /** What was found that its pages hide, what matters most first; nothing while it is being looked for. */
    public List<Finding> hiddenThings() {
        return hidden() instanceof Hidden.LookedAt looked ? looked.findings() : List.of();
    }

    /** True if something was found that is to be looked at before signing. */
    public boolean warned() {
        return hiddenThings().stream().anyMatch(finding -> finding.severity() == Finding.Severity.WARN);
    }

    /** A text was looked for in it. */
    void lookedFor(Beside what) {
        beside.set(Optional.of(what));
    }

    /** What came of looking for this text; empty while it is not known. */
    Optional<Answer<SignOptions.Place>> beside(SignOptions.Anchor anchor) {
        return beside.get().filter(known -> known.anchor().equals(anchor)).map(Beside::place);
    }

    ReadOnlyObjectProperty<Optional<Beside>> besideProperty() {
        return beside.getReadOnlyProperty();
    }

    /** How many pages have been seen. */
    public int seenCount() {
        return seenCount.get();
    }

    public ReadOnlyIntegerProperty seenCountProperty() {
        return seenCount.getReadOnlyProperty();
    }

    /** Grows when something was found on a page. */
    public ReadOnlyIntegerProperty findingsProperty() {
        return findings.getReadOnlyProperty();
    }

    /** True if this page has been seen. */
    public boolean seen(int page) {
        return seen.contains(page);
    }

    /** The first page that was not seen; 0 if there is none. */
    public int firstUnseen() {
        return facts().map(facts -> IntStream.rangeClosed(1, facts.pages())
                        .filter(page -> !seen.contains(page))
                        .findFirst()
                        .orElse(0))
                .orElse(0);
    }

    /** True if all pages have been seen; a file without pages, if it was opened in its own program. */
    public boolean seenWhole() {
        return facts().map(facts -> facts.hasPages() ? seen.size() >= facts.pages() : opened.get())
                .orElse(false);
    }

    /** A file without pages was opened in its own program. */
    void opened() {
        opened.set(true);
    }

    public ReadOnlyBooleanProperty openedProperty() {
        return opened.getReadOnlyProperty();
    }

    /** Pages on which something could not be drawn. */
    public Set<Integer> undecodablePages() {
        return Set.copyOf(undecodable);
    }

    /** Pages on which another font stands in. */
    public Set<Integer> substitutedPages() {
        return Set.copyOf(substituted);
    }

    /** A page was drawn, with these flaws. */
    void drawn(int page, Set<PageImage.Flaw> flaws) {
        var changed = flaws.contains(PageImage.Flaw.UNDECODABLE) && undecodable.add(page);
        changed |= flaws.contains(PageImage.Flaw.FONT_SUBSTITUTED) && substituted.add(page);
        if (changed) {
            findings.set(undecodable.size() + substituted.size());
        }
    }

    /** A part of a drawn page is on the screen. A page that could not be drawn whole never counts as seen. */
    void onScreen(int page, double from, double to) {
        if (!seen.contains(page) && !undecodable.contains(page) && shown.show(page, from, to)) {
            seen.add(page);
            seenCount.set(seen.size());
        }
    }

    @Override
    public String toString() {
        return "QueuedDocument";
    }
}
