package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.Verifier;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.document.NewFile;
import dev.natsuin.desktop.document.report.JsonReport;
import dev.natsuin.desktop.document.report.Report;
import dev.natsuin.desktop.document.report.ReportedFile;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code verify}: one line of verdict for each file, and a report of all of them if one is wished for. */
final class Verify {
    private Verify() {}

    /** Where a report goes, and as what. */
    private record Target(Path file, Report.Form form) {}

    static Exit run(Call call) throws Refusal, UsageError {
        var name = call.arguments().matchedOptionValue("--detached", "");
        var files = Sign.Files.of(call);
        if (!name.isEmpty() && files.size() > 1) {
            throw new UsageError(call.words().text("verify.detached.one"));
        }
        var detached = name.isEmpty() ? Optional.<Path>empty() : Optional.of(Sign.Files.path(call, name));
        var target = target(call);
        var lists = paths(call, "--trusted-list");
        var preferred = call.core().profile().config().verifying().listSigners();
        if (!lists.isEmpty() && !call.has("--list-signer") && preferred.isEmpty()) {
            throw new UsageError(call.words().text("verify.list.signer"));
        }
        var errand = call.core()
                .verifier()
                .errand(new Verifier.Wishes(
                        paths(call, "--trust"),
                        call.has("--trust-system"),
                        lists,
                        paths(call, "--list-signer"),
                        call.has("--offline"),
                        target.filter(each -> each.form() == Report.Form.XML).isPresent()));
        if (target.filter(each -> NewFile.isTaken(each.file())).isPresent()) {
            throw new Refusal(ProblemCode.TARGET_EXISTS);
        }
        var found = verified(call, errand, files, detached, target.map(Target::form));
        if (target.isPresent()) {
            errand.write(
                    found,
                    target.get().file(),
                    target.get().form(),
                    call.words().language(),
                    ZoneId.systemDefault());
            call.say("verify.report", Call.shown(target.get().file()));
        }
        return found.stream().map(Verify::exit).reduce(Exit.DONE, Exit::and);
    }

    private static List<Path> paths(Call call, String option) throws UsageError {
        var paths = new ArrayList<Path>();
        for (var file : call.arguments().matchedOptionValue(option, List.<String>of())) {
            paths.add(Sign.Files.path(call, file));
        }
        return paths;
    }

    private static Optional<Target> target(Call call) throws UsageError {
        var name = call.arguments().matchedOptionValue("--report", "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var form = Report.Form.of(name)
                .orElseThrow(() -> new UsageError(call.words().text("verify.report.form")));
        return Optional.of(new Target(Sign.Files.path(call, name), form));
    }

    /** A password is asked for at the first file that needs one, once. */
    private static List<ReportedFile> verified(
            Call call, Verifier.Errand errand, List<Path> files, Optional<Path> detached, Optional<Report.Form> form) {
        var found = new ArrayList<ReportedFile>();
        @Nullable Secret password = null;
        try {
            for (var file : files) {
                var one = verified(errand, file, detached, Optional.ofNullable(password), form);
                if (password == null && isEncrypted(one)) {
                    password = call.documentPassword().orElseGet(() -> Secret.taking(new byte[0]));
                    one = verified(errand, file, detached, Optional.of(password), form);
                }
                found.add(one);
                one.outcome().fold(verification -> show(call, verification), why -> call.refused(file, why));
            }
            return found;
        } finally {
            if (password != null) {
                password.close();
            }
        }
    }

    private static ReportedFile verified(
            Verifier.Errand errand,
            Path file,
            Optional<Path> detached,
            Optional<Secret> password,
            Optional<Report.Form> form) {
        var secret = password.filter(each -> each.size() > 0);
        if (form.isEmpty()) {
            return errand.alone(file, detached, secret);
        }
        var forPeople = form.get() == Report.Form.HTML || form.get() == Report.Form.PDF;
        return errand.reported(file, detached, secret, forPeople);
    }

    private static boolean isEncrypted(ReportedFile one) {
        return one.outcome()
                .refusal()
                .filter(why -> why.code() == ProblemCode.DOCUMENT_ENCRYPTED)
                .isPresent();
    }

    private static Exit exit(ReportedFile one) {
        return one.outcome()
                .fold(
                        found -> switch (found.verdict()) {
                            case VALID -> Exit.DONE;
                            case CHANGED, INVALID -> Exit.SOME_FAILED;
                            case INDETERMINATE, UNSIGNED -> Exit.SOME_OPEN;
                        },
                        why -> Exit.SOME_FAILED);
    }

    private static Exit show(Call call, Verification found) {
        var verdict = found.verdict().name().toLowerCase(Locale.ROOT);
        var text = new StringBuilder(call.words()
                .text("verify.file", Call.shown(found.file()), call.words().text("verify." + verdict)));
        for (var signature : found.signatures()) {
            text.append('\n').append(shown(call, signature));
            signature.changes().forEach(change -> text.append('\n').append(shown(call, change)));
            reason(call, signature.subIndication())
                    .or(() -> missing(call, found, signature.evidence().path()))
                    .ifPresent(sentence -> text.append('\n').append(sentence));
        }
        for (var timestamp : found.timestamps()) {
            text.append('\n').append(shown(call, timestamp));
            missing(call, found, timestamp.path())
                    .ifPresent(sentence -> text.append('\n').append(sentence));
        }
        call.result(JsonReport.verification(found), text.toString());
        if (found.signatures().stream().anyMatch(each -> each.subIndication().equals("SIGNED_DATA_NOT_FOUND"))) {
            call.say("verify.detached.missing", Call.shown(found.file()));
        }
        return Exit.DONE;
    }

    /** What time has done to it; asking anybody again changes nothing then. */
    private static Optional<String> reason(Call call, String subIndication) {
        var key = "verify.reason." + subIndication;
        return call.words().has(key) ? Optional.of(call.words().text(key)) : Optional.empty();
    }

    /** Whom to ask for what is not known. */
    private static Optional<String> missing(Call call, Verification found, List<Verification.Certificate> path) {
        var places = path.stream()
                .flatMap(each -> each.unanswered().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return found.asked() && !places.isEmpty()
                ? Optional.of(call.words().text("verify.states.silent", places))
                : Optional.empty();
    }

    private static String shown(Call call, Verification.Signature signature) {
        var time = signature.time();
        return call.words()
                .text(
                        "verify.signature",
                        named(call, signature.signer(), "verify.signer.unknown"),
                        named(call, signature.level(), "verify.level.unknown"),
                        signature.indication().name(),
                        time == null ? call.words().text("verify.time.unknown") : Call.shown(time));
    }

    private static String shown(Call call, Verification.Change change) {
        var what = call.words().text("verify.change." + change.code());
        return change.pages().isEmpty()
                ? call.words().text("verify.change", what)
                : call.words()
                        .text(
                                "verify.change.page",
                                what,
                                change.pages().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    private static String shown(Call call, Verification.Timestamp timestamp) {
        return call.words()
                .text(
                        timestamp.believed() ? "verify.timestamp" : "verify.timestamp.unknown",
                        Call.shown(timestamp.time()),
                        named(call, timestamp.authority(), "verify.signer.unknown"));
    }

    /** A signature that is cut off or damaged says nothing of itself. */
    private static String named(Call call, String name, String unknown) {
        return name.isEmpty() ? call.words().text(unknown) : name;
    }
}
