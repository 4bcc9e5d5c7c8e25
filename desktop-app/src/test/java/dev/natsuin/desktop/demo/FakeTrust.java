package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Trusting;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Authorities in memory: a file brings one, called as the file is. */
public final class FakeTrust implements Trusting {
    private final List<Source> sources = new ArrayList<>();
    private boolean system;

    @Override
    public Answer<Believed> believed() {
        return Answer.of(new Believed(sources, system));
    }

    @Override
    public Answer<List<Authority>> look(Path file) {
        return Answer.of(List.of(new Authority(
                "CN=" + file.getFileName() + ",O=みなと認証局株式会社,C=JP",
                "0123456789abcdef".repeat(4),
                Instant.parse("2036-03-31T00:00:00Z"))));
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
}
