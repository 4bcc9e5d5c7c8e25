package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.ArchivedFile;
import dev.natsuin.desktop.desk.ArchivedFile.State;
import dev.natsuin.desktop.desk.Lasting;
import dev.natsuin.desktop.desk.LevelResult;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Stopping;
import dev.natsuin.desktop.device.ArchivedHere;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.HashedFile;
import dev.natsuin.desktop.document.level.LevelRaising;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that were archived on this computer (level LTA), and until when each lasts: an archive is a promise that
 * somebody renews it before its newest timestamp ends (decision 0023). What another computer of the same profile found,
 * and this one does not, is left to that one (decision 0082). Thread-safe, also between processes.
 */
public final class Archives {
    /** So long before its end a file is to be renewed. */
    public static final Duration NOTICE = Duration.ofDays(90);

    private static final Set<State> DUE = EnumSet.of(State.DUE, State.ENDED);
    private static final Logger LOG = LoggerFactory.getLogger(Archives.class);

    /** By whom files are renewed: as when they were raised, by the authorities that the profile names. */
    @FunctionalInterface
    interface Raising {
        LevelRaising usual(Stopping stopping) throws Refusal;
    }

    private final Profile profile;
    private final Raising raising;
    private final InstantSource clock;

    Archives(Profile profile, Raising raising, InstantSource clock) {
        this.profile = profile;
        this.raising = raising;
        this.clock = clock;
    }

    /**
     * How many are to be renewed by their date; reads the profile only, unless it is not known whether a file is here.
     */
    public int due() throws Refusal {
        return (int) profile.archived().stream()
                .filter(each -> byDate(each.lasting()) != State.LASTS)
                .filter(each ->
                        profile.computer().knows(each.on()) || gone(each).isEmpty())
                .count();
    }

    /** All that are on this computer or are not known to be on another, those first that end first; reads each file. */
    public List<ArchivedFile> all() throws Refusal {
        return profile.archived().stream()
                .filter(each -> !profile.computer().isAnotherThan(each.on())
                        || gone(each).isEmpty())
                .map(each -> new ArchivedFile(each.file(), each.lasting(), state(each)))
                .sorted((one, other) ->
                        one.lasting().until().compareTo(other.lasting().until()))
                .toList();
    }

    private State byDate(Lasting lasting) {
        var now = clock.instant();
        if (!lasting.until().isAfter(now)) {
            return State.ENDED;
        }
        return lasting.until().isAfter(now.plus(NOTICE)) ? State.LASTS : State.DUE;
    }

    private State state(ArchivedHere archived) {
        return gone(archived)
                .map(why -> why.equals(Absence.CHANGED) ? State.CHANGED : State.MISSING)
                .orElseGet(() -> byDate(archived.lasting()));
    }

    private static Optional<Absence> gone(ArchivedHere archived) {
        var missing = Absence.of(archived.file(), archived.detached());
        if (missing.isPresent()) {
            return missing;
        }
        try {
            return HashedFile.of(archived.file()).sha256().equals(archived.sha256())
                    ? Optional.empty()
                    : Optional.of(Absence.CHANGED);
        } catch (IOException e) {
            return Optional.of(Absence.UNREADABLE);
        }
    }

    /**
     * Renews in place what is to be renewed, slowly, as others are asked. What was not renewed in time is tried as
     * well: an older timestamp may still hold.
     *
     * @return one result for each that was to be renewed
     */
    public List<LevelResult> renew() throws Refusal {
        return renew(Stopping.NEVER);
    }

    /**
     * The same until somebody does not want it any more.
     *
     * @param stopping once wanted, no further file is renewed
     */
    List<LevelResult> renew(Stopping stopping) throws Refusal {
        var due = profile.archived().stream()
                .filter(each -> DUE.contains(state(each)))
                .map(each -> new LevelRaising.Target(each.file(), each.detached()))
                .toList();
        if (due.isEmpty()) {
            return List.of();
        }
        var raised = raising.usual(stopping).renew(due, done -> {});
        var results = new ArrayList<LevelResult>();
        var renewed = new LinkedHashMap<LevelRaising.Target, Lasting>();
        for (int i = 0; i < due.size(); i++) {
            var came = raised.get(i);
            var target = due.get(i);
            if (came.steps() > 0) {
                came.lasting().ifPresent(until -> renewed.put(target, until));
            }
            results.add(new LevelResult(
                    target.file(),
                    Optional.of(came.level()),
                    SignatureLevel.LTA,
                    came.why().map(Problem::of),
                    came.why().isPresent()));
        }
        remember(
                renewed,
                renewed.keySet().stream().map(LevelRaising.Target::file).collect(Collectors.toSet()));
        return List.copyOf(results);
    }

    /**
     * What cannot be renewed as it is not what was archived here.
     *
     * @param file as it was remembered
     * @param why {@code file-missing}, {@code file-unreadable} or {@code document-changed}
     */
    public record Lost(Path file, ProblemCode why) {}

    /**
     * What is gone, was changed or cannot be read. It is forgotten, unless that may end: a disk that is elsewhere today
     * comes back, and whoever has a file open closes it. That the others are on this computer is remembered.
     */
    public List<Lost> forgetLost() throws Refusal {
        var computer = profile.computer();
        var lost = new ArrayList<Lost>();
        var next = new HashMap<ArchivedHere, Optional<ArchivedHere>>();
        for (var each : profile.archived()) {
            var absence = gone(each);
            if (absence.isEmpty() && !computer.knows(each.on())) {
                next.put(each, Optional.of(each.on(computer)));
            } else if (absence.isPresent() && computer.knows(each.on())) {
                lost.add(new Lost(each.file(), absence.get().why()));
                if (!absence.get().mayEnd()) {
                    next.put(each, Optional.empty());
                }
            }
        }
        if (!next.isEmpty()) {
            change(all -> {
                var left = all.stream()
                        .flatMap(each -> next.getOrDefault(each, Optional.of(each)).stream())
                        .toList();
                all.clear();
                all.addAll(left);
            });
        }
        return List.copyOf(lost);
    }

    /**
     * Remembers a file, if it is archived.
     *
     * @param replaces the file that it is a renewed copy of
     */
    void remember(LevelRaising.Target file, Optional<Lasting> lasting, Path replaces) {
        lasting.ifPresent(until -> remember(Map.of(file, until), Set.of(replaces.toAbsolutePath())));
    }

    /** Remembers archived files. That one cannot be remembered takes nothing from it. */
    void remember(Map<LevelRaising.Target, Lasting> files) {
        remember(files, Set.of());
    }

    private void remember(Map<LevelRaising.Target, Lasting> files, Set<Path> replaced) {
        var more = new ArrayList<ArchivedHere>();
        for (var each : files.entrySet()) {
            var path = each.getKey().file().toAbsolutePath();
            var detached = each.getKey().detached().map(Path::toAbsolutePath);
            try {
                more.add(new ArchivedHere(
                        path,
                        HashedFile.of(path).sha256(),
                        detached,
                        each.getValue(),
                        profile.computer().id()));
            } catch (IOException e) {
                LOG.warn("an archived file is not remembered", e);
            }
        }
        if (more.isEmpty()) {
            return;
        }
        var again = more.stream().map(ArchivedHere::file).collect(Collectors.toSet());
        try {
            change(all -> {
                all.removeIf(each -> replaced.contains(each.file())
                        || (again.contains(each.file()) && !profile.computer().isAnotherThan(each.on())));
                all.addAll(more);
            });
        } catch (Refusal e) {
            LOG.warn("archived files are not remembered", e);
        }
    }

    private interface Change {
        void make(List<ArchivedHere> all);
    }

    private void change(Change change) throws Refusal {
        profile.exclusively(() -> {
            var all = new ArrayList<>(profile.archived());
            change.make(all);
            profile.keepArchived(all);
            return all;
        });
    }
}
