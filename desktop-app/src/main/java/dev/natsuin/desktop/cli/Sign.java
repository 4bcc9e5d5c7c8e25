package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.SigningErrand;
import dev.natsuin.desktop.core.Unlocking;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Order;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.RsaPadding;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.FileSigning;
import dev.natsuin.desktop.document.level.LevelRaising;
import dev.natsuin.desktop.words.KeyKinds;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code sign}: one order, one question, one PIN, one line of result for each file. */
final class Sign {
    /** Of a signature beside a text. */
    private static final Size USUAL_SIZE = new Size(200, 60);

    /** A length in points. */
    private static final String POSITIVE = "[0-9]{1,5}(\\.[0-9]{1,3})?";

    private Sign() {}

    static Exit run(Call call) throws Refusal, UsageError {
        if (call.has("--resume") || call.has("--give-up")) {
            return SignAgain.run(call);
        }
        var files = Files.of(call);
        if (files.isEmpty()) {
            throw new UsageError(call.words().text("sign.what"));
        }
        var summary = Summary.of(call);
        var options = options(call, files);
        if (!call.has("--yes") && (!call.terminal().canAsk() || call.has("--pin-stdin"))) {
            throw new UsageError(call.words().text("sign.yes.missing"));
        }
        if (call.has("--repair")) {
            files = files.stream().map(file -> repaired(call, file, options)).toList();
        }
        var errand = call.core().signing();
        SignAgain.tell(call, errand.unfinishedOrders().left());
        var keyId = Optional.<String>ofNullable(call.arguments().matchedOptionValue("--key", null));
        // A PIN that is there already is derived from while the server is asked and the files are read.
        try (var early = call.has("--pin-stdin") ? unlocking(call, errand) : null;
                var order = prepared(call, errand, files, keyId, options)) {
            show(call, order);
            var nothing = order.leaving().isEmpty();
            var rows = new SignRows(call, summary);
            if (nothing || !confirmed(call)) {
                rows.refused(order, Problem.of(ProblemCode.CANCELLED));
                rows.end();
                return Exit.SOME_FAILED;
            }
            if (early != null) {
                return carryOut(call, errand, order, early, rows);
            }
            try (var unlocking = unlocking(call, errand)) {
                return carryOut(call, errand, order, unlocking, rows);
            }
        }
    }

    /** What is signed in place of a damaged file: a sound copy, which is told and stays. */
    private static Path repaired(Call call, Path file, SignOptions options) {
        return call.core()
                .documents()
                .repaired(file, Optional.ofNullable(options.folder()))
                .fold(
                        copy -> {
                            if (!copy.equals(file)) {
                                call.say("sign.repaired", Call.shown(file), Call.shown(copy));
                            }
                            return copy;
                        },
                        why -> {
                            call.say("sign.item.refused", Call.shown(file), call.sentence(why));
                            return file;
                        });
    }

    /** Files that a password opens are prepared once more, with the password. */
    private static SigningErrand.PreparedOrder prepared(
            Call call, SigningErrand errand, List<Path> files, Optional<String> keyId, SignOptions options)
            throws Refusal {
        var order = errand.prepare(files, keyId, options, progress(call), new Cancellation());
        if (order.items().stream().noneMatch(Sign::wantsPassword)) {
            return order;
        }
        try (var password = call.documentPassword().orElseGet(() -> Secret.taking(new byte[0]))) {
            if (password.size() == 0) {
                return order;
            }
            order.close();
            return errand.prepare(files, keyId, options, Optional.of(password), progress(call), new Cancellation());
        }
    }

    private static boolean wantsPassword(Order.Item item) {
        var why = item.hash().refusal();
        return why.isPresent()
                && (why.get().code() == ProblemCode.DOCUMENT_ENCRYPTED
                        || why.get().code() == ProblemCode.DOCUMENT_PROTECTED);
    }

    private static Unlocking unlocking(Call call, SigningErrand errand) throws UsageError {
        try (var pin = call.pin()) {
            return errand.unlocking(pin);
        }
    }

    private static Exit carryOut(
            Call call, SigningErrand errand, SigningErrand.PreparedOrder order, Unlocking unlocking, SignRows rows)
            throws Refusal {
        try {
            var done = errand.signed(order, unlocking, progress(call), new Cancellation());
            if (done.pinFailures() > 0) {
                call.say("sign.failures.before", done.pinFailures());
            }
            rows.results(order, done.results());
            Keys.warn(call, order.key(), order.prepared());
            Extend.remind(call);
            return rows.end();
        } catch (Refusal e) {
            rows.refused(order, e.why());
            rows.end();
            throw e;
        }
    }

    static Progress progress(Call call) {
        return new Progress() {
            private boolean told;

            @Override
            public void at(Step step, int done, int total) {
                call.timing().reached(step.name().toLowerCase(Locale.ROOT) + " " + done + "/" + total);
            }

            @Override
            public void serverWorks() {
                if (!told) {
                    told = true;
                    call.say("sign.server.works");
                }
            }
        };
    }

    private static SignOptions options(Call call, List<Path> files) throws UsageError {
        var folder = call.arguments().matchedOptionValue("--out", "");
        return new SignOptions(
                call.has("--level")
                        ? level(call, SignatureLevel.B)
                        : call.core().signing().wishedLevel().orElse(SignatureLevel.B),
                folder.isEmpty() ? null : Files.path(call, folder),
                suffix(call, "-signed"),
                timestampUrls(call),
                chosen(call, "--rsa-padding", RsaPadding::byName),
                chosen(call, "--hash", Sign::hashNamed),
                chosen(call, "--field", Optional::of),
                chosen(call, "--certify", Sign::certification),
                form(call),
                chosen(call, "--reason", Optional::of),
                chosen(call, "--location", Optional::of),
                visible(call),
                besideWhereNotInside(call, files));
    }

    /** XML is signed inside unless somebody says where; what is no XML, or takes no signature, is signed beside. */
    private static Map<Path, SignOptions.Own> besideWhereNotInside(Call call, List<Path> files) {
        if (!call.arguments().matchedOptionValue("--format", "").equals(SignatureForm.XADES_DETACHED.format())
                || call.has("--packaging")) {
            return Map.of();
        }
        var beside = new SignOptions.Own(
                Optional.of(SignatureForm.XADES_DETACHED),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return files.stream()
                .distinct()
                .filter(file -> !FileSigning.fits(file, SignatureForm.XADES_ENVELOPED))
                .collect(Collectors.toMap(Function.identity(), file -> beside));
    }

    private static Optional<SignatureForm> form(Call call) throws UsageError {
        var format = call.arguments().matchedOptionValue("--format", "");
        var packaging = Optional.of(call.arguments().matchedOptionValue("--packaging", ""))
                .filter(name -> !name.isEmpty());
        if (format.isEmpty() && packaging.isPresent()) {
            throw new UsageError(call.words().text("sign.packaging.alone"));
        }
        var form = SignatureForm.byName(format, packaging);
        if (!format.isEmpty() && form.isEmpty()) {
            var together = packaging.map(name -> format + " " + name).orElse(format);
            throw new UsageError(call.words().text("option.value.unknown", "--format", together));
        }
        var onPages = List.of("--visible", "--anchor", "--image", "--reason", "--location", "--field", "--certify");
        if (form.filter(each -> each != SignatureForm.PADES).isPresent()
                && onPages.stream().anyMatch(call::has)) {
            throw new UsageError(call.words().text("sign.pdf.only"));
        }
        return form;
    }

    /** A place, or a field, which has one or is not seen; the picture of a seal alone would be seen nowhere. */
    private static Optional<SignOptions.Visible> visible(Call call) throws UsageError {
        var place = chosen(call, "--visible", Sign::place);
        var anchor = anchor(call);
        var png = call.arguments().matchedOptionValue("--image", "");
        if (place.isPresent() && call.has("--field")) {
            throw new UsageError(call.words().text("sign.visible.field"));
        }
        if (anchor.isPresent() && (place.isPresent() || call.has("--field"))) {
            throw new UsageError(call.words().text("sign.anchor.alone"));
        }
        if (place.isEmpty() && anchor.isEmpty() && !call.has("--field")) {
            if (!png.isEmpty()) {
                throw new UsageError(call.words().text("sign.image.nowhere"));
            }
            return Optional.empty();
        }
        return Optional.of(new SignOptions.Visible(
                place,
                anchor,
                png.isEmpty() ? Optional.empty() : Optional.of(Files.path(call, png)),
                call.words().language(),
                ZoneId.systemDefault()));
    }

    private static Optional<SignOptions.Anchor> anchor(Call call) throws UsageError {
        var text = call.arguments().matchedOptionValue("--anchor", "");
        var which = chosen(call, "--anchor-which", Sign::which);
        var size = chosen(call, "--anchor-size", Sign::size);
        if (text.isBlank()) {
            if (call.has("--anchor") || which.isPresent() || size.isPresent()) {
                throw new UsageError(call.words().text("sign.anchor.missing"));
            }
            return Optional.empty();
        }
        var box = size.orElse(USUAL_SIZE);
        return Optional.of(
                new SignOptions.Anchor(text, which.orElse(SignOptions.Anchor.Which.ONLY), box.width(), box.height()));
    }

    private static Optional<SignOptions.Anchor.Which> which(String name) {
        return switch (name) {
            case "first" -> Optional.of(SignOptions.Anchor.Which.FIRST);
            case "last" -> Optional.of(SignOptions.Anchor.Which.LAST);
            default -> Optional.empty();
        };
    }

    /** In points. */
    private record Size(double width, double height) {}

    private static Optional<Size> size(String numbers) {
        if (!numbers.matches(POSITIVE + "," + POSITIVE)) {
            return Optional.empty();
        }
        var parts = numbers.split(",", -1);
        return Optional.of(new Size(Double.parseDouble(parts[0]), Double.parseDouble(parts[1])))
                .filter(each -> each.width() > 0 && each.height() > 0);
    }

    private static Optional<SignOptions.Place> place(String numbers) {
        if (!numbers.matches("-?[1-9][0-9]{0,5}(," + POSITIVE + "){4}")) {
            return Optional.empty();
        }
        var parts = numbers.split(",", -1);
        var place = new SignOptions.Place(
                Integer.parseInt(parts[0]),
                Double.parseDouble(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]),
                Double.parseDouble(parts[4]));
        return Optional.of(place).filter(each -> each.width() > 0 && each.height() > 0);
    }

    /** The level asked for, if it is {@code lowest} or above. */
    static SignatureLevel level(Call call, SignatureLevel lowest) throws UsageError {
        var name = call.arguments().matchedOptionValue("--level", "");
        var available = Arrays.stream(SignatureLevel.values())
                .filter(level -> level.compareTo(lowest) >= 0)
                .toList();
        for (var level : available) {
            if (level.name().equals(name)) {
                return level;
            }
        }
        var names = available.stream().map(Enum::name).collect(Collectors.joining(", "));
        throw new UsageError(call.words().text("sign.level.unknown", name, names));
    }

    /** The timestamp authorities named; a slip of the keyboard is told before anything is signed. */
    static List<String> timestampUrls(Call call) throws UsageError {
        var urls = call.arguments().matchedOptionValue("--tsa", List.<String>of());
        for (var url : urls) {
            if (!LevelRaising.namesAuthority(url)) {
                throw new UsageError(call.words().text("option.value.unknown", "--tsa", url));
            }
        }
        return urls;
    }

    static String suffix(Call call, String usual) throws UsageError {
        var suffix = call.arguments().matchedOptionValue("--suffix", usual);
        if (suffix.matches(".*[/\\\\\\x00].*") || suffix.length() > 60) {
            throw new UsageError(call.words().text("sign.suffix.wrong"));
        }
        return suffix;
    }

    private static <T> Optional<T> chosen(Call call, String option, Function<String, Optional<T>> byName)
            throws UsageError {
        var name = call.arguments().matchedOptionValue(option, "");
        var value = byName.apply(name);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (value.isEmpty()) {
            throw new UsageError(call.words().text("option.value.unknown", option, name));
        }
        return value;
    }

    private static Optional<Integer> certification(String name) {
        return Optional.of(name).filter(each -> each.matches("[123]")).map(Integer::valueOf);
    }

    private static Optional<HashAlgorithm> hashNamed(String name) {
        return Arrays.stream(HashAlgorithm.values())
                .filter(hash -> hash.jcaName().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    private static void show(Call call, SigningErrand.PreparedOrder order) {
        call.say("sign.list");
        var findings = order.findings().iterator();
        for (var item : order.items()) {
            var file = Call.shown(item.document().file());
            call.terminal()
                    .err(item.hash()
                            .fold(
                                    hash -> call.words()
                                            .text(
                                                    item.document().pages() == 0 ? "sign.item.file" : "sign.item",
                                                    file,
                                                    item.document().pages(),
                                                    item.document().sizeBytes()),
                                    why -> call.words().text("sign.item.refused", file, call.sentence(why))));
            findings.next().forEach(finding -> call.terminal().err(Inspect.line(call, finding)));
        }
        if (!call.has("--repair") && order.items().stream().anyMatch(Sign::damaged)) {
            call.say("sign.repair.hint");
        }
        var leaving = order.leaving();
        if (leaving.isEmpty()) {
            return;
        }
        var certificate = order.key().certificate();
        call.say(
                "sign.key",
                certificate == null ? "" : certificate.subject(),
                KeyKinds.typed(order.key().algorithm(), call.words().language()),
                order.key().keyId());
        call.say("sign.code", order.comparisonCode());
        call.say(
                "sign.leaving",
                leaving.size(),
                leaving.stream().mapToInt(each -> each.hash().size()).sum());
        if (order.level() != SignatureLevel.B) {
            call.say("sign.leaving.level", order.level().name());
        }
    }

    private static boolean damaged(Order.Item item) {
        return item.hash()
                .refusal()
                .filter(why -> why.code() == ProblemCode.DOCUMENT_DAMAGED)
                .isPresent();
    }

    private static boolean confirmed(Call call) {
        if (call.has("--yes")) {
            return true;
        }
        var answer = call.terminal().ask(call.words().text("sign.ask") + " ").orElse("");
        var yes = List.of("y", "yes", "はい").contains(answer.strip().toLowerCase(Locale.ROOT));
        if (!yes) {
            call.say("sign.cancelled");
        }
        return yes;
    }

    /** File arguments. */
    static final class Files {
        private Files() {}

        static List<Path> of(Call call) throws UsageError {
            var files = new ArrayList<Path>();
            List<String> names = call.arguments().matchedPositionalValue(0, List.<String>of());
            for (var name : names) {
                files.add(path(call, name));
            }
            return files;
        }

        static Path path(Call call, @Nullable String name) throws UsageError {
            try {
                return Path.of(String.valueOf(name));
            } catch (InvalidPathException e) {
                throw new UsageError(call.words().text("file.name.wrong"));
            }
        }
    }
}
