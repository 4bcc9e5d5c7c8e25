package dev.natsuin.sap.http;

import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.account.Account;
import dev.natsuin.sap.credential.Credentials;
import dev.natsuin.sap.csc.CscOutcome;
import dev.natsuin.sap.csc.CscRefusal;
import dev.natsuin.sap.csc.ServiceInfo;
import dev.natsuin.sap.signing.SignHash;
import dev.natsuin.sap.signing.SignPolling;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpStatus;

/** The CSC API v2 under {@code /csc/v2}. */
public record CscEndpoints(ServiceInfo info, Credentials credentials, SignHash signHash, SignPolling signPolling) {
    static final String SIGN_HASH_PATH = "/csc/v2/signatures/signHash";

    /**
     * What an order may need of memory for each octet of its body: the answer to 10,000 RSA-4096 hashes, which are one
     * million octets, is some 60 times as long in the forms it passes through.
     */
    private static final int WORK_PER_OCTET = 64;

    /** The same for ML-DSA, whose signatures are six times as long as those of RSA-4096 and whose hashes twice. */
    private static final int WORK_PER_OCTET_ML_DSA = 192;

    private static final long NO_WORK = 0;

    private interface Method {
        CompletableFuture<CscOutcome> of(Account account, JsonObject request);
    }

    Reply info(Context context) throws HttpRefusal {
        Body.lenient(context); // "lang" is all it may say, and there is one language
        return Reply.ok(info.toJson());
    }

    CompletableFuture<Reply> list(Context context) throws HttpRefusal {
        return authorised(context, NO_WORK, at(credentials::list));
    }

    CompletableFuture<Reply> credentialInfo(Context context) throws HttpRefusal {
        return authorised(context, NO_WORK, at(credentials::info));
    }

    CompletableFuture<Reply> sign(Context context) throws HttpRefusal {
        var patience = Preference.patience(context);
        return authorised(
                context, workOf(Arrival.of(context)), (account, request) -> signHash.sign(account, request, patience));
    }

    /** What the answer to an order may need of memory. */
    static long workOf(Arrival order) {
        var perOctet = mayOrderMlDsa(order.body()) ? WORK_PER_OCTET_ML_DSA : WORK_PER_OCTET;
        return perOctet * (long) order.body().size();
    }

    /** Told before the body is parsed: with an escape in it, which no order needs, it may name what it likes. */
    private static boolean mayOrderMlDsa(Bytes body) {
        var text = new String(body.toArray(), StandardCharsets.ISO_8859_1);
        return text.contains(SignAlgorithm.ML_DSA_65.oid()) || text.contains("\\u");
    }

    CompletableFuture<Reply> poll(Context context) throws HttpRefusal {
        var patience = Preference.patienceOfPolling(context);
        return authorised(
                context, Arrival.OPERATION_WORK, (account, request) -> signPolling.poll(account, request, patience));
    }

    /** A method that is done at once. */
    private static Method at(BiFunction<Account, JsonObject, CscOutcome> method) {
        return (account, request) -> CompletableFuture.completedFuture(method.apply(account, request));
    }

    private CompletableFuture<Reply> authorised(Context context, long work, Method method) throws HttpRefusal {
        if (Bearer.token(context).isEmpty()) {
            return CompletableFuture.completedFuture(
                    refused(CscRefusal.invalid("Malformed authorization header"), Optional.empty()));
        }
        var account = Bearer.required(context);
        Arrival.of(context).takeForWork(work);
        var asksAgain = Preference.asksAgain(context);
        return method.of(account, Body.lenient(context)).thenApply(outcome -> reply(outcome, asksAgain));
    }

    private static Reply reply(CscOutcome outcome, boolean asksAgain) {
        if (outcome instanceof CscOutcome.Done done) {
            return Reply.ok(done.body());
        } else if (outcome instanceof CscOutcome.Refused refused) {
            var told = refused(refused.refusal(), refused.answer());
            return told.status() == HttpStatus.ACCEPTED_202 ? told.retryAfter(Reply.SOON) : told;
        } else if (outcome instanceof CscOutcome.Working working) {
            // Who did not say that it would ask again knows only that there is no answer yet: the same octets again.
            return asksAgain
                    ? Reply.working(working.operation())
                    : Face.CSC.refusal(ProblemCode.SERVER_BUSY, ProblemCode.SERVER_BUSY.httpStatus());
        }
        throw new IllegalStateException("an outcome that is not known");
    }

    private static Reply refused(CscRefusal refusal, Optional<String> answer) {
        return Face.csc(refusal, refusal.error(), answer);
    }

    static Reply notImplemented(Context context) {
        return Face.CSC.refusal(ProblemCode.METHOD_NOT_IMPLEMENTED, ProblemCode.METHOD_NOT_IMPLEMENTED.httpStatus());
    }
}
