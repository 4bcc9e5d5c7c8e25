package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Stopping;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.LevelCopy;
import dev.natsuin.desktop.document.OutputNames;
import dev.natsuin.desktop.document.level.LevelRaising;
import dev.natsuin.desktop.document.level.TimestampTrial;
import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.remote.PublicServices;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Raises signatures to levels that last, with the services the owner prefers. */
public final class Levels {
    /** How long a service may take; several may be asked for each file. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Profile profile;
    private final SecureRandom random;
    private final InstantSource clock;
    private final PublicServices services;

    Levels(Profile profile, Surroundings surroundings, InstantSource clock) {
        this.profile = profile;
        this.random = surroundings.random();
        this.services = new PublicServices(PATIENCE, surroundings.ways());
        this.clock = clock;
    }

    /**
     * Raises by these timestamp authorities.
     *
     * @param timestampUrls in order; if there are none, those of the profile, else the signer's own authority
     */
    LevelRaising raising(List<String> timestampUrls) throws Refusal {
        return raising(timestampUrls, Stopping.NEVER);
    }

    /**
     * The same until somebody does not want it any more.
     *
     * @param stopping once wanted, nobody is asked any more and no further file is changed
     */
    LevelRaising raising(List<String> timestampUrls, Stopping stopping) throws Refusal {
        var asking = asking(stopping);
        var urls = timestampUrls.isEmpty() ? profile.config().tsas() : timestampUrls;
        return new LevelRaising(TrustAnchors.of(Anchors.usual(profile)), urls, asking, random, clock);
    }

    /** One timestamp from this authority, over nothing in particular. */
    TimestampTrial trial(String url) throws Refusal {
        return TimestampTrial.at(url, TrustAnchors.of(Anchors.usual(profile)), asking(Stopping.NEVER), random);
    }

    private PkiAsking asking(Stopping stopping) {
        var asked = services.until(stopping::wanted);
        return new PkiAsking() {
            @Override
            public Optional<Bytes> post(String url, String contentType, Bytes body) {
                return asked.post(url, contentType, body);
            }

            @Override
            public Optional<Bytes> get(String url) {
                return asked.get(url);
            }

            @Override
            public boolean stopped() {
                return stopping.wanted();
            }
        };
    }

    /** Files that were archived on this computer. */
    Archives archives() {
        return new Archives(profile, stopping -> raising(List.of(), stopping), clock);
    }

    /**
     * A raised copy of a signed file.
     *
     * @param detached what it signs, if that lies beside it
     * @param password of an encrypted document; stays the caller's
     * @param folder where it goes; null: beside the file
     * @param suffix put before the extension of its name
     */
    public Answer<LevelCopy.Outcome> extend(
            Path file,
            Optional<Path> detached,
            Optional<Secret> password,
            SignatureLevel wanted,
            List<String> timestampUrls,
            @Nullable Path folder,
            String suffix) {
        return Refusal.answer(() -> {
            var into = folder == null ? file.toAbsolutePath().getParent() : folder;
            if (into == null) {
                throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE);
            }
            try {
                Files.createDirectories(into);
            } catch (IOException e) {
                throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
            }
            var copy = LevelCopy.of(
                    new LevelRaising.Target(file, detached, password),
                    OutputNames.copyOf(file, into, suffix),
                    raising(timestampUrls),
                    wanted);
            copy.output()
                    .ifPresent(output ->
                            archives().remember(new LevelRaising.Target(output, detached), copy.lasting(), file));
            return copy;
        });
    }
}
