package io.vsr4j.functions.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.security.ForbiddenException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RequestBody;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vsr4j.functions.Failures;
import io.vsr4j.functions.api.Problem;
import io.vsr4j.functions.funq.NotFoundException;
import io.vsr4j.functions.store.SourceChangedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a caller is told of a request that failed: a status and one sentence, as all of the API tells them. Of what is not
 * the caller's fault the reason stays in the log.
 */
@ApplicationScoped
public class ErrorAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int CONFLICT = 409;
    private static final int TOO_LARGE = 413;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    /** Before functions, which Quarkus calls by GET too, and after it is known who asks. */
    private static final int FIRST = -50;

    /** Functions by their names. At the root, where a CloudEvent is told by its type, the page stands for GET. */
    private static final List<String> PATHS = List.of("/split", "/split-detail", "/upscale", "/merge");

    private static final int MOST_SHOWN = 300;

    private record Answer(int status, String error) {}

    void register(@Observes Router router) {
        for (String path : PATHS) {
            router.route(path).order(FIRST).handler(ErrorAnswers::requirePost);
        }
        router.route().failureHandler(ErrorAnswers::answer);
        router.route().last().handler(context -> context.fail(NOT_FOUND));
    }

    private static void requirePost(RoutingContext context) {
        if (context.request().method().equals(HttpMethod.POST)) {
            context.next();
        } else {
            context.response().putHeader("Allow", "POST");
            context.fail(NOT_ALLOWED);
        }
    }

    private static void answer(RoutingContext context) {
        Answer answer = context.failure() == null ? of(context.statusCode()) : of(context.failure());
        if (answer.status() >= INTERNAL) {
            LOG.error("{} of {} failed", context.normalizedPath(), shown(context.body()), context.failure());
        }
        if (!context.response().ended()) {
            Problem.of(answer.status(), answer.error()).end(context.response());
        }
    }

    /** {@return a request on one line, which names job and chunk} */
    private static String shown(RequestBody body) {
        String text = String.valueOf(body == null ? null : body.asString()).replaceAll("[\\s\\p{Cntrl}]+", " ");
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    }

    private static Answer of(int status) {
        return switch (status) {
            case BAD_REQUEST -> new Answer(status, "the body is not JSON of the kind that this function takes");
            case NOT_FOUND ->
                new Answer(
                        status,
                        "there is nothing here; /q/openapi lists all paths, and functions are split, split-detail, upscale"
                                + " and merge");
            case NOT_ALLOWED -> new Answer(status, "functions are called by POST, with JSON, and in no other way");
            case TOO_LARGE -> new Answer(status, "the body is too large; functions take up to 1 MiB");
            default ->
                new Answer(
                        status,
                        status < INTERNAL
                                ? "functions are called otherwise: by POST, with JSON"
                                : "this failed; the reason is in the log");
        };
    }

    private static Answer of(Throwable failure) {
        Throwable thrown = unwrapped(failure);
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SourceChangedException) {
                return new Answer(CONFLICT, cause.getMessage());
            }
        }
        if (thrown instanceof JsonProcessingException) {
            return of(BAD_REQUEST);
        }
        if (thrown instanceof ForbiddenException) {
            return new Answer(FORBIDDEN, "functions are for operators; users send videos with POST /jobs");
        }
        if (thrown instanceof VertxException) {
            return new Answer(BAD_REQUEST, "this is no whole request of HTTP: " + thrown.getMessage());
        }
        if (thrown instanceof NotFoundException) {
            return new Answer(NOT_FOUND, thrown.getMessage());
        }
        if (Failures.isInvalid(thrown)) {
            return new Answer(BAD_REQUEST, thrown.getMessage());
        }
        return thrown instanceof IOException
                ? new Answer(UNAVAILABLE, "this cannot be done now; try again, the reason is in the log")
                : of(INTERNAL);
    }

    /** {@return what the function threw, without wrappers that say nothing of their own} */
    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean says = cause == null
                || failure.getMessage() != null && !failure.getMessage().equals(cause.toString());
        return says ? failure : unwrapped(cause);
    }
}
