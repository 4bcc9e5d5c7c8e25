package dev.natsuin.sgm.door;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.link.LinkHandler;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.EpochsCall;
import dev.natsuin.link.message.OutcomeCall;
import dev.natsuin.link.message.PeopleLeftCall;
import dev.natsuin.link.message.SeesPeopleCall;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.activation.Activation;
import dev.natsuin.sgm.activation.Progress;
import dev.natsuin.sgm.certificate.Publisher;
import dev.natsuin.sgm.key.KeyStoreUnavailable;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.TombstoneRow;
import dev.natsuin.sgm.service.SealingKeys;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.storage.StorageFault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the SAP may ask: hello, statements, the PKI's files and services, proofs that the log grew, the descriptor.
 *
 * <p>Nothing here uses a signing key except through a {@link Activation statement}. Thread-safe.
 */
public final class Door implements LinkHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private static final Duration DESCRIPTOR_LIFE = Duration.ofDays(7);

    /** The descriptor holds from a little earlier, for readers whose clock is a little behind. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    /** Half of the database's readers, and fewer than there are connections by far. */
    private static final int QUESTIONS_AT_ONCE = 2;

    /** Much longer than a full queue of them takes, and shorter than anybody's patience. */
    private static final Duration QUESTION_WAITS = Duration.ofSeconds(5);

    private final Counter counter = new Counter(QUESTIONS_AT_ONCE, QUESTION_WAITS);
    private final Clock clock;
    private final Records records;
    private final ServiceKeys keys;
    private final SealingKeys sealingKeys;
    private final SignatureLog log;
    private final Publisher publisher;
    private final Activation activation;

    /** Over the features. */
    public Door(
            Clock clock,
            Records records,
            ServiceKeys keys,
            SealingKeys sealingKeys,
            SignatureLog log,
            Publisher publisher,
            Activation activation) {
        this.clock = clock;
        this.records = records;
        this.keys = keys;
        this.sealingKeys = sealingKeys;
        this.log = log;
        this.publisher = publisher;
        this.activation = activation;
    }

    @Override
    public LinkAnswer handle(LinkOperation operation, Bytes body) {
        try {
            return switch (operation) {
                case STATEMENT -> statement(StatementCall.read(body));
                case OUTCOME -> outcome(OutcomeCall.read(body));
                case SEES_PEOPLE -> seesPeople(SeesPeopleCall.read(body));
                default -> counter.ask(() -> anybodys(operation, body));
            };
        } catch (Malformed e) {
            return LinkAnswer.refused(Bytes.utf8(String.valueOf(e.getMessage())));
        }
    }

    /** What anybody may ask, so that nobody knows how often it is; and what can wait. */
    private LinkAnswer anybodys(LinkOperation operation, Bytes body) throws Malformed {
        return switch (operation) {
            case HELLO -> hello(body);
            case PKI -> pki(body.toUtf8());
            case CONSISTENCY -> consistency(ConsistencyCall.read(body));
            case EPOCHS -> epochs(EpochsCall.read(body));
            case SUCCESSIONS -> successions(EpochsCall.read(body));
            case DESCRIPTOR -> descriptor(DescriptorCall.read(body));
            case STATUS -> LinkAnswer.ok(Bytes.utf8(keys.identityHash().toHex()));
            case OCSP -> LinkAnswer.ok(publisher.ocsp().answer(body, now()));
            case TIMESTAMP ->
                LinkAnswer.ok(publisher.timestamps().answer(body, now(), records.read(SignatureLog::newest)));
            case PING -> LinkAnswer.ok(body);
            case PEOPLE_LEFT -> peopleLeft(PeopleLeftCall.read(body));
            case STATEMENT, OUTCOME, SEES_PEOPLE -> throw new IllegalArgumentException("not anybody's question");
        };
    }

    private LinkAnswer statement(StatementCall call) {
        try {
            return said(activation.answer(call));
        } catch (StorageFault e) {
            if (e.keptNothing()) {
                LOG.warn("statement not taken reason={}", e.getMessage());
                return LinkAnswer.busy();
            }
            throw e;
        } catch (KeyStoreUnavailable e) {
            LOG.warn("statement not taken reason={}", e.getMessage());
            return LinkAnswer.busy();
        } catch (SgmFault e) {
            if (e.isOfTheClock()) {
                LOG.error("statement not taken reason={}", e.getMessage());
                return LinkAnswer.clockBehind();
            }
            throw e;
        }
    }

    private LinkAnswer seesPeople(SeesPeopleCall call) {
        return LinkAnswer.ok(SeesPeopleCall.answer(activation.peopleRefusal(call.user(), call.device())));
    }

    private LinkAnswer peopleLeft(PeopleLeftCall call) {
        var left = records.read(rows -> {
            var time = Stream.of(now(), call.now(), SignatureLog.newest(rows)).min(Comparator.naturalOrder());
            return rows.peopleLeft(
                    time.orElseThrow().minus(Duration.ofDays(call.days())),
                    call.after().orElse(""),
                    PeopleLeftCall.MOST);
        });
        return LinkAnswer.ok(
                PeopleLeftCall.answer(left.stream().map(TombstoneRow::id).toList()));
    }

    private LinkAnswer outcome(OutcomeCall call) {
        return said(activation.outcome(call.sealedSha256()));
    }

    private static LinkAnswer said(Progress progress) {
        if (progress instanceof Progress.Answered answered) {
            return LinkAnswer.ok(Bytes.utf8(answered.token()));
        } else if (progress instanceof Progress.Working) {
            return LinkAnswer.working();
        } else if (progress instanceof Progress.Busy) {
            return LinkAnswer.busy();
        } else if (progress instanceof Progress.Unknown) {
            return LinkAnswer.unknown();
        }
        throw new IllegalStateException("a progress that is not known");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private LinkAnswer hello(Bytes nonce) throws Malformed {
        if (nonce.size() != Hello.NONCE_SIZE_BYTES) {
            throw new Malformed("a nonce of the wrong length");
        }
        var identity = keys.identity();
        var now = now();
        var hello = new Hello(
                keys.identityHash(), nonce, now, sealingKeys.current(now), log.key(), records.read(log::checkpoint));
        var token = keys.signed(hello::sign);
        // A new identity key may have come in between: what it signs names a log that tells of it.
        return keys.identity().equals(identity) ? LinkAnswer.ok(Bytes.utf8(token)) : hello(nonce);
    }

    private LinkAnswer pki(String name) throws Malformed {
        return publisher
                .file(name, () -> records.read(Rows::revocations), now())
                .map(LinkAnswer::ok)
                .orElseThrow(() -> new Malformed("a file the PKI does not have"));
    }

    private LinkAnswer consistency(ConsistencyCall call) throws Malformed {
        var size = records.read(Rows::logSize);
        if (call.first() > call.second() || call.second() > size) {
            throw new Malformed("sizes the log never had");
        }
        var proof = records.read(rows -> log.consistency(rows, call.first(), call.second()));
        return LinkAnswer.ok(ConsistencyCall.proof(proof));
    }

    private LinkAnswer epochs(EpochsCall call) throws Malformed {
        if (call.size() < 1 || call.size() > records.read(Rows::logSize)) {
            throw new Malformed("a size the log never had");
        }
        return LinkAnswer.ok(EpochsCall.entries(records.read(rows -> log.epochs(rows, call.size()))));
    }

    private LinkAnswer successions(EpochsCall call) throws Malformed {
        if (call.size() < 1 || call.size() > records.read(Rows::logSize)) {
            throw new Malformed("a size the log never had");
        }
        return LinkAnswer.ok(EpochsCall.entries(records.read(rows -> log.successions(rows, call.size()))));
    }

    private LinkAnswer descriptor(DescriptorCall call) {
        var now = now();
        return LinkAnswer.ok(Bytes.utf8(keys.signed(identity -> new Descriptor(
                        identity.publicKey(),
                        call.url(),
                        call.tlsKeys(),
                        now.minus(BACKDATED),
                        now.plus(DESCRIPTOR_LIFE))
                .sign(identity))));
    }
}
