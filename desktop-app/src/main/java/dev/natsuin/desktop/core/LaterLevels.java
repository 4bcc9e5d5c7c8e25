package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Lasting;
import dev.natsuin.desktop.desk.LevelResult;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Stopping;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.device.ToBeRaised;
import dev.natsuin.desktop.document.HashedFile;
import dev.natsuin.desktop.document.level.LevelRaising;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signed files that wait because a service was away; they are remembered in the profile until their level is reached,
 * or can never be: the file is gone from its folder, or somebody changed it. What another computer of the same profile
 * found, and this one does not, is left to that one (decision 0082). Thread-safe, also between processes.
 */
public final class LaterLevels {
    private static final Logger LOG = LoggerFactory.getLogger(LaterLevels.class);

    private final Profile profile;
    private final Levels levels;

    LaterLevels(Profile profile, Levels levels) {
        this.profile = profile;
        this.levels = levels;
    }

    /** How many wait on this computer; reads the profile only, unless it is not known whether a file is here. */
    public int count() throws Refusal {
        return (int) profile.toBeRaised().stream()
                .filter(each ->
                        profile.computer().knows(each.on()) || gone(each).isEmpty())
                .count();
    }

    /** Remembers these. A file that cannot be read any more is left out; what it has stays what it is. */
    void remember(List<LevelRaising.Target> files, SignatureLevel wanted, List<String> timestampUrls) throws Refusal {
        var more = new ArrayList<ToBeRaised>();
        for (var file : files) {
            try {
                more.add(new ToBeRaised(
                        file.file().toAbsolutePath(),
                        HashedFile.of(file.file()).sha256(),
                        file.detached().map(Path::toAbsolutePath),
                        wanted,
                        timestampUrls,
                        profile.computer().id()));
            } catch (IOException e) {
                LOG.warn("a file is not remembered for its level", e);
            }
        }
        if (!more.isEmpty()) {
            profile.exclusively(() -> {
                var all = new ArrayList<>(profile.toBeRaised());
                var again = more.stream().map(ToBeRaised::file).collect(Collectors.toSet());
                all.removeIf(each ->
                        again.contains(each.file()) && !profile.computer().isAnotherThan(each.on()));
                all.addAll(more);
                profile.keepToBeRaised(all);
                return all;
            });
        }
    }

    /**
     * Tries all that wait, slowly, as others are asked; in place, as when they were signed.
     *
     * @return one result for each, also for those that wait on
     */
    public List<LevelResult> tryAgain() throws Refusal {
        return tryAgain(Stopping.NEVER);
    }

    /**
     * The same until somebody does not want it any more.
     *
     * @param stopping once wanted, no further file is raised: the others wait on
     */
    List<LevelResult> tryAgain(Stopping stopping) throws Refusal {
        var results = new LinkedHashMap<ToBeRaised, LevelResult>();
        var together = new LinkedHashMap<Together, List<ToBeRaised>>();
        for (var each : profile.toBeRaised()) {
            var gone = gone(each);
            if (gone.isPresent() && !profile.computer().knows(each.on())) {
                continue;
            }
            if (gone.isPresent()) {
                var why = Optional.of(Problem.of(gone.get().why()));
                results.put(
                        each,
                        new LevelResult(
                                each.file(),
                                Optional.empty(),
                                each.wanted(),
                                why,
                                gone.get().mayEnd()));
            } else {
                together.computeIfAbsent(new Together(each.wanted(), each.timestampUrls()), same -> new ArrayList<>())
                        .add(each);
            }
        }
        var archived = new LinkedHashMap<LevelRaising.Target, Lasting>();
        for (var errand : together.entrySet()) {
            var files = errand.getValue();
            var raised = levels.raising(errand.getKey().timestampUrls(), stopping)
                    .raise(
                            files.stream().map(LaterLevels::target).toList(),
                            errand.getKey().wanted(),
                            done -> {});
            for (var i = 0; i < files.size(); i++) {
                var file = target(files.get(i));
                raised.get(i).lasting().ifPresent(until -> archived.put(file, until));
                results.put(files.get(i), result(files.get(i), raised.get(i)));
            }
        }
        levels.archives().remember(archived);
        remember(results);
        return List.copyOf(results.values());
    }

    /** What is raised by the same services. */
    private record Together(SignatureLevel wanted, List<String> timestampUrls) {}

    private static LevelRaising.Target target(ToBeRaised waiting) {
        return new LevelRaising.Target(waiting.file(), waiting.detached());
    }

    private static Optional<Absence> gone(ToBeRaised waiting) {
        // A link in its place leads to what somebody else put elsewhere; it would be replaced, and that left as it is.
        var missing = Absence.of(waiting.file(), waiting.detached());
        if (missing.isPresent()) {
            return missing;
        }
        try {
            return HashedFile.of(waiting.file()).sha256().equals(waiting.sha256())
                    ? Optional.empty()
                    : Optional.of(Absence.CHANGED);
        } catch (IOException e) {
            return Optional.of(Absence.UNREADABLE);
        }
    }

    private static LevelResult result(ToBeRaised waiting, LevelRaising.Raised raised) {
        return new LevelResult(
                waiting.file(),
                Optional.of(raised.level()).filter(level -> raised.steps() > 0 || !isLeft(raised)),
                waiting.wanted(),
                raised.why().map(Problem::of),
                raised.why().filter(LevelResult::passes).isPresent());
    }

    /** One that was perhaps not even looked at. */
    private static boolean isLeft(LevelRaising.Raised raised) {
        return raised.why().filter(ProblemCode.LEVEL_LATER::equals).isPresent();
    }

    private void remember(Map<ToBeRaised, LevelResult> results) throws Refusal {
        profile.exclusively(() -> {
            var left = new ArrayList<ToBeRaised>();
            for (var each : profile.toBeRaised()) {
                var result = results.get(each);
                if (result == null) {
                    left.add(each);
                } else if (result.waits()) {
                    left.add(now(each));
                }
            }
            profile.keepToBeRaised(left);
            return left;
        });
    }

    /** As it is after a part of the way; as it was, if it cannot be read. */
    private ToBeRaised now(ToBeRaised before) {
        try {
            return new ToBeRaised(
                    before.file(),
                    HashedFile.of(before.file()).sha256(),
                    before.detached(),
                    before.wanted(),
                    before.timestampUrls(),
                    profile.computer().orElse(before.on()));
        } catch (IOException e) {
            return before;
        }
    }
}
