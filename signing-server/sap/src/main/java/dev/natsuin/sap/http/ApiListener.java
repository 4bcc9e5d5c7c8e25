package dev.natsuin.sap.http;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.account.Sessions;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.courier.SgmNotBelieved;
import dev.natsuin.sap.csc.ServiceInfo;
import dev.natsuin.sap.tls.TlsIdentity;
import dev.natsuin.storage.StorageFault;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS listener (TLS 1.3 only) with our API and CSC's.
 *
 * <p>How often it may be asked say {@link HttpRates}, how much it takes {@link HttpLimits} and the {@link Gate}.
 */
public final class ApiListener {
    private static final Logger LOG = LoggerFactory.getLogger(ApiListener.class);

    /** Where Javalin names the methods of a path (RFC 9110 §15.5.6 wants them told). */
    private static final String ALLOWED = "availableMethods";

    private final ApiEndpoints api;
    private final CscEndpoints csc;
    private final Sessions sessions;
    private final Allowances allowances;
    private final Bytes logo;

    private final LaterWork laterWork = new LaterWork();

    /** With these endpoints, for people with these sessions. */
    public ApiListener(ApiEndpoints api, CscEndpoints csc, Sessions sessions, HttpRates rates, InstantSource clock) {
        this.api = api;
        this.csc = csc;
        this.sessions = sessions;
        this.allowances = new Allowances(rates, clock);
        this.logo = logo();
    }

    private static Bytes logo() {
        try (var in = ApiListener.class.getResourceAsStream("logo.png")) {
            if (in == null) {
                throw new IllegalStateException("the logo is not in the program");
            }
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the logo cannot be read", e);
        }
    }

    /**
     * Starts listening.
     *
     * @throws ListenerFault if the address cannot be had
     */
    public Listener start(InetSocketAddress address, TlsIdentity tls, HttpLimits limits) {
        var context = new SslContextFactory.Server();
        context.setKeyStore(tls.keyStore());
        context.setKeyStorePassword("");
        context.setIncludeProtocols("TLSv1.3");
        context.setSniRequired(false);
        return Listener.start(
                address,
                Optional.of(context),
                limits,
                watch -> new Gate(sessions::of, allowances, limits, watch),
                this::configure);
    }

    private void configure(JavalinConfig config) {
        var routes = config.routes;
        routes.before(ApiListener::protect);
        routes.before(context -> Arrival.of(context).requireAdmitted());
        routes.exception(
                HttpRefusal.class,
                (e, context) -> Face.send(context, Face.of(context.path()).refusal(e)));
        var threads = Objects.requireNonNull(config.jetty.threadPool, "the listener sets it");
        apiRoutes(routes, threads);
        cscRoutes(routes, threads);
        routes.exception(HttpResponseException.class, (e, context) -> {
            Optional.ofNullable(e.getDetails().get(ALLOWED)).ifPresent(methods -> context.header("Allow", methods));
            refuse(context, e.getStatus());
        });
        routes.exception(Exception.class, ApiListener::fail);
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("request failed", error);
            response.setStatus(ProblemCode.SERVER_FAULT.httpStatus());
        });
        config.requestLogger.http((context, milliseconds) -> LOG.info(
                "request {} {} status={} code={} ms={}",
                context.method(),
                route(context),
                context.statusCode(),
                Face.codeOf(context),
                Math.round(milliseconds)));
    }

    private void apiRoutes(RoutesConfig routes, Executor threads) {
        Listener.onGet(routes, "/api/v1/descriptor", handler(Face.API, api::descriptor));
        routes.post("/api/v1/hello", handler(Face.API, api::hello));
        routes.post("/api/v1/login", handler(Face.API, this::login));
        routes.post("/api/v1/enrolments", handler(Face.API, this::enrol));
        routes.post("/api/v1/statements", handler(Face.API, this::state, threads));
        Listener.onGet(routes, "/api/v1/operations/{hash}", handler(Face.API, this::operation, threads));
        Listener.onGet(routes, "/api/v1/people", handler(Face.API, api::people));
        routes.post("/api/v1/people/search", handler(Face.API, api::searchPeople));
        routes.post("/api/v1/log/consistency", handler(Face.API, api::consistency));
        routes.post("/api/v1/log/epochs", handler(Face.API, api::epochs));
        routes.post("/api/v1/log/successions", handler(Face.API, api::successions));
        Listener.onGet(routes, "/api/v1/logo.png", context -> {
            context.header("Cache-Control", "public, max-age=86400");
            Face.send(context, "image/png", logo);
        });
    }

    private void cscRoutes(RoutesConfig routes, Executor threads) {
        routes.post("/csc/v2/info", handler(Face.CSC, csc::info));
        routes.post("/csc/v2/credentials/list", handler(Face.CSC, csc::list, threads));
        routes.post("/csc/v2/credentials/info", handler(Face.CSC, csc::credentialInfo, threads));
        routes.post(CscEndpoints.SIGN_HASH_PATH, handler(Face.CSC, this::sign, threads));
        routes.post("/csc/v2/signatures/signPolling", handler(Face.CSC, csc::poll, threads));
        for (var method : ServiceInfo.MISSING_METHODS) {
            routes.post("/csc/v2/" + method, handler(Face.CSC, CscEndpoints::notImplemented));
        }
        Listener.onGet(routes, "/csc/v2/oauth2/authorize", handler(Face.CSC, CscEndpoints::notImplemented));
    }

    /** Counts against the person only after their device's signature held: nobody else can use up what is theirs. */
    private Reply login(Context context) throws HttpRefusal {
        return api.login(context, allowances::askedBy);
    }

    private Reply enrol(Context context) throws HttpRefusal {
        var household = Arrival.of(context).household();
        allowances.enrolmentFrom(household);
        boolean refused = false;
        try {
            var reply = api.enrol(context);
            refused = reply.status() >= HttpStatus.BAD_REQUEST_400;
            return reply;
        } finally {
            if (!refused) {
                allowances.enrolmentNotRefused(household);
            }
        }
    }

    private CompletableFuture<Reply> state(Context context) throws HttpRefusal {
        return remembering(api.state(context), ApiEndpoints.STATEMENT_WORK);
    }

    private CompletableFuture<Reply> sign(Context context) throws HttpRefusal {
        return remembering(csc.sign(context), CscEndpoints.workOf(Arrival.of(context)));
    }

    /** Remembers how much the answer may need that is asked for later. */
    private CompletableFuture<Reply> remembering(CompletableFuture<Reply> later, long work) {
        return later.thenApply(reply -> {
            reply.operation().ifPresent(operation -> laterWork.remember(operation, work));
            return reply;
        });
    }

    /** Without memory for the answer nobody asks whether it is there: it is asked for again in a second. */
    private CompletableFuture<Reply> operation(Context context) throws HttpRefusal {
        Bearer.required(context);
        var operation = ApiEndpoints.operationOf(context);
        return Arrival.of(context).mayFetch(laterWork.of(operation))
                ? api.operation(context)
                : CompletableFuture.completedFuture(Reply.working(operation));
    }

    /** For what may have to wait: that holds no thread. */
    private interface PatientEndpoint {
        CompletableFuture<Reply> answer(Context request) throws HttpRefusal;
    }

    private static Handler handler(Face face, PatientEndpoint endpoint, Executor threads) {
        return context -> {
            try {
                var reply = endpoint.answer(context);
                if (reply.isDone() && !reply.isCompletedExceptionally()) {
                    Face.send(context, reply.join());
                } else {
                    // Who waits needs no memory. Whoever ends the waiting must not have to write to a slow reader.
                    var needed = Arrival.of(context).giveBack();
                    context.future(() -> reply.handleAsync(
                            (told, failure) -> finish(face, context, needed, told, failure), threads));
                }
            } catch (HttpRefusal e) {
                Face.send(context, face.refusal(e));
            }
        };
    }

    private static boolean finish(
            Face face, Context context, Arrival.Needed needed, @Nullable Reply reply, @Nullable Throwable failure) {
        if (reply == null) {
            var cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            fail(cause instanceof Exception known ? known : new IllegalStateException(cause), context);
            return false;
        }
        try {
            if (reply.status() == HttpStatus.OK_200) {
                Arrival.of(context).takeAgain(needed);
            }
            Face.send(context, reply);
        } catch (HttpRefusal e) {
            Face.send(context, face.refusal(e));
        }
        return true;
    }

    private static Handler handler(Face face, Endpoint endpoint) {
        return context -> {
            try {
                Face.send(context, endpoint.answer(context));
            } catch (HttpRefusal e) {
                Face.send(context, face.refusal(e));
            }
        };
    }

    private static void protect(Context context) {
        context.header("Strict-Transport-Security", "max-age=31536000");
        context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cache-Control", "no-store");
    }

    private static void refuse(Context context, int status) {
        Face.send(context, Face.of(context.path()).refusal(TypedErrors.codeOf(status), status));
    }

    private static void fail(Exception failure, Context context) {
        var face = Face.of(context.path());
        if (failure instanceof SgmAway away) {
            if (away.problem() != ProblemCode.SERVER_BUSY) {
                LOG.warn("SGM does not answer reason={}", away.getMessage());
            }
            Face.send(context, face.refusal(away.problem(), away.problem().httpStatus()));
        } else if (failure instanceof StorageFault fault && fault.keptNothing()) {
            LOG.warn("request not taken reason={}", fault.getMessage());
            Face.send(context, face.refusal(ProblemCode.SERVER_BUSY, ProblemCode.SERVER_BUSY.httpStatus()));
        } else if (failure instanceof HttpException http) {
            refuse(context, http.getCode());
        } else {
            var alarm = failure instanceof SgmNotBelieved ? "answer over the link not believed" : "request failed";
            LOG.error(alarm, failure);
            Face.send(context, face.refusal(ProblemCode.SERVER_FAULT, ProblemCode.SERVER_FAULT.httpStatus()));
        }
    }

    /** The route that matched, never the path as sent: it could hold anything. */
    private static String route(Context context) {
        var endpoint = context.endpoints().lastHttpEndpoint();
        return endpoint == null ? "-" : endpoint.path;
    }
}
