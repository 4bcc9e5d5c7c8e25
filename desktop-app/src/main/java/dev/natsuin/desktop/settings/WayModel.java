package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.BasicLogin;
import dev.natsuin.desktop.desk.Connecting;
import dev.natsuin.desktop.desk.HttpProxy;
import dev.natsuin.desktop.desk.ProxyWish;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** By which way this computer reaches its server, without a window: a wish that was kept is tried at once. */
public final class WayModel {
    /**
     * The three ways to choose from. Arrow keys pass over the one in the middle, and so nothing is kept there by
     * choosing alone.
     */
    public enum Choice {
        AS_USUAL,
        THROUGH,
        DIRECTLY
    }

    /** What came of the last try. */
    public sealed interface Outcome {
        /** It is under way. */
        record Trying() implements Outcome {}

        /**
         * The server answered.
         *
         * @param proxy the address of the proxy that led there; nothing: the way was direct
         */
        record Reached(Optional<String> proxy) implements Outcome {}

        /** It did not, or the wish cannot be kept. */
        record Failed(Problem why) implements Outcome {}
    }

    private final Connecting connecting;
    private final Background background;
    private final ReadOnlyObjectWrapper<@Nullable ProxyWish> wish = new ReadOnlyObjectWrapper<>(this, "wish");
    private final ReadOnlyObjectWrapper<Choice> choice = new ReadOnlyObjectWrapper<>(this, "choice", Choice.AS_USUAL);
    private final ReadOnlyObjectWrapper<@Nullable Outcome> outcome = new ReadOnlyObjectWrapper<>(this, "outcome");
    private int tries;

    /** Works on this lane. */
    public WayModel(Connecting connecting, Background background) {
        this.connecting = connecting;
        this.background = background;
    }

    /** Reads what is wished now. What a person chose meanwhile stays chosen. */
    public void refresh() {
        var mine = tries;
        background.run(
                connecting::wish,
                answer -> {
                    if (mine == tries) {
                        answer.given().ifPresent(this::known);
                        answer.refusal().ifPresent(why -> outcome.set(new Outcome.Failed(why)));
                    } else if (wish.get() == null) {
                        answer.given().ifPresent(wish::set); // For the password that is kept with it.
                    }
                },
                () -> failed(mine));
    }

    private void known(ProxyWish now) {
        wish.set(now);
        choice.set(choiceOf(now));
    }

    private static Choice choiceOf(ProxyWish wish) {
        if (wish instanceof ProxyWish.Through) {
            return Choice.THROUGH;
        }
        return wish instanceof ProxyWish.Directly ? Choice.DIRECTLY : Choice.AS_USUAL;
    }

    /** Chooses a way. One through a proxy is taken when that is named. */
    public void choose(Choice way) {
        if (way == choice.get()) {
            return;
        }
        choice.set(way);
        outcome.set(null);
        switch (way) {
            case AS_USUAL -> keep(new ProxyWish.AsUsual());
            case DIRECTLY -> keep(new ProxyWish.Directly());
            case THROUGH -> tries++; // Whatever is being tried is of no interest any more.
        }
    }

    /**
     * Takes the way through this proxy.
     *
     * @param address as {@link HttpProxy#read} takes it
     * @param exceptions hosts that are reached directly, with commas or spaces between them
     * @param user empty if the proxy wants nothing, or the address says it
     * @param password closed here; if there is none, the one that was kept for this user and proxy stays
     */
    public void through(String address, String exceptions, String user, Optional<Secret> password) {
        try (var typed = password.orElseGet(() -> Secret.taking(new byte[0]))) {
            var named = HttpProxy.read(address).filter(proxy -> !user.contains(":"));
            if (named.isEmpty()) {
                tries++;
                outcome.set(new Outcome.Failed(Problem.of(ProblemCode.PROXY_UNUSABLE)));
                return;
            }
            var proxy = user.isBlank() ? named.get() : named.get().with(Optional.of(login(named.get(), user, typed)));
            keep(new ProxyWish.Through(
                    proxy,
                    Stream.of(exceptions.strip().split("[,、\\s]+"))
                            .filter(each -> !each.isEmpty())
                            .toList()));
        }
    }

    private BasicLogin login(HttpProxy proxy, String user, Secret typed) {
        var password = typed.use(octets -> new String(octets, StandardCharsets.UTF_8));
        var kept = through()
                .map(ProxyWish.Through::proxy)
                .filter(before -> before.with(Optional.empty()).equals(proxy.with(Optional.empty())))
                .flatMap(HttpProxy::login)
                .filter(login -> login.user().equals(user));
        return password.isEmpty() && kept.isPresent() ? kept.get() : new BasicLogin(user, password);
    }

    private void keep(ProxyWish next) {
        run(() -> connecting.wish(next), kept -> {
            known(kept);
            attempt();
        });
    }

    /** Asks the server for a word, unless it is being asked: who presses twice would have everybody wait twice. */
    public void tryNow() {
        if (!(outcome.get() instanceof Outcome.Trying)) {
            attempt();
        }
    }

    private void attempt() {
        run(connecting::reach, proxy -> outcome.set(new Outcome.Reached(proxy)));
    }

    private <T> void run(Supplier<Answer<T>> work, Consumer<T> then) {
        var mine = ++tries;
        outcome.set(new Outcome.Trying());
        background.run(
                work,
                answer -> {
                    if (mine == tries) {
                        outcome.set(answer.refusal()
                                .<Outcome>map(Outcome.Failed::new)
                                .orElse(null));
                        answer.given().ifPresent(then);
                    }
                },
                () -> failed(mine));
    }

    private void failed(int question) {
        if (question == tries) {
            outcome.set(new Outcome.Failed(Problem.of(ProblemCode.DESK_FAULT)));
        }
    }

    /** The way that is chosen, though perhaps not taken yet. */
    public Choice choice() {
        return choice.get();
    }

    public ReadOnlyObjectProperty<Choice> choiceProperty() {
        return choice.getReadOnlyProperty();
    }

    /** The proxy that is wished for. */
    public Optional<ProxyWish.Through> through() {
        return wish.get() instanceof ProxyWish.Through through ? Optional.of(through) : Optional.empty();
    }

    public ReadOnlyObjectProperty<@Nullable ProxyWish> wishProperty() {
        return wish.getReadOnlyProperty();
    }

    /** What came of the last try; empty before there was one. */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome.get());
    }

    public ReadOnlyObjectProperty<@Nullable Outcome> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }
}
