package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Stamping;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Timestamp authorities in memory: whoever is at {@code https} gives what holds. */
public final class FakeStamping implements Stamping {
    private final List<String> addresses = new ArrayList<>();
    private final List<String> users = new ArrayList<>();

    @Override
    public Answer<List<Authority>> authorities() {
        var all = new ArrayList<Authority>();
        for (var i = 0; i < addresses.size(); i++) {
            all.add(new Authority(i, addresses.get(i), users.get(i)));
        }
        return Answer.of(List.copyOf(all));
    }

    @Override
    public Answer<List<Authority>> add(String address, String user, Optional<Secret> password) {
        password.ifPresent(Secret::close);
        if (!address.startsWith("http")) {
            return Answer.refused(ProblemCode.TIMESTAMP_ADDRESS_UNUSABLE);
        }
        addresses.add(address);
        users.add(user);
        return authorities();
    }

    @Override
    public Answer<List<Authority>> remove(Authority authority) {
        addresses.remove(authority.place());
        users.remove(authority.place());
        return authorities();
    }

    @Override
    public Answer<List<Authority>> sooner(Authority authority) {
        Collections.swap(addresses, authority.place(), authority.place() - 1);
        Collections.swap(users, authority.place(), authority.place() - 1);
        return authorities();
    }

    @Override
    public Answer<Stamp> attempt(Authority authority) {
        return authority.address().startsWith("https")
                ? Answer.of(new Stamp("CN=みなと時刻認証局,C=JP", Instant.parse("2026-11-27T05:00:00Z")))
                : Answer.refused(ProblemCode.TIMESTAMP_UNAVAILABLE);
    }
}
