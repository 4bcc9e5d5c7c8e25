package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.GuestList;
import dev.natsuin.desktop.desk.GuestList.Fault;
import dev.natsuin.desktop.desk.GuestList.Kind;
import dev.natsuin.desktop.desk.GuestRules;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.desk.Subjects;
import dev.natsuin.desktop.document.HashedFile;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads a list of people from a table (RFC 4180), as spreadsheets write it in Japan and elsewhere. */
final class GuestFile {
    private static final int MOST_BYTES = 10 << 20;
    private static final int MOST_ROWS = 10_000;

    /** What spreadsheets put between columns in some countries, and where a list is saved as text. */
    private static final Pattern OTHER_SEPARATORS = Pattern.compile("[;\t]");

    private static final Set<String> COLUMNS =
            Set.of("name", "kana", "email", "role", "subject", "algorithm", "evidence");
    /** The same in Japanese; width and blanks do not matter. */
    private static final Map<String, String> JAPANESE = Map.ofEntries(
            Map.entry("氏名", "name"),
            Map.entry("名前", "name"),
            Map.entry("フリガナ", "kana"),
            Map.entry("ふりがな", "kana"),
            Map.entry("カナ", "kana"),
            Map.entry("かな", "kana"),
            Map.entry("よみ", "kana"),
            Map.entry("読み", "kana"),
            Map.entry("よみがな", "kana"),
            Map.entry("読み仮名", "kana"),
            Map.entry("メール", "email"),
            Map.entry("メールアドレス", "email"),
            Map.entry("役割", "role"),
            Map.entry("証明書の名前", "subject"),
            Map.entry("アルゴリズム", "algorithm"),
            Map.entry("本人確認", "evidence"),
            Map.entry("本人確認資料", "evidence"),
            Map.entry("本人確認書類", "evidence"));

    private static final Map<String, Role> JAPANESE_ROLES =
            Map.of("署名者", Role.SIGNER, "登録担当者", Role.OFFICER, "監査担当者", Role.AUDITOR, "管理者", Role.ADMINISTRATOR);

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final List<String> NEEDED = List.of("name", "email");

    /** What Japanese versions of spreadsheets write. */
    private static final String WINDOWS_31J = "windows-31j";

    private final Path file;
    private final Optional<Role> own;
    private final Map<String, Integer> columns = new HashMap<>();
    private final Map<String, Integer> addresses = new HashMap<>();
    private final Map<Path, Bytes> digests = new HashMap<>();
    private final List<GuestList.Row> rows = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private int width;

    private GuestFile(Path file, Optional<Role> own) {
        this.file = file;
        this.own = own;
    }

    /**
     * Reads it.
     *
     * @param own the role of whoever would admit these
     */
    static GuestList read(Path file, Optional<Role> own) throws Refusal {
        var reading = new GuestFile(file, own);
        var text = text(octets(file));
        if (text.isEmpty()) {
            return new GuestList(List.of(), List.of(new Fault(Kind.NOT_TEXT, "")));
        }
        reading.table(text.get());
        return new GuestList(reading.rows, reading.faults);
    }

    private static byte[] octets(Path file) throws Refusal {
        try {
            return NamedFile.octets(file, MOST_BYTES);
        } catch (NamedFile.TooLong e) {
            throw new Refusal(ProblemCode.DOCUMENT_TOO_LARGE, e);
        } catch (IOException e) {
            throw new Refusal(NamedFile.why(e), e);
        }
    }

    /** UTF-8 if it can be, for hardly any other text looks like it. */
    private static Optional<String> text(byte[] octets) {
        return decoded(octets, StandardCharsets.UTF_8)
                .map(text -> text.startsWith("\uFEFF") ? text.substring(1) : text)
                .or(() -> Charset.isSupported(WINDOWS_31J)
                        ? decoded(octets, Charset.forName(WINDOWS_31J))
                        : Optional.empty());
    }

    private static Optional<String> decoded(byte[] octets, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private void table(String text) {
        var line = 1L;
        try (var parser = CSVParser.parse(text, CSVFormat.RFC4180)) {
            var records = parser.iterator();
            while (records.hasNext() && rows.size() <= MOST_ROWS) {
                var begins = line;
                var cells = records.next();
                line = parser.getCurrentLineNumber() + 1;
                take((int) begins, cells);
            }
        } catch (IOException | UncheckedIOException e) {
            faults.add(new Fault(Kind.NOT_TABLE, String.valueOf(line)));
        }
        if (rows.size() > MOST_ROWS) {
            faults.add(new Fault(Kind.TOO_MANY, String.valueOf(MOST_ROWS)));
        }
        if (rows.isEmpty() && faults.isEmpty()) {
            faults.add(new Fault(Kind.NOBODY, ""));
        }
    }

    private void take(int line, CSVRecord cells) {
        if (cells.stream().allMatch(String::isBlank)) {
            return;
        }
        if (width == 0) {
            head(cells);
        } else if (faults.isEmpty()) {
            rows.add(new Reading(line, cells).row());
        }
    }

    private void head(CSVRecord cells) {
        width = cells.size();
        if (width == 1 && OTHER_SEPARATORS.matcher(cells.get(0)).find()) {
            faults.add(new Fault(Kind.NOT_COMMAS, ""));
            return;
        }
        for (var i = 0; i < cells.size(); i++) {
            var name = column(cells.get(i));
            if (!COLUMNS.contains(name)) {
                faults.add(new Fault(Kind.COLUMN_UNKNOWN, cells.get(i).strip()));
            } else if (columns.putIfAbsent(name, i) != null) {
                faults.add(new Fault(Kind.COLUMN_TWICE, name));
            }
        }
        for (var name : NEEDED) {
            if (!columns.containsKey(name)) {
                faults.add(new Fault(Kind.COLUMN_MISSING, name));
            }
        }
    }

    /** The column's own name, of whatever is written above it. */
    private static String column(String head) {
        var name = BLANKS.matcher(Normalizer.normalize(head, Normalizer.Form.NFKC))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return JAPANESE.getOrDefault(name, name.equals("e-mail") ? "email" : name);
    }

    /** One row. */
    private final class Reading {
        private final int line;
        private final CSVRecord cells;
        private final List<Fault> wrong = new ArrayList<>();

        Reading(int line, CSVRecord cells) {
            this.line = line;
            this.cells = cells;
        }

        private String cell(String column) {
            var index = columns.get(column);
            return index == null || index >= cells.size() ? "" : GuestRules.tidy(cells.get(index));
        }

        private void fault(boolean is, Kind what, String detail) {
            if (is) {
                wrong.add(new Fault(what, detail));
            }
        }

        GuestList.Row row() {
            var name = cell("name");
            var kana = cell("kana");
            var email = cell("email");
            fault(cells.size() > width, Kind.CELLS_TOO_MANY, String.valueOf(cells.size()));
            fault(name.isEmpty(), Kind.NAME_MISSING, "");
            fault(GuestRules.isTooLong(name) || GuestRules.isTooLong(kana), Kind.NAME_TOO_LONG, "");
            fault(GuestRules.hasUnseen(name), Kind.NAME_UNSEEN, "");
            fault(!GuestRules.isKana(kana), Kind.KANA_NOT_KANA, kana);
            if (GuestRules.isEmail(email)) {
                var first = addresses.putIfAbsent(email.toLowerCase(Locale.ROOT), line);
                fault(first != null, Kind.EMAIL_TWICE, String.valueOf(first));
            } else {
                fault(true, Kind.EMAIL_NOT_ONE, email);
            }
            var role = role();
            var subject = subject(role);
            var algorithm = algorithm(role);
            var evidence = evidence(role);
            var guest = wrong.isEmpty() && role.isPresent()
                    ? Optional.of(new StaffDesk.Guest(
                            name, kana, email, role.get(), subject, algorithm, evidence, StaffDesk.Guest.USUAL_LIFE))
                    : Optional.<StaffDesk.Guest>empty();
            return new GuestList.Row(line, name, email, guest, wrong, false);
        }

        private Optional<Role> role() {
            var text = cell("role").toLowerCase(Locale.ROOT);
            var role = text.isEmpty()
                    ? Optional.of(Role.SIGNER)
                    : Optional.ofNullable(JAPANESE_ROLES.get(text)).or(() -> Role.byName(text));
            fault(role.isEmpty(), Kind.ROLE_UNKNOWN, text);
            fault(
                    role.isPresent()
                            && own.filter(mine -> mine.mayInvite(role.get())).isEmpty(),
                    Kind.ROLE_NOT_YOURS,
                    role.map(Role::wireName).orElse(""));
            return role;
        }

        private boolean forSigner(Optional<Role> role, String column, String text) {
            fault(role.isPresent() && role.get() != Role.SIGNER && !text.isEmpty(), Kind.SIGNERS_ONLY, column);
            return !text.isEmpty();
        }

        private Optional<String> subject(Optional<Role> role) {
            var text = cell("subject");
            if (!forSigner(role, "subject", text)) {
                return Optional.empty();
            }
            fault(!Subjects.isSubject(text) || GuestRules.hasUnseen(text), Kind.SUBJECT_NOT_ONE, text);
            return Optional.of(text);
        }

        private Optional<KeyAlgorithm> algorithm(Optional<Role> role) {
            var text = cell("algorithm").toLowerCase(Locale.ROOT);
            if (!forSigner(role, "algorithm", text)) {
                return Optional.empty();
            }
            var algorithm = KeyAlgorithm.byName(text).filter(kind -> !kind.isExperimental());
            fault(algorithm.isEmpty(), Kind.ALGORITHM_UNKNOWN, text);
            return algorithm;
        }

        /**
         * The path as it stands beside the list; a signer needs one, as in the form. Lists come from others: what is
         * named elsewhere, on this computer or another, is not so much as looked for, and a link does not lead there.
         */
        private Optional<Bytes> evidence(Optional<Role> role) {
            var index = columns.get("evidence");
            var text = index == null || index >= cells.size()
                    ? ""
                    : cells.get(index).strip();
            if (text.isEmpty()) {
                fault(role.equals(Optional.of(Role.SIGNER)), Kind.EVIDENCE_NOT_NAMED, "");
                return Optional.empty();
            }
            try {
                var named = file.toAbsolutePath().resolveSibling(text).normalize();
                if (!isBeside(text, named)) {
                    fault(true, Kind.EVIDENCE_ELSEWHERE, text);
                    return Optional.empty();
                }
                if (!Files.isRegularFile(named)) {
                    fault(true, Kind.EVIDENCE_MISSING, text);
                    return Optional.empty();
                }
                if (!named.toRealPath().startsWith(folder().toRealPath())) {
                    fault(true, Kind.EVIDENCE_ELSEWHERE, text);
                    return Optional.empty();
                }
                return Optional.of(digest(named));
            } catch (InvalidPathException e) {
                fault(true, Kind.EVIDENCE_MISSING, text);
                return Optional.empty();
            } catch (IOException e) {
                fault(true, Kind.EVIDENCE_UNREADABLE, text);
                return Optional.empty();
            }
        }

        /** By its spelling alone. */
        private boolean isBeside(String text, Path named) {
            return Path.of(text).getRoot() == null && named.startsWith(folder());
        }

        private Path folder() {
            return Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
        }

        /** Read once, however many rows name it. */
        private Bytes digest(Path named) throws IOException {
            var known = digests.get(named);
            if (known != null) {
                return known;
            }
            var digest = HashedFile.of(named).sha256();
            digests.put(named, digest);
            return digest;
        }
    }
}
