package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.SealedKeys;
import dev.natsuin.sgm.level.ImportRule;
import dev.natsuin.sgm.log.Epochs;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.service.SealingKeys;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;

/**
 * What an {@link Activation} is made of.
 *
 * @param clock the SGM's time
 * @param records its rows
 * @param guard its row key
 * @param serviceKeys its lasting keys
 * @param vault what wraps them
 * @param sealingKeys its sealing keys
 * @param log its log
 * @param keyStore what guards signing keys
 * @param authority its certification authority
 * @param random for ids
 * @param level the level the server declares
 * @param rules what counts as long work and how much of it there may be
 * @param importRule whether keys that were made elsewhere are taken in
 * @param twoPersons whether two are wanted to admit staff and to begin anew with a person
 * @param experimental which experimental kinds of keys are made
 */
public record ActivationWiring(
        Clock clock,
        Records records,
        RowGuard guard,
        ServiceKeys serviceKeys,
        Vault vault,
        SealingKeys sealingKeys,
        SignatureLog log,
        KeyStore keyStore,
        CertificateAuthority authority,
        SecureRandom random,
        int level,
        WorkRules rules,
        ImportRule importRule,
        boolean twoPersons,
        Set<KeyAlgorithm> experimental) {
    /** Puts it together. */
    public Activation activation() {
        var answers = new Answers(serviceKeys, sealingKeys);
        var sealedKeys = new SealedKeys(guard, random);
        var identityHash = serviceKeys.identityHash();
        var freshness = new Freshness(identityHash, records.read(Epochs::of).restored());
        var levels = new DeviceLevels(level);
        var transportKeys = new TransportKeys(keyStore.pauseBetweenTransportKeys());
        var imports = new Imports(keyStore, transportKeys, importRule, identityHash, random);
        return new Activation(
                clock,
                records,
                guard,
                sealingKeys,
                log,
                new Acts(
                        new OfferedKeys(keyStore, experimental),
                        keyStore,
                        sealedKeys,
                        authority,
                        identityHash,
                        random,
                        guard,
                        level,
                        imports,
                        new SecondPerson(twoPersons),
                        new IdentityRenewal(serviceKeys, vault, random),
                        new SignedNames(log)),
                new Queries(log, authority, levels, answers, imports),
                new Enrolment(guard, sealedKeys, log, answers, freshness),
                answers,
                freshness,
                levels,
                rules,
                transportKeys);
    }
}
