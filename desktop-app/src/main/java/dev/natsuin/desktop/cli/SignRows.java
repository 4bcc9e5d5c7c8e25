package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.SigningErrand;
import dev.natsuin.desktop.core.UnfinishedOrders;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.desk.Order;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.words.FindingWords;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what became of each file, on the terminal and in a summary. */
final class SignRows {
    private final Call call;
    private final Optional<Summary> summary;
    private Exit exit = Exit.DONE;
    private int signed;
    private int all;
    private int missing;

    SignRows(Call call, Optional<Summary> summary) {
        this.call = call;
        this.summary = summary;
    }

    /**
     * One file.
     *
     * @param file the original, as it was named
     * @param documentDigest SHA-256 of it, if it was read
     * @param toBeSigned what was to be signed, if it could be
     * @param keyId which key
     * @param wanted the level wished for
     * @param findings what a signer cannot see in it
     */
    record Row(
            Path file,
            Bytes documentDigest,
            Bytes toBeSigned,
            String keyId,
            SignatureLevel wanted,
            List<Finding> findings) {}

    /** What became of a file. */
    enum Fate {
        SIGNED,
        /** The signature is there, but no file with it. */
        WITHOUT_FILE,
        NOT_SIGNED,
        /** No believed answer says whether it was signed. */
        NOT_KNOWN;

        private static Fate of(boolean signed, Answer<SignResult.Signed> outcome) {
            return outcome.fold(done -> SIGNED, why -> switch (why.code()) {
                case NOT_CONFIRMED, ANSWER_NOT_BELIEVABLE -> NOT_KNOWN;
                default -> signed ? WITHOUT_FILE : NOT_SIGNED;
            });
        }
    }

    /**
     * Only what each file had against it is told; what the whole was refused for is said once, elsewhere.
     *
     * @param whole why all others were refused, for the summary
     */
    void refused(SigningErrand.PreparedOrder order, Problem whole) {
        var findings = order.findings().iterator();
        for (var item : order.items()) {
            var row = row(order, item, findings.next());
            var own = item.hash().refusal();
            if (own.isPresent() && call.json()) {
                call.refused(item.document().file(), own.get());
            }
            count(row, false, new Answer.Refused<>(own.orElse(whole)));
        }
    }

    /** What came of an order. */
    void results(SigningErrand.PreparedOrder order, List<SignResult> results) {
        var next = results.iterator();
        var findings = order.findings().iterator();
        for (var item : order.items()) {
            var row = row(order, item, findings.next());
            if (item.hash().refusal().isPresent()) {
                result(row, false, new Answer.Refused<>(item.hash().refusal().get()));
            } else {
                var result = next.next();
                missing += result.canBeFinished() ? 1 : 0;
                result(row, true, result.outcome());
            }
        }
    }

    /** What came of an order that was finished later. */
    void result(UnfinishedOrders.Row finished) {
        missing += finished.result().canBeFinished() ? 1 : 0;
        result(
                new Row(
                        finished.result().file(),
                        finished.documentDigest(),
                        finished.toBeSigned(),
                        finished.keyId(),
                        finished.wanted(),
                        List.of()),
                finished.signed(),
                finished.result().outcome());
    }

    private static Row row(SigningErrand.PreparedOrder order, Order.Item item, List<Finding> findings) {
        return new Row(
                item.document().file(),
                item.document().sha256(),
                item.hash().given().orElse(Bytes.EMPTY),
                order.key().keyId(),
                order.level(),
                findings);
    }

    private void result(Row row, boolean isSigned, Answer<SignResult.Signed> outcome) {
        count(row, isSigned, outcome);
        outcome.refusal().ifPresent(why -> exit = exit.and(call.refused(row.file(), why)));
        outcome.given().ifPresent(done -> {
            success(row, done);
            exit = exit.and(done.notHigher().isPresent() ? Exit.SOME_OPEN : Exit.DONE);
        });
    }

    private void count(Row row, boolean isSigned, Answer<SignResult.Signed> outcome) {
        all++;
        signed += outcome.given().isPresent() ? 1 : 0;
        summary.ifPresent(file -> file.add(row, Fate.of(isSigned, outcome), outcome));
    }

    private void success(Row row, SignResult.Signed signedFile) {
        var file = Call.shown(row.file());
        var output = Call.shown(signedFile.output());
        call.result(
                JsonObject.with("file", file)
                        .and("output", output)
                        .and("level", signedFile.level().name())
                        .and("documentDigest", row.documentDigest().toHex())
                        .and("dtbsr", row.toBeSigned().toHex())
                        .and("keyId", row.keyId())
                        .and("logIndex", signedFile.logIndex())
                        .andTexts("warnings", warnings(row, signedFile))
                        .andTexts(
                                "notShown",
                                row.findings().stream()
                                        .flatMap(finding -> finding.withoutRoom().stream())
                                        .toList()),
                call.words().text("sign.done", file, output, String.valueOf(signedFile.logIndex())));
        if (!call.json()) {
            signedFile
                    .notHigher()
                    .ifPresent(why -> call.say(
                            "sign.level.reached",
                            signedFile.level().name(),
                            row.wanted().name(),
                            call.sentence(why)));
            if (signedFile.waits()) {
                call.say("sign.level.waits");
            }
        }
    }

    /** What a signer cannot see in a file, and why its level is not higher. */
    private List<String> warnings(Row row, SignResult.Signed signedFile) {
        return Stream.concat(
                        row.findings().stream()
                                .filter(finding -> finding.severity() != Finding.Severity.NOTE)
                                .map(finding -> FindingWords.sentence(
                                        finding, call.words().language())),
                        signedFile.notHigher().stream().map(call::sentence))
                .toList();
    }

    /** That was all: says how many, and writes the summary. */
    Exit end() {
        if (all > 1 && exit != Exit.DONE) {
            call.say("sign.total", signed, all);
        }
        if (missing > 0) {
            call.say("sign.missing", missing);
        }
        if (summary.isPresent()) {
            exit = exit.and(summary.get().write(call));
        }
        return exit;
    }
}
