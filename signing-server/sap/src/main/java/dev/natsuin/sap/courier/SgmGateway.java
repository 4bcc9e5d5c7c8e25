package dev.natsuin.sap.courier;

import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.EpochsCall;
import dev.natsuin.link.message.PeopleLeftCall;
import dev.natsuin.link.message.SeesPeopleCall;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.List;
import java.util.Optional;

/**
 * What the SGM does for the SAP, whatever lies between the two.
 *
 * <p>Nothing that comes back has been checked. Thread-safe; every method blocks for one exchange and throws
 * {@link SgmAway} if none took place. What anybody may ask, all but statements, their outcomes and who sees people,
 * gives way to those: there may be {@link SgmAway#busy no room} for it.
 */
public interface SgmGateway {
    /**
     * Hands a sealed statement over; gives the answer token, or how far the SGM is with it.
     *
     * @throws SgmAway also if it does nothing until its clock is set right
     */
    Progress statement(StatementCall call);

    /**
     * How far the SGM is with a statement that was handed over before. The SGM never waits for the end.
     *
     * @param sealedSha256 SHA-256 of its sealed octets
     */
    Progress outcome(Bytes sealedSha256);

    /** The hello token for a nonce of 16 octets. */
    String hello(Bytes nonce);

    /** The descriptor token for this server's address and TLS keys. */
    String descriptor(DescriptorCall call);

    /**
     * The answer to a consistency question, to be read by {@link ConsistencyCall#readProof}; nothing if the SGM refuses
     * the question, as it does for sizes its log never had.
     */
    Optional<Bytes> consistency(ConsistencyCall call);

    /**
     * The answer to a question for epochs, to be read by {@link EpochsCall#readEntries}; nothing if the SGM refuses it.
     */
    Optional<Bytes> epochs(EpochsCall call);

    /**
     * The answer to a question for new identity keys, to be read by {@link EpochsCall#readEntries}; nothing if the SGM
     * refuses it.
     */
    Optional<Bytes> successions(EpochsCall call);

    /** Why a device may not be told of other people, as the SGM says now; nothing if it may. */
    Optional<ProblemCode> peopleRefusal(SeesPeopleCall call);

    /**
     * Ids of people who ended long enough ago.
     *
     * @throws SgmAway also if it is an SGM of before it could be asked
     */
    List<String> peopleLeft(PeopleLeftCall call);

    /** A publication of the CA by its name, as {@code ca.cer} or {@code ca-2.crl}; nothing if it has none so called. */
    Optional<Bytes> publication(String name);

    /** An OCSPResponse for what should be an OCSPRequest, DER. */
    Bytes ocsp(Bytes request);

    /** A TimeStampResp for what should be a TimeStampReq, DER. */
    Bytes timestamp(Bytes request);
}
