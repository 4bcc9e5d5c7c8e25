package dev.natsuin.desktop.device;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The change from one owner of a profile to the next (decision 0065).
 *
 * <p>The next one's files are made whole in a folder of their own. One small file, put there last and at once, is the
 * turning point: before it the profile is the former owner's, after it the next one's, whoever has to move the files.
 * Every step can be done again, so whoever was killed in between is followed by whoever looks at the profile next.
 */
final class NextOwner {
    static final String FOLDER = "next";

    private static final Logger LOG = LoggerFactory.getLogger(NextOwner.class);
    private static final String ACCEPTED = "accepted.json";
    private static final String OWNER = "profile.json";
    private static final String LOCK = "lock";
    private static final String FORMER_ITEMS = "device.keyring.former";
    private static final Pattern ASIDE = Pattern.compile("before-[0-9]{4}-[0-9]{2}-[0-9]{2}(-[0-9]{1,4})?");

    /** What is one owner's; the secret is erased, and what is not named stays. */
    private static final List<String> OF_ONE_OWNER = List.of("log.json", "identity.json", "unanswered.json", "orders");

    private static final String SIGNED = "signed.jsonl";

    private final Path folder;
    private final Path next;
    private final SecretStore secret;

    /**
     * For the profile in this folder.
     *
     * @param secret of the owner of now
     */
    NextOwner(Path folder, SecretStore secret) {
        this.folder = folder;
        this.next = folder.resolve(FOLDER);
        this.secret = secret;
    }

    /** One step, which may be done twice. */
    interface Step {
        void take() throws IOException, Refusal;
    }

    /** Whether the turning point is behind, and files are left to be moved. */
    boolean isAccepted() {
        return Files.exists(next.resolve(ACCEPTED), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The turning point: the next owner's files are whole.
     *
     * @param day for the name of the folder in which the former owner's are set aside
     * @param samePerson whether the list of what was signed here goes on
     * @return that folder
     */
    Path accept(String day, boolean samePerson) throws IOException {
        var name = "before-" + day;
        for (var i = 2; Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS); i++) {
            name = "before-" + day + "-" + i;
        }
        var told = JsonObject.empty()
                .and("v", 1)
                .and("aside", name)
                .and("samePerson", samePerson)
                .build();
        PrivateFiles.replace(next.resolve(ACCEPTED), told.toBytes().toArray());
        return folder.resolve(name);
    }

    /** Moves what is left to be moved. */
    void takeOver() throws IOException, Refusal {
        if (isAccepted()) {
            for (var step : steps()) {
                step.take();
            }
        }
    }

    /** What is left to be done, in order. */
    List<Step> steps() throws IOException, Refusal {
        boolean samePerson;
        Path aside;
        try {
            var json = JsonObject.strict(Bytes.of(Files.readAllBytes(next.resolve(ACCEPTED))))
                    .reader();
            json.exactly("v", 1);
            var name = json.text("aside");
            samePerson = json.truth("samePerson");
            json.end();
            if (!ASIDE.matcher(name).matches()) {
                throw new Malformed("no folder of a former owner");
            }
            aside = folder.resolve(name);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
        var steps = new ArrayList<Step>();
        if (!Files.exists(aside.resolve(OWNER))) {
            steps.add(() -> PrivateFiles.createFolder(aside));
            OF_ONE_OWNER.forEach(name -> steps.add(() -> move(folder, aside, name)));
            if (!samePerson) {
                steps.add(() -> move(folder, aside, SIGNED));
            }
            steps.add(secret::erase);
            steps.add(() -> move(folder, aside, OWNER)); // The last one: from here on nothing here is the former's.
        }
        steps.add(this::takeFormerItems);
        for (var name : names(next)) {
            if (!List.of(OWNER, LOCK, ACCEPTED, FORMER_ITEMS).contains(name)) {
                steps.add(() -> move(next, folder, name));
            }
        }
        steps.add(() -> move(next, folder, OWNER));
        steps.add(() -> PrivateFiles.delete(next.resolve(ACCEPTED)));
        steps.add(this::removeEmpty);
        return steps;
    }

    /** A lock that some process holds open may stay, as does what nobody here put there: neither is in the way. */
    private void removeEmpty() {
        try {
            Files.deleteIfExists(next.resolve(LOCK));
            Files.deleteIfExists(next);
        } catch (IOException e) {
            LOG.info("the folder of the next owner stays reason={}", e.getMessage());
        }
    }

    /** Items of a keyring that are still to be erased: the former owner's may be among them. */
    private void takeFormerItems() throws IOException {
        var from = next.resolve(FORMER_ITEMS);
        if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
            var to = folder.resolve(FORMER_ITEMS);
            var all = Files.exists(to, LinkOption.NOFOLLOW_LINKS) ? Files.readString(to) : "";
            PrivateFiles.replace(to, Bytes.utf8(all + Files.readString(from)).toArray());
            PrivateFiles.delete(from);
        }
    }

    private static void move(Path from, Path to, String name) throws IOException {
        if (Files.exists(from.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            Files.move(from.resolve(name), to.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.settleFolder(to.resolve(name));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /** The folders in which former owners' things were set aside, newest day first. */
    List<Path> aside() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        return names(folder).stream()
                .filter(name -> ASIDE.matcher(name).matches())
                .map(folder::resolve)
                .toList();
    }
}
