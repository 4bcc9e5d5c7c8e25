package dev.natsuin.desktop.app;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Order;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Signing;
import dev.natsuin.protocol.bytes.Secret;
import java.time.Duration;
import java.util.List;

/** Somebody who signs as everybody does, for tests of what they do besides. */
abstract class SigningAsUsual implements Signing {
    private final Signing other = FakeDesk.enrolled(Duration.ZERO);

    @Override
    public List<SignatureLevel> levels() {
        return other.levels();
    }

    @Override
    public Answer<Order> prepare(
            List<DocumentFacts> documents, KeyRow key, SignOptions options, Progress progress, Cancellation cancel) {
        return other.prepare(documents, key, options, progress, cancel);
    }

    @Override
    public Answer<List<SignResult>> sign(Order order, Secret pin, Progress progress, Cancellation cancel) {
        return other.sign(order, pin, progress, cancel);
    }

    @Override
    public Answer<List<SignResult>> askAgain(Order order, Progress progress, Cancellation cancel) {
        return other.askAgain(order, progress, cancel);
    }
}
