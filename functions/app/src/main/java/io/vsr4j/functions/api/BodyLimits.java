package io.vsr4j.functions.api;

import com.google.gson.Gson;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vsr4j.functions.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Locale;

/** Refuses requests that are larger than their path takes, before their bodies are read. */
@ApplicationScoped
public class BodyLimits {
    private static final Gson JSON = new Gson();
    private static final int PRIORITY = 50;
    /** Whoever reads a body of unknown length stops at so many bytes. */
    private static final String COUNTED = VertxHttpRecorder.MAX_REQUEST_SIZE_KEY;

    private static final int LENGTH_REQUIRED = 411;
    private static final int TOO_LARGE = 413;
    /** Events and requests are small. */
    private static final long MOST_BYTES = 1L << 20;
    /** What a form has around its file, settings included. */
    private static final long FORM_BYTES = 1L << 20;

    @Inject
    ServiceSettings settings;

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean form = isForm(request);
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        long most = form ? settings.config().limits().directBytes() + FORM_BYTES : MOST_BYTES;
        if (length == null) {
            boolean hasBody = request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
            if (form && hasBody) {
                // What it takes is written to the disk, and must be known to fit before.
                refuse(context, LENGTH_REQUIRED, "the form does not say how long it is; send it with a Content-Length");
                return;
            }
            context.put(COUNTED, MOST_BYTES);
        } else if (!length.matches("\\d{1,18}") || Long.parseLong(length) > most) {
            refuse(
                    context,
                    TOO_LARGE,
                    form
                            ? "the request has " + length + " bytes, more than a form with a video may have, " + most
                                    + "; POST /uploads may take larger ones, GET /limits says how large"
                            : "the request has " + length + " bytes, more than the " + most + " that this path takes");
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
        context.next();
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return request.method().equals(HttpMethod.POST)
                && request.path().equals("/jobs")
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** What the client goes on to send is not read. */
    private static void refuse(RoutingContext context, int status, String detail) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(JSON.toJson(Problem.of(status, detail)))
                .onComplete(sent -> context.request().connection().close());
    }
}
