package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.ActivityReport;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Desk;
import dev.natsuin.desktop.desk.DeskServices;
import dev.natsuin.desktop.desk.DeskState;
import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.Documents;
import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Order;
import dev.natsuin.desktop.desk.Pages;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.ServerFacts;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Signing;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;

/** A desk without a core: enrols nobody and refuses everything. To be replaced by the core's own services. */
public final class UnbuiltDesk implements Desk, Documents, Signing, Enrolling {
    private UnbuiltDesk() {}

    /** Services that refuse everything with {@code method-not-implemented}. */
    public static DeskServices services() {
        var desk = new UnbuiltDesk();
        return new DeskServices(
                desk,
                desk,
                desk,
                file -> refused(),
                () -> new ActivityReport(
                        List.of(),
                        new ActivityReport.Freshness.NotConfirmedSince(
                                null, Problem.of(ProblemCode.METHOD_NOT_IMPLEMENTED))),
                desk);
    }

    private static <T> Answer<T> refused() {
        return Answer.refused(ProblemCode.METHOD_NOT_IMPLEMENTED);
    }

    @Override
    public DeskState state() {
        return new DeskState.NotEnrolled();
    }

    @Override
    public Answer<ServerFacts> server() {
        return refused();
    }

    @Override
    public Answer<List<KeyRow>> keys() {
        return refused();
    }

    @Override
    public Answer<DocumentFacts> facts(Path file) {
        return refused();
    }

    @Override
    public Answer<Pages> openPages(DocumentFacts document) {
        return refused();
    }

    @Override
    public List<SignatureLevel> levels() {
        return List.of(SignatureLevel.B);
    }

    @Override
    public Answer<Order> prepare(
            List<DocumentFacts> documents, KeyRow key, SignOptions options, Progress progress, Cancellation cancel) {
        return refused();
    }

    @Override
    public Answer<List<SignResult>> sign(Order order, Secret pin, Progress progress, Cancellation cancel) {
        return refused();
    }

    @Override
    public Answer<CodeFacts> read(Secret code) {
        return refused();
    }

    @Override
    public boolean strongEnough(Secret pin) {
        return false;
    }

    @Override
    public Answer<Enrolled> enrol(Secret code, Secret pin, Listener listener) {
        return refused();
    }
}
