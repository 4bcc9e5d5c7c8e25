package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.CertifiedName;
import dev.natsuin.desktop.desk.KeyDesk;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.Trial;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The owner's signing keys, for a window. */
final class KeyFront implements KeyDesk {
    private final Seat seat;
    private final SigningKeys keys;
    private final TrialSignature trial;

    KeyFront(Seat seat, SigningKeys keys, TrialSignature trial) {
        this.seat = seat;
        this.keys = keys;
        this.trial = trial;
    }

    @Override
    public Answer<Trial> tryOut(Optional<String> keyId, Secret pin, Locale language, ZoneId zone) {
        return Refusal.answer(() -> trial.run(keyId, pin, language, zone));
    }

    @Override
    public Set<KeyAlgorithm> experimentalKinds() {
        return Refusal.answer(() -> seat.server(seat.owner()).signAlgorithms())
                .given()
                .map(offered -> Arrays.stream(KeyAlgorithm.values())
                        .filter(KeyAlgorithm::isExperimental)
                        .filter(kind ->
                                offered.contains(kind.defaultSignAlgorithm().oid()))
                        .collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    @Override
    public Answer<Optional<CertifiedName>> nameNow() {
        return Refusal.answer(keys::nameNow);
    }

    @Override
    public Answer<Optional<CertifiedName>> nameToOrder() {
        return Refusal.answer(keys::nameToOrder);
    }

    @Override
    public Answer<KeyRow> create(KeyAlgorithm algorithm, Optional<CertifiedName> shown, Secret pin) {
        return Refusal.answer(() -> row(keys.create(Optional.of(algorithm), shown, pin)));
    }

    @Override
    public Answer<KeyRow> renew(String keyId, Optional<CertifiedName> shown, Secret pin) {
        return Refusal.answer(() -> row(keys.renew(keyId, shown, pin)));
    }

    @Override
    public Answer<KeyRow> destroy(String keyId, Secret pin) {
        return Refusal.answer(() -> row(keys.destroy(keyId, pin)));
    }

    /** A key file that is open in a window. */
    private record Opened(KeyFileContent content) implements KeyFile {
        @Override
        public List<Guest> guests() {
            var names = content.names();
            return IntStream.range(0, content.size())
                    .mapToObj(i -> new Guest(names.get(i), Refusal.answer(() -> about(content.at(i)))))
                    .toList();
        }

        private static About about(KeyFileContent.Candidate candidate) {
            return new About(candidate.algorithm(), candidate.subject(), candidate.issuer(), candidate.notAfter());
        }

        @Override
        public void close() {
            content.close();
        }
    }

    @Override
    public Answer<KeyFile> open(Path file, Secret password) {
        return Refusal.answer(() -> {
            var content = keys.open(file, password);
            if (content.size() == 0) {
                throw new Refusal(ProblemCode.KEY_FILE_NO_KEY);
            }
            return new Opened(content);
        });
    }

    @Override
    public Answer<KeyRow> importKey(KeyFile file, int index, Secret pin) {
        return Refusal.answer(() -> {
            if (file instanceof Opened opened) {
                return row(keys.importKey(opened.content().at(index), pin));
            }
            throw new IllegalStateException("a key file that was opened elsewhere");
        });
    }

    private KeyRow row(SigningKeys.Key key) throws Refusal {
        return key.row(seat.server(seat.owner()).now());
    }
}
