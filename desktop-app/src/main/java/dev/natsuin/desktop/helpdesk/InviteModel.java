package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.GuestRules;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.Observable;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * Inviting a person without a window: what is filled in, what is shown back before it is sealed, and what came of it.
 */
public final class InviteModel {
    /** How far it has come. */
    public enum Stage {
        /** The form is filled in. */
        FORM,
        /** The key file is being opened. */
        OPENING,
        /** What was filled in is shown back; the PIN is asked for. */
        REVIEW,
        /** It is being ordered. */
        RUNNING,
        /** The sheet is written. */
        DONE,
        /** It was sent, and no believed answer came: it is settled as it is, and never made again from here. */
        OPEN
    }

    /** What is wrong with the form. */
    public enum Fault {
        NAME_MISSING,
        NAME_TOO_LONG,
        NAME_UNSEEN,
        KANA_NOT_KANA,
        EMAIL_NOT_ONE,
        FOLDER_MISSING,
        DAYS_OUT_OF_RANGE,
        EVIDENCE_MISSING
    }

    /** The evidence that was chosen. */
    public record Evidence(Path file, Bytes sha256) {}

    static final int MOST_DAYS = 31;

    private final StaffDesk desk;
    private final Background background;
    private final Runnable done;
    private final Supplier<List<StaffDesk.Listed>> people;
    private final StringProperty name = new SimpleStringProperty(this, "name", "");
    private final StringProperty kana = new SimpleStringProperty(this, "kana", "");
    private final StringProperty email = new SimpleStringProperty(this, "email", "");
    private final ObjectProperty<Role> role = new SimpleObjectProperty<>(this, "role", Role.SIGNER);
    private final ObjectProperty<KeyAlgorithm> algorithm =
            new SimpleObjectProperty<>(this, "algorithm", KeyAlgorithm.RSA_3072);
    private final IntegerProperty days = new SimpleIntegerProperty(this, "days", 7);
    private final ObjectProperty<@Nullable Path> folder = new SimpleObjectProperty<>(this, "folder");
    private final EvidenceChoice evidence;
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(this, "stage", Stage.FORM);
    private final ReadOnlyObjectWrapper<Set<Fault>> faults = new ReadOnlyObjectWrapper<>(this, "faults", Set.of());
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ReadOnlyObjectWrapper<StaffDesk.Admitted> admitted = new ReadOnlyObjectWrapper<>(this, "admitted");

    private final ObjectProperty<@Nullable Path> keyFile = new SimpleObjectProperty<>(this, "keyFile");
    private Optional<StaffDesk.KeyToHandOver> key = Optional.empty();
    private Optional<StaffDesk.HandedCertificate> handed = Optional.empty();

    /**
     * @param people those that the helpdesk last had a list of
     * @param done hears that somebody was invited, or may have been
     */
    InviteModel(StaffDesk desk, Background background, Supplier<List<StaffDesk.Listed>> people, Runnable done) {
        this.people = people;
        this.desk = desk;
        this.background = background;
        this.done = done;
        evidence = new EvidenceChoice(desk, background, why -> problem.set(why.orElse(null)));
        for (var field : List.<Observable>of(name, kana, email, role, days, folder, evidence.property())) {
            field.addListener(changed -> mended());
        }
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

    /** The roles that the owner of this desk may give. */
    public List<Role> roles() {
        return desk.role().filter(own -> own == Role.ADMINISTRATOR).isPresent()
                ? List.of(Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)
                : List.of(Role.SIGNER);
    }

    /** Begins anew with an empty form; the folder stays. */
    public void begin() {
        if (stage.get() == Stage.RUNNING || stage.get() == Stage.OPENING) {
            return;
        }
        name.set("");
        kana.set("");
        email.set("");
        role.set(roles().get(0));
        algorithm.set(KeyAlgorithm.RSA_3072);
        days.set(7);
        clearEvidence();
        keyFile.set(null);
        closeKey();
        handed = Optional.empty();
        faults.set(Set.of());
        problem.set(null);
        admitted.set(null);
        stage.set(Stage.FORM);
    }

    /**
     * Takes a file as evidence: its SHA-256 is computed here, and nothing else of it is used. Until that is known there
     * is none, and only the file that was chosen last, in a form that is still filled in, becomes it.
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

    /** Goes on to what is shown back, if the form is in order, without a key file. */
    public void review() {
        review(Secret.taking(new byte[0]));
    }

    /**
     * Goes on to what is shown back, if the form is in order and the key file, if one was chosen, opens with this
     * password, which is taken over.
     */
    public void review(Secret password) {
        faults.set(found());
        problem.set(null);
        var file = keyFile.get();
        if (stage.get() != Stage.FORM || !faults.get().isEmpty()) {
            password.close();
        } else if (file == null || role.get() != Role.SIGNER) {
            password.close();
            evidence.close();
            stage.set(Stage.REVIEW);
        } else {
            evidence.close();
            stage.set(Stage.OPENING);
            background.run(
                    () -> {
                        try (password) {
                            return desk.openKey(file, password);
                        }
                    },
                    this::opened,
                    () -> opened(Answer.refused(ProblemCode.DESK_FAULT)));
        }
    }

    private void opened(Answer<StaffDesk.KeyToHandOver> answer) {
        closeKey();
        key = answer.given();
        handed = key.map(StaffDesk.KeyToHandOver::certificate);
        problem.set(answer.refusal().orElse(null));
        stage.set(key.isPresent() ? Stage.REVIEW : Stage.FORM);
    }

    private void closeKey() {
        key.ifPresent(StaffDesk.KeyToHandOver::close);
        key = Optional.empty();
    }

    private Set<Fault> found() {
        var found = EnumSet.noneOf(Fault.class);
        if (name().isEmpty()) {
            found.add(Fault.NAME_MISSING);
        } else if (GuestRules.isTooLong(name()) || GuestRules.isTooLong(kana())) {
            found.add(Fault.NAME_TOO_LONG);
        } else if (GuestRules.hasUnseen(name())) {
            found.add(Fault.NAME_UNSEEN);
        }
        if (!GuestRules.isKana(kana())) {
            found.add(Fault.KANA_NOT_KANA);
        }
        if (!GuestRules.isEmail(email())) {
            found.add(Fault.EMAIL_NOT_ONE);
        }
        if (days.get() < 1 || days.get() > MOST_DAYS) {
            found.add(Fault.DAYS_OUT_OF_RANGE);
        }
        if (role.get() == Role.SIGNER && evidence.property().get() == null) {
            found.add(Fault.EVIDENCE_MISSING);
        }
        if (folder.get() == null) {
            found.add(Fault.FOLDER_MISSING);
        }
        return found;
    }

    /** Back to the form, with everything in it. */
    public void back() {
        if (stage.get() == Stage.REVIEW) {
            closeKey();
            handed = Optional.empty();
            problem.set(null);
            stage.set(Stage.FORM);
        }
    }

    /** Orders it under the PIN, which is taken over. */
    public void seal(StaffDesk.Dress dress, Secret pin) {
        var into = folder.get();
        if (stage.get() != Stage.REVIEW || into == null) {
            pin.close();
            return;
        }
        var guest = guest();
        var with = key;
        stage.set(Stage.RUNNING);
        problem.set(null);
        background.run(
                () -> {
                    try (pin) {
                        return with.isPresent()
                                ? desk.handOver(guest, with.get(), into, dress, pin)
                                : desk.invite(guest, into, dress, pin);
                    }
                },
                this::sealed,
                () -> sealed(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void sealed(Answer<StaffDesk.Admitted> answer) {
        problem.set(answer.refusal().orElse(null));
        admitted.set(answer.given().orElse(null));
        var open = answer.refusal()
                .filter(why -> why.code() == ProblemCode.NOT_CONFIRMED)
                .isPresent();
        stage.set(answer.given().isPresent() ? Stage.DONE : open ? Stage.OPEN : Stage.REVIEW);
        if (open || answer.given().isPresent()) {
            closeKey();
            done.run();
        }
    }

    /** The person as filled in. */
    public StaffDesk.Guest guest() {
        var signer = role.get() == Role.SIGNER;
        return new StaffDesk.Guest(
                name(),
                kana(),
                email(),
                role.get(),
                Optional.empty(),
                signer
                        ? Optional.of(
                                key.map(StaffDesk.KeyToHandOver::algorithm).orElse(algorithm.get()))
                        : Optional.empty(),
                Optional.ofNullable(evidence.property().get()).map(Evidence::sha256),
                Duration.ofDays(days.get()));
    }

    /** Those of the list who are called so, or have this e-mail: perhaps the same person once more, perhaps not. */
    public List<StaffDesk.Listed> alike() {
        return people.get().stream()
                .filter(there -> there.state() != StaffDesk.State.GONE)
                .filter(there -> compared(there.name()).equals(compared(name()))
                        || (!email().isEmpty() && there.email().strip().equalsIgnoreCase(email())))
                .toList();
    }

    /** However wide its letters are and whatever stands between its parts. */
    private static String compared(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .replaceAll("\\s", "")
                .toLowerCase(Locale.ROOT);
    }

    private String name() {
        return GuestRules.tidy(name.get());
    }

    private String kana() {
        return GuestRules.tidy(kana.get());
    }

    private String email() {
        return email.get().strip();
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

    public ObjectProperty<Role> roleProperty() {
        return role;
    }

    public ObjectProperty<KeyAlgorithm> algorithmProperty() {
        return algorithm;
    }

    public IntegerProperty daysProperty() {
        return days;
    }

    /** Where sheets go. */
    public ObjectProperty<@Nullable Path> folderProperty() {
        return folder;
    }

    /** The key file whose key is handed over; nothing: none is. */
    public ObjectProperty<@Nullable Path> keyFileProperty() {
        return keyFile;
    }

    /** The certificate of the key that is, or was, handed over. */
    public Optional<StaffDesk.HandedCertificate> handed() {
        return handed;
    }

    public ReadOnlyObjectProperty<@Nullable Evidence> evidenceProperty() {
        return evidence.property();
    }

    /** How far it has come. */
    public Stage stage() {
        return stage.get();
    }

    public ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /** What is wrong with the form, as far as it was looked at. */
    public ReadOnlyObjectProperty<Set<Fault>> faultsProperty() {
        return faults.getReadOnlyProperty();
    }

    /** Why the last thing tried was refused. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** What came of it. */
    public Optional<StaffDesk.Admitted> admitted() {
        return Optional.ofNullable(admitted.get());
    }
}
