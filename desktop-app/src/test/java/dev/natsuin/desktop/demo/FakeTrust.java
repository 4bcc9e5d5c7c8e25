package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is trusted, in memory: a file brings one authority, called as the file is, or a list that needs its publisher.
 */
public final class FakeTrust implements Trusting {
    private final List<Source> sources = new ArrayList<>();
    private final List<ListSource> lists = new ArrayList<>();
    private boolean system;
    private boolean offline;
    private boolean unreadable;

    /** Whether files are such that nobody can read them, from now on. */
    public void unreadable(boolean now) {
        unreadable = now;
    }

    @Override
    public Answer<Believed> believed() {
        return Answer.of(new Believed(sources, system, lists, offline));
    }

    @Override
    public Answer<List<Authority>> look(Path file) {
        return unreadable ? Answer.refused(ProblemCode.CERTIFICATES_UNREADABLE) : Answer.of(List.of(authority(file)));
    }

    private static Authority authority(Path file) {
        return new Authority(
                "CN=" + file.getFileName() + ",O=みなと認証局株式会社,C=JP",
                "0123456789abcdef".repeat(4),
                Instant.parse("2036-03-31T00:00:00Z"));
    }

    @Override
    public Answer<Believed> believe(Path file, List<Authority> looked) {
        sources.add(new Source(String.valueOf(file.getFileName()), looked));
        return believed();
    }

    @Override
    public Answer<Believed> forget(Source source) {
        sources.remove(source);
        return believed();
    }

    @Override
    public Answer<Believed> system(boolean also) {
        system = also;
        return believed();
    }

    @Override
    public Answer<TrustedList> lookAtList(Path file, Optional<Path> publisher) {
        if (unreadable) {
            return Answer.refused(ProblemCode.CERTIFICATES_UNREADABLE);
        }
        return Answer.of(new TrustedList(
                "Telekom-Control-Kommission",
                "AT",
                "115",
                Instant.parse("2027-03-31T00:00:00Z"),
                "fedcba9876543210".repeat(4),
                publisher.map(FakeTrust::authority),
                publisher.isPresent() ? 12 : 0,
                "",
                publisher.isPresent() ? Standing.HOLDS : Standing.NOT_SIGNED));
    }

    @Override
    public Answer<Believed> believeList(Path file, Optional<Path> publisher, TrustedList looked) {
        lists.add(new ListSource(String.valueOf(file.getFileName()), looked));
        return believed();
    }

    @Override
    public Answer<Believed> forgetList(ListSource source) {
        lists.remove(source);
        return believed();
    }

    @Override
    public Answer<Believed> offline(boolean nobody) {
        offline = nobody;
        return believed();
    }
}
