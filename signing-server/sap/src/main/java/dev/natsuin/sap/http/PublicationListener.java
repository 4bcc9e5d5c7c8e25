package dev.natsuin.sap.http;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.pki.PkiService;
import dev.natsuin.sap.pki.PkiServices;
import dev.natsuin.sap.pki.Publication;
import dev.natsuin.sap.pki.Publications;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plain HTTP listener: what the CA publishes and answers, and nothing else. */
public final class PublicationListener {
    private static final Logger LOG = LoggerFactory.getLogger(PublicationListener.class);

    private final Publications publications;
    private final PkiServices services;
    private final Allowances allowances;

    /** Hands out these, to each address as often as told. */
    public PublicationListener(Publications publications, PkiServices services, HttpRates rates, InstantSource clock) {
        this.publications = publications;
        this.services = services;
        this.allowances = new Allowances(rates, clock);
    }

    /**
     * Starts listening.
     *
     * @throws ListenerFault if the address cannot be had
     */
    public Listener start(InetSocketAddress address, HttpLimits limits) {
        return Listener.start(
                address,
                Optional.empty(),
                limits,
                watch -> new Gate(token -> Optional.empty(), allowances, limits, watch),
                this::configure);
    }

    private void configure(JavalinConfig config) {
        config.routes.before(context -> Arrival.of(context).requireAdmitted());
        config.routes.exception(
                HttpRefusal.class, (e, context) -> refuse(context, e.status(), e.code(), e.retryAfter()));
        for (var publication : List.of(Publication.CA_CERTIFICATE, Publication.REVOCATION_LIST)) {
            Listener.onGet(config.routes, "/pki/" + publication.fileName(), context -> give(context, publication));
        }
        Listener.onGet(
                config.routes,
                "/pki/ca-{key}",
                context -> give(
                        context,
                        Publication.later("ca-" + context.pathParam("key"))
                                .orElseThrow(PublicationListener::notThere)));
        for (var service : PkiService.values()) {
            config.routes.post(
                    "/pki/" + service.pathName(),
                    context -> answer(context, service, Arrival.of(context).readBody()));
        }
        // RFC 6960 appendix A.1; base64 has slashes.
        Listener.onGet(
                config.routes,
                "/pki/" + PkiService.OCSP.pathName() + "/<request>",
                context -> answer(context, PkiService.OCSP, inPath(context.pathParam("request"))));
        config.routes.exception(HttpResponseException.class, (e, context) -> refuse(context, e.getStatus()));
        config.routes.exception(SgmAway.class, (e, context) -> {
            if (e.problem() != ProblemCode.SERVER_BUSY) {
                LOG.warn("SGM does not answer reason={}", e.getMessage());
            }
            refuse(context, e.problem().httpStatus(), e.problem(), Face.RETRY);
        });
        config.routes.exception(Exception.class, (e, context) -> {
            LOG.error("request failed", e);
            refuse(context, 500);
        });
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("request failed", error);
            response.setStatus(500);
        });
    }

    private static HttpRefusal notThere() {
        return new HttpRefusal(ProblemCode.NOT_FOUND);
    }

    private void give(Context context, Publication publication) throws HttpRefusal {
        var octets = publications.get(publication).orElseThrow(PublicationListener::notThere);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Cache-Control", "public, max-age=" + Publications.FRESH.toSeconds());
        Face.send(context, publication.contentType(), octets);
    }

    private void answer(Context context, PkiService service, Bytes request) throws HttpRefusal {
        var answer = services.answer(service, request).orElseThrow(() -> new HttpRefusal(ProblemCode.SERVER_BUSY));
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Cache-Control", "no-store");
        Face.send(context, service.contentType(), answer);
    }

    private static Bytes inPath(String request) throws HttpRefusal {
        try {
            return Bytes.of(Base64.getDecoder().decode(request));
        } catch (IllegalArgumentException e) {
            throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED);
        }
    }

    private static void refuse(Context context, int status) {
        refuse(context, status, TypedErrors.codeOf(status), Face.RETRY);
    }

    private static void refuse(Context context, int status, ProblemCode code, Duration retryAfter) {
        if (status == 429 || status == 503) {
            context.header(Face.RETRY_AFTER, Face.retryAfter(retryAfter));
        }
        context.status(status);
        context.header("Cache-Control", "no-store");
        Face.send(context, "text/plain", Bytes.utf8(code.code() + "\n"));
    }
}
