package io.vsr4j.functions.api;

import com.google.gson.Gson;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import io.vsr4j.functions.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.regex.Pattern;

/**
 * Refuses requests that are larger than their path takes, before their bodies are read: what comes as a form goes to the disk,
 * all else into memory. So each must say how long it is. A form is read by the resource that takes it, when it is known who
 * asks; all else is read at once.
 */
@ApplicationScoped
public class BodyLimits {
    private static final Gson JSON = new Gson();
    private static final Pattern FORM =
            Pattern.compile("\\s*(multipart/|application/x-www-form-urlencoded)", Pattern.CASE_INSENSITIVE);

    private static final int LENGTH_REQUIRED = 411;
    private static final int TOO_LARGE = 413;
    private static final int OTHER_TYPE = 415;
    /** Events and requests are small. */
    private static final long MOST_BYTES = 1L << 20;
    /** What a form has around its file, settings included. */
    private static final long FORM_BYTES = 1L << 20;

    @Inject
    ServiceSettings settings;

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::check); // before whatever reads bodies
        router.route().order(RouteConstants.ROUTE_ORDER_BODY_HANDLER + 1).handler(BodyLimits::keepForResource);
    }

    /** Before the first byte has come, which would be lost. What nobody has read in the end is passed over. */
    private static void keepForResource(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (takesForm(request)) {
            request.pause();
            context.addEndHandler(ended -> {
                request.handler(null);
                request.resume();
            });
        }
        context.next();
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            if (request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null) {
                context.next();
            } else {
                refuse(
                        context,
                        LENGTH_REQUIRED,
                        "the request does not say how long its body is; send it with a Content-Length");
            }
            return;
        }
        if (length.equals("0")) {
            // No body. With a length, some wait for it.
            request.headers().remove(HttpHeaders.CONTENT_LENGTH);
            context.next();
            return;
        }
        boolean form = isForm(request);
        if (form && !takesForm(request)) {
            refuse(context, OTHER_TYPE, "forms are taken by POST /jobs alone; send JSON, as /q/openapi shows it");
            return;
        }
        long most = form ? settings.config().limits().directBytes() + FORM_BYTES : MOST_BYTES;
        if (!length.matches("\\d{1,18}") || Long.parseLong(length) > most) {
            refuse(
                    context,
                    TOO_LARGE,
                    form
                            ? "the form has " + length + " bytes, more than one with a video may have, " + most
                                    + "; POST /uploads may take larger videos, GET /limits says how large"
                            : "the body has " + length + " bytes, more than the " + most + " that this path takes");
            return;
        }
        if (form) {
            // The reader of all bodies would write it to the disk whoever asks, and wait for ever for one that breaks
            // off.
            ((RoutingContextInternal) context).visitHandler(RoutingContextInternal.BODY_HANDLER);
        } else if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
        context.next();
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && FORM.matcher(type).lookingAt();
    }

    private static boolean takesForm(HttpServerRequest request) {
        return isForm(request)
                && request.method().equals(HttpMethod.POST)
                && request.path().equals("/jobs");
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
