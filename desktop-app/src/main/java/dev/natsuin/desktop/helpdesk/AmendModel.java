package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.GuestRules;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.desk.Subjects;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * Giving a signer another name, without a window: what is filled in, what is compared before it is signed, and what
 * came of it. What no officer signed is not filled in beforehand: it is typed anew, from the papers.
 */
public final class AmendModel {
    /** How far it has come. */
    public enum Stage {
        /** The form is filled in. */
        FORM,
        /** What is and what will be is compared; the PIN is asked for. */
        REVIEW,
        /** It is being ordered. */
        RUNNING,
        DONE,
        /** It was sent, and no believed answer came: it is settled as it is, and never made again from here. */
        OPEN,
        /** Somebody else did something to the person after they were shown: they are to be looked at again. */
        MEANWHILE
    }

    /** What is wrong with the form. */
    public enum Fault {
        NAME_MISSING,
        NAME_TOO_LONG,
        NAME_UNSEEN,
        KANA_NOT_KANA,
        EMAIL_NOT_ONE,
        SUBJECT_NOT_ONE,
        EVIDENCE_MISSING,
        REASON_MISSING,
        NOTHING_CHANGES
    }

    private final StaffDesk desk;
    private final Background background;
    private final MeasureModel measure;
    private final Supplier<List<StaffDesk.Listed>> people;
    private final Runnable done;
    private final ReasonModel reason = new ReasonModel();
    private final StringProperty name = new SimpleStringProperty(this, "name", "");
    private final StringProperty kana = new SimpleStringProperty(this, "kana", "");
    private final StringProperty email = new SimpleStringProperty(this, "email", "");
    private final BooleanProperty inCertificates = new SimpleBooleanProperty(this, "inCertificates");
    private final StringProperty subject = new SimpleStringProperty(this, "subject", "");
    private final BooleanProperty endKeys = new SimpleBooleanProperty(this, "endKeys");
    private final EvidenceChoice evidence;
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(this, "stage", Stage.FORM);
    private final ReadOnlyObjectWrapper<Set<Fault>> faults = new ReadOnlyObjectWrapper<>(this, "faults", Set.of());
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private StaffDesk.@Nullable Person whom;
    private StaffDesk.@Nullable Changed changed;

    /** While a field is filled in from another one it was not touched by anybody. */
    private boolean following;

    private boolean certificatesChosen;
    private boolean subjectTyped;

    /**
     * A model with nothing to do.
     *
     * @param measure knows who does what to whom
     * @param people those that the helpdesk last had a list of
     * @param done hears that something is another now
     */
    AmendModel(
            StaffDesk desk,
            Background background,
            MeasureModel measure,
            Supplier<List<StaffDesk.Listed>> people,
            Runnable done) {
        this.desk = desk;
        this.background = background;
        this.measure = measure;
        this.people = people;
        this.done = done;
        evidence = new EvidenceChoice(desk, background, why -> problem.set(why.orElse(null)));
        name.addListener((property, before, now) -> follow());
        inCertificates.addListener((property, before, now) -> {
            certificatesChosen |= !following;
            follow();
        });
        subject.addListener((property, before, now) -> subjectTyped |= !following);
        for (var field : List.<Observable>of(
                name, kana, email, inCertificates, subject, endKeys, evidence.property(), reason.complete())) {
            field.addListener(now -> mended());
        }
    }

    /** Who changes how they are called changes it in certificates, too, unless somebody says otherwise. */
    private void follow() {
        if (following) {
            return;
        }
        following = true;
        if (!certificatesChosen) {
            inCertificates.set(!name().isEmpty() && !name().equals(nameBefore()));
        }
        if (!inCertificates.get()) {
            subjectTyped = false;
            subject.set(subjectBefore());
        } else if (!subjectTyped && !name().isEmpty()) {
            subject.set(Subjects.renamed(subjectBefore(), name()));
        }
        following = false;
    }

    /** What was told to be mended and is, is told no more; what is not there yet is told when it is looked for. */
    private void mended() {
        if (!faults.get().isEmpty()) {
            var left = EnumSet.noneOf(Fault.class);
            left.addAll(found());
            left.retainAll(faults.get());
            faults.set(left);
        }
    }

    /**
     * Why this cannot be done to this person from here; nothing if it can. A false name is no hindrance: it ends here.
     */
    public Optional<MeasureModel.WhyNot> whyNot(StaffDesk.Listed person) {
        return measure.whyNotByRole(person)
                .or(() -> person.state() == StaffDesk.State.GONE
                                || person.subject().isEmpty()
                        ? Optional.of(MeasureModel.WhyNot.STATE)
                        : Optional.empty());
    }

    /** Begins, if it can be done and nothing else is being ordered. */
    boolean begin(StaffDesk.Person person) {
        if (stage.get() == Stage.RUNNING || whyNot(person.listed()).isPresent()) {
            return false;
        }
        whom = person;
        changed = null;
        certificatesChosen = false;
        following = true;
        inCertificates.set(false);
        subject.set(subjectBefore());
        following = false;
        subjectTyped = false;
        var listed = person.listed();
        name.set(isSigned() ? listed.name() : "");
        kana.set(isSigned() ? listed.kana() : "");
        email.set(isSigned() ? listed.email() : "");
        endKeys.set(false);
        clearEvidence();
        reason.begin("amend");
        faults.set(Set.of());
        problem.set(null);
        stage.set(Stage.FORM);
        return true;
    }

    /** True if an officer signed what desks show of this person, and it is shown. */
    public boolean isSigned() {
        return whom != null && whom.listed().named() == StaffDesk.Named.SIGNED;
    }

    private String subjectBefore() {
        return whom == null ? "" : whom.listed().subject().orElse("");
    }

    /** As it is signed; what is in certificates, where nothing else is. */
    private String nameBefore() {
        return whom != null && isSigned()
                ? whom.listed().name()
                : Subjects.commonName(subjectBefore()).orElse("");
    }

    /**
     * Takes a file as evidence: its SHA-256 is computed here, and nothing else of it is used. Only the file that was
     * chosen last, in a form that is still filled in, becomes it.
     */
    public void evidence(Path file) {
        if (stage.get() != Stage.FORM) {
            return;
        }
        evidence.take(file);
    }

    /** Takes the evidence away again, also one that is still being read. */
    public void clearEvidence() {
        evidence.clear();
    }

    /** Goes on to what is compared, if the form is in order. */
    public void review() {
        faults.set(found());
        problem.set(null);
        if (stage.get() == Stage.FORM && faults.get().isEmpty()) {
            evidence.close();
            stage.set(Stage.REVIEW);
        }
    }

    /** What is as it was signed needs no mending. */
    private Set<Fault> found() {
        var found = EnumSet.noneOf(Fault.class);
        if (whom == null) {
            return found;
        }
        var listed = whom.listed();
        var signed = isSigned();
        if (name().isEmpty()) {
            found.add(Fault.NAME_MISSING);
        } else if (!signed || !name().equals(listed.name())) {
            if (GuestRules.isTooLong(name())) {
                found.add(Fault.NAME_TOO_LONG);
            } else if (GuestRules.hasUnseen(name())) {
                found.add(Fault.NAME_UNSEEN);
            }
        }
        if ((!signed || !kana().equals(listed.kana()))
                && (!GuestRules.isKana(kana()) || GuestRules.isTooLong(kana()))) {
            found.add(Fault.KANA_NOT_KANA);
        }
        if ((!signed || !email().equals(listed.email())) && !GuestRules.isEmail(email())) {
            found.add(Fault.EMAIL_NOT_ONE);
        }
        if (!subject().equals(subjectBefore()) && (!Subjects.isSubject(subject()) || Subjects.isTooLong(subject()))) {
            found.add(Fault.SUBJECT_NOT_ONE);
        }
        if (isAnotherName() && evidence.property().get() == null) {
            found.add(Fault.EVIDENCE_MISSING);
        }
        if (reason.reason().isEmpty()) {
            found.add(Fault.REASON_MISSING);
        }
        if (!now().changes(listed)) {
            found.add(Fault.NOTHING_CHANGES);
        }
        return found;
    }

    /** True unless only reading, e-mail or keys are concerned: then something shows the new name. */
    private boolean isAnotherName() {
        return !isSigned() || !name().equals(nameBefore()) || !subject().equals(subjectBefore());
    }

    /** Back to the form, with everything in it. */
    public void back() {
        if (stage.get() == Stage.REVIEW) {
            problem.set(null);
            stage.set(Stage.FORM);
        }
    }

    /** Orders it under the PIN, which is taken over. */
    public void order(Secret pin) {
        var person = whom;
        if (stage.get() != Stage.REVIEW || person == null) {
            pin.close();
            return;
        }
        var now = now();
        var why = reason.reason();
        problem.set(null);
        stage.set(Stage.RUNNING);
        background.run(
                () -> {
                    try (pin) {
                        return desk.amend(person, now, why, pin);
                    }
                },
                this::answered,
                () -> answered(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void answered(Answer<StaffDesk.Changed> answer) {
        var why = answer.refusal();
        problem.set(why.orElse(null));
        changed = answer.given().orElse(null);
        var open = why.filter(p -> p.code() == ProblemCode.NOT_CONFIRMED).isPresent();
        var late = why.filter(p -> p.code() == ProblemCode.CHANGED_MEANWHILE).isPresent();
        stage.set(open ? Stage.OPEN : late ? Stage.MEANWHILE : why.isPresent() ? Stage.REVIEW : Stage.DONE);
        if (open || late || why.isEmpty()) {
            done.run();
        }
    }

    /** What would be signed. */
    public StaffDesk.NewName now() {
        return new StaffDesk.NewName(
                name(),
                kana(),
                email(),
                subject(),
                Optional.ofNullable(evidence.property().get()).map(InviteModel.Evidence::sha256),
                endKeys.get());
    }

    /** True if certificates have another name from then on. */
    public boolean changesCertificates() {
        return !subject().equals(subjectBefore());
    }

    /** Others of the list who are called so, or have this e-mail: perhaps one of them is meant. */
    public List<StaffDesk.Listed> alike() {
        var own = whom == null ? "" : whom.listed().user();
        return people.get().stream()
                .filter(there ->
                        there.state() != StaffDesk.State.GONE && !there.user().equals(own))
                .filter(there -> compared(there.name()).equals(compared(name()))
                        || (!email().isEmpty() && there.email().strip().equalsIgnoreCase(email())))
                .toList();
    }

    private static String compared(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .replaceAll("\\s", "")
                .toLowerCase(Locale.ROOT);
    }

    /** As signed to the letter, or tidied. */
    private String name() {
        return asSignedOr(name.get(), whom == null ? "" : whom.listed().name());
    }

    private String kana() {
        return asSignedOr(kana.get(), whom == null ? "" : whom.listed().kana());
    }

    private String asSignedOr(String typed, String shown) {
        return isSigned() && typed.equals(shown) ? typed : GuestRules.tidy(typed);
    }

    private String email() {
        return email.get().strip();
    }

    private String subject() {
        return inCertificates.get() ? subject.get().strip() : subjectBefore();
    }

    public StringProperty nameProperty() {
        return name;
    }

    public StringProperty kanaProperty() {
        return kana;
    }

    public StringProperty emailProperty() {
        return email;
    }

    /** Whether certificates have another name from then on; follows the name until somebody chooses. */
    public BooleanProperty inCertificatesProperty() {
        return inCertificates;
    }

    /** The name in certificates from then on; follows the name until somebody types there. */
    public StringProperty subjectProperty() {
        return subject;
    }

    /** Whether the keys of now end; no, unless somebody says so. */
    public BooleanProperty endKeysProperty() {
        return endKeys;
    }

    public ReadOnlyObjectProperty<InviteModel.@Nullable Evidence> evidenceProperty() {
        return evidence.property();
    }

    /** Why it is done; nothing is chosen beforehand. */
    public ReasonModel reason() {
        return reason;
    }

    /** To whom, as they were shown when it began. */
    public Optional<StaffDesk.Person> whom() {
        return Optional.ofNullable(whom);
    }

    /** What came of it. */
    public Optional<StaffDesk.Changed> changed() {
        return Optional.ofNullable(changed);
    }

    /** What is wrong with the form, as far as it was looked at. */
    public ReadOnlyObjectProperty<Set<Fault>> faultsProperty() {
        return faults.getReadOnlyProperty();
    }

    /** How far it has come. */
    public Stage stage() {
        return stage.get();
    }

    public ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /** Why it was refused. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }
}
