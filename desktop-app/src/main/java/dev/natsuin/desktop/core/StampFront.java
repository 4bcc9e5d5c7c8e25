package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.BasicLogin;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.Stamping;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.level.LevelRaising;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The timestamp authorities of one profile, in its config: with name and password in the address, where there are any.
 */
final class StampFront implements Stamping {
    private static final Pattern WITH_LOGIN = Pattern.compile("(https?://)(?:([^/@#]*)@)?(.*)");

    private final Profile profile;
    private final Levels levels;

    StampFront(Profile profile, Levels levels) {
        this.profile = profile;
        this.levels = levels;
    }

    @Override
    public Answer<List<Authority>> authorities() {
        return Refusal.answer(() -> shown(profile.config().tsas()));
    }

    private static List<Authority> shown(List<String> kept) {
        return IntStream.range(0, kept.size())
                .mapToObj(place -> shown(place, kept.get(place)))
                .toList();
    }

    private static Authority shown(int place, String kept) {
        var parts = WITH_LOGIN.matcher(kept);
        if (!parts.matches()) {
            return new Authority(place, kept, ""); // Written by hand, and no address.
        }
        return new Authority(place, parts.group(1) + parts.group(3), user(parts.group(2)));
    }

    private static String user(@Nullable String userInfo) {
        try {
            return userInfo == null ? "" : BasicLogin.ofUserInfo(userInfo).user();
        } catch (IllegalArgumentException e) {
            return userInfo; // Written by hand, and not as it should be.
        }
    }

    @Override
    public Answer<List<Authority>> add(String address, String user, Optional<Secret> password) {
        try (var typed = password.orElseGet(() -> Secret.taking(new byte[0]))) {
            return Refusal.answer(() -> {
                var all = new ArrayList<>(profile.config().tsas());
                all.add(kept(address.strip(), user.strip(), typed));
                return keep(all);
            });
        }
    }

    private static String kept(String address, String user, Secret password) throws Refusal {
        var parts = WITH_LOGIN.matcher(address);
        var tls = address.startsWith("https://");
        if (!LevelRaising.namesAuthority(address) || !parts.matches()) {
            throw new Refusal(ProblemCode.TIMESTAMP_ADDRESS_UNUSABLE);
        }
        if (user.isEmpty() && parts.group(2) == null) {
            return address;
        }
        // A password goes where nobody can read it on its way.
        if (!tls || user.contains(":")) {
            throw new Refusal(ProblemCode.TIMESTAMP_ADDRESS_UNUSABLE);
        }
        return user.isEmpty()
                ? address
                : parts.group(1) + new BasicLogin(user, text(password)).userInfo() + "@" + parts.group(3);
    }

    private static String text(Secret password) {
        return password.use(octets -> new String(octets, StandardCharsets.UTF_8));
    }

    @Override
    public Answer<List<Authority>> remove(Authority authority) {
        return Refusal.answer(() -> {
            var all = new ArrayList<>(unchanged(authority));
            all.remove(authority.place());
            return keep(all);
        });
    }

    @Override
    public Answer<List<Authority>> sooner(Authority authority) {
        return Refusal.answer(() -> {
            var all = new ArrayList<>(unchanged(authority));
            if (authority.place() > 0) {
                Collections.swap(all, authority.place(), authority.place() - 1);
            }
            return keep(all);
        });
    }

    @Override
    public Answer<Stamp> attempt(Authority authority) {
        return Refusal.answer(() -> {
            var given = levels.trial(unchanged(authority).get(authority.place()));
            return new Stamp(given.authority(), given.time());
        });
    }

    /** What is kept, if this is still in its place. */
    private List<String> unchanged(Authority authority) throws Refusal {
        var all = profile.config().tsas();
        if (authority.place() >= all.size()
                || !shown(authority.place(), all.get(authority.place())).equals(authority)) {
            throw new Refusal(ProblemCode.DOCUMENT_CHANGED);
        }
        return all;
    }

    private List<Authority> keep(List<String> all) throws Refusal {
        profile.keep(profile.config().withTsas(all));
        return shown(all);
    }
}
