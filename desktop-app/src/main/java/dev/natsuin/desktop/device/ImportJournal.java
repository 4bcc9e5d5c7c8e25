package dev.natsuin.desktop.device;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who of a list was admitted into a folder: a file beside their codes, private, of lines that are only ever added. It
 * holds no secret. A line that a crash cut off is passed over: what it said is found out again.
 */
public final class ImportJournal {
    private static final String NAME = "natsuin-import.jsonl";
    private static final int SHA256_BYTES = 32;
    private static final Pattern FILE = Pattern.compile("[0-9]{1,10}-[^/\\\\\\x00-\\x1F]{1,60}");

    private final Path folder;
    private final Map<String, Begun> begun = new HashMap<>();
    private final Map<String, Done> done = new HashMap<>();

    private ImportJournal(Path folder) {
        this.folder = folder;
    }

    /**
     * A row whose order was about to be sent.
     *
     * @param row SHA-256 of all that the row says
     * @param displayHash binds the name in the order
     * @param file name of the files, without their extensions
     */
    public record Begun(Bytes row, Bytes displayHash, String file) {}

    /**
     * A row whose code and sheet are written.
     *
     * @param user id
     * @param expires when the code dies
     */
    public record Done(String user, Instant expires) {}

    /** The journal of a folder; empty if there is none. */
    public static ImportJournal of(Path folder) throws Refusal {
        var journal = new ImportJournal(folder);
        var file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return journal;
        }
        try {
            // A line ends with LF and nothing else: other separators may stand in what it says.
            for (var line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1)) {
                journal.read(line);
            }
            return journal;
        } catch (IOException e) {
            throw new Refusal(ProblemCode.FILE_UNREADABLE, e);
        }
    }

    private void read(String line) {
        try {
            var json = JsonObject.strict(Bytes.utf8(line)).reader();
            var email = json.text("email");
            if (json.text("type").equals("begun")) {
                var file = json.text("file");
                if (FILE.matcher(file).matches()) {
                    begun.put(
                            email,
                            new Begun(json.bytes("row", SHA256_BYTES), json.bytes("display", SHA256_BYTES), file));
                }
            } else {
                done.put(email, new Done(json.hexText("user", Ids.PERSON_SIZE_BYTES), json.moment("expires")));
            }
        } catch (Malformed e) {
            return; // Cut off.
        }
    }

    private static String key(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    /** What was begun for this address, whatever came of it. */
    public Optional<Begun> begun(String email) {
        return Optional.ofNullable(begun.get(key(email)));
    }

    /** What came of it. */
    public Optional<Done> done(String email) {
        return Optional.ofNullable(done.get(key(email)));
    }

    /** Notes, durably, that an order is about to be sent. */
    public void begin(String email, Begun what) throws Refusal {
        append(JsonObject.with("type", "begun")
                .and("email", key(email))
                .and("row", what.row())
                .and("display", what.displayHash())
                .and("file", what.file())
                .build());
        begun.put(key(email), what);
    }

    /** Notes, durably, that code and sheet are written. */
    public void end(String email, Done what) throws Refusal {
        append(JsonObject.with("type", "admitted")
                .and("email", key(email))
                .and("user", what.user())
                .and("expires", what.expires())
                .build());
        done.put(key(email), what);
    }

    /** Makes the folder, private, unless it is there. */
    public void makeFolder() throws Refusal {
        try {
            PrivateFiles.createFolder(folder);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }

    private void append(JsonObject line) throws Refusal {
        try {
            PrivateFiles.appendLine(folder.resolve(NAME), line.toBytes().toArray());
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }
}
