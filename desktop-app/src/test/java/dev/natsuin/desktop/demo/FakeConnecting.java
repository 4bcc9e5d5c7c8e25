package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Connecting;
import dev.natsuin.desktop.desk.HttpProxy;
import dev.natsuin.desktop.desk.ProxyWish;
import dev.natsuin.protocol.problem.Problem;
import java.util.Optional;
import java.util.function.Supplier;

/** The way to a server, in memory: through whatever is wished, unless the server has trouble. */
public final class FakeConnecting implements Connecting {
    /** Where the server is before it moves. */
    public static final String ADDRESS = "https://sign.example.jp";

    private final Supplier<Optional<Problem>> trouble;
    private String address = ADDRESS;
    private ProxyWish wish = new ProxyWish.AsUsual();

    /** Reaches the server unless there is trouble. */
    public FakeConnecting(Supplier<Optional<Problem>> trouble) {
        this.trouble = trouble;
    }

    @Override
    public Answer<ProxyWish> wish() {
        return Answer.of(wish);
    }

    @Override
    public Answer<ProxyWish> wish(ProxyWish other) {
        wish = other;
        return Answer.of(wish);
    }

    @Override
    public Answer<Optional<String>> reach() {
        return trouble.get()
                .<Answer<Optional<String>>>map(Answer.Refused::new)
                .orElseGet(() -> Answer.of(
                        wish instanceof ProxyWish.Through through
                                ? Optional.of(through.proxy()).map(HttpProxy::address)
                                : Optional.empty()));
    }

    @Override
    public Answer<String> address() {
        return Answer.of(address);
    }

    @Override
    public Answer<String> move(String to) {
        var why = trouble.get();
        if (why.isPresent()) {
            return new Answer.Refused<>(why.get());
        }
        address = to;
        return Answer.of(address);
    }
}
