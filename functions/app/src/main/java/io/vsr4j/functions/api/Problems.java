package io.vsr4j.functions.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vertx.core.http.HttpClosedException;
import io.vsr4j.functions.store.NotNowException;
import io.vsr4j.functions.store.SourceChangedException;
import io.vsr4j.upscale.InvalidRequestException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.channels.ClosedChannelException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a caller is told of what was thrown. Of what is not the caller's fault the reason stays in the log. */
class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;
    private static final int RETRY_SECONDS = 5;
    /** Where the framework reads forms. */
    private static final String FORMS = FormData.class.getPackageName();

    @ServerExceptionMapper
    Response of(ProblemException e) {
        Response.ResponseBuilder answer = e.problem().answer();
        return e.problem().status() == Response.Status.TOO_MANY_REQUESTS.getStatusCode()
                ? answer.header("Retry-After", RETRY_SECONDS).build()
                : answer.build();
    }

    @ServerExceptionMapper
    Response of(InvalidRequestException e) {
        return Problem.of(BAD_REQUEST, e.getMessage()).answer().build();
    }

    @ServerExceptionMapper
    Response of(IllegalArgumentException e) {
        return Problem.of(BAD_REQUEST, e.getMessage()).answer().build();
    }

    @ServerExceptionMapper
    Response of(JsonProcessingException e) {
        return Problem.of(BAD_REQUEST, "the body is not JSON of the kind that this path takes; /q/openapi shows it")
                .answer()
                .build();
    }

    /** As the other, which the framework's own answer would come before. */
    @ServerExceptionMapper
    Response of(MismatchedInputException e) {
        return of((JsonProcessingException) e);
    }

    @ServerExceptionMapper
    Response of(SourceChangedException e) {
        return Problem.of(CONFLICT, e.getMessage()).answer().build();
    }

    @ServerExceptionMapper
    Response of(IOException e) {
        if (isOfForm(e)) {
            return unreadable();
        }
        if (isGone(e)) {
            LOG.info("a client is gone before its request was read");
        } else if (e instanceof NotNowException) {
            LOG.warn("{}", e.getMessage());
        } else {
            LOG.error("a request failed", e);
        }
        return Problem.of(UNAVAILABLE, "this cannot be done now; try again, the reason is in the log")
                .answer()
                .header("Retry-After", RETRY_SECONDS)
                .build();
    }

    /** What the framework says by itself, such as that a path takes no such method. */
    @ServerExceptionMapper
    Response of(WebApplicationException e) {
        Response given = e.getResponse();
        int status = given.getStatus();
        if (status < BAD_REQUEST) {
            return given;
        }
        if (e.getCause() instanceof JsonProcessingException json) {
            return of(json);
        }
        Response.ResponseBuilder answer = Problem.of(status, sentence(status)).answer();
        given.getHeaders().forEach((name, values) -> {
            if (name.equalsIgnoreCase("Allow")) {
                values.forEach(value -> answer.header(name, value));
            }
        });
        return answer.build();
    }

    @ServerExceptionMapper
    Response of(RuntimeException e) {
        if (isOfForm(e)) {
            return unreadable();
        }
        LOG.error("a request failed", e);
        return Problem.of(INTERNAL, sentence(INTERNAL)).answer().build();
    }

    /** {@return whether a form could not be read for what it is, and not for want of disk} Only its place tells. */
    private static boolean isOfForm(Exception e) {
        StackTraceElement[] places = e.getStackTrace();
        boolean disk = e.getCause() instanceof IOException && !(e.getCause() instanceof UnsupportedEncodingException);
        return !disk && places.length > 0 && places[0].getClassName().startsWith(FORMS);
    }

    private static boolean isGone(Throwable e) {
        return e != null
                && (e instanceof HttpClosedException || e instanceof ClosedChannelException || isGone(e.getCause()));
    }

    private static Response unreadable() {
        return Problem.of(BAD_REQUEST, "the form breaks off, or is none of multipart/form-data; send it again, whole")
                .answer()
                .build();
    }

    private static String sentence(int status) {
        return switch (status) {
            case 400 -> "the request is not of the kind that this path takes; /q/openapi shows it";
            case 404 ->
                "there is nothing here; /q/openapi lists all paths, and functions are split, split-detail, upscale and merge";
            case 405 -> "this path takes another method; /q/openapi shows it";
            case 406 -> "this path does not answer in the type that the request accepts; /q/openapi shows it";
            case 413 -> "the request is too large; /limits says how large it may be";
            case 415 -> "this path takes another content type; /q/openapi shows it";
            default -> status < INTERNAL ? "the request cannot be answered" : "this failed; the reason is in the log";
        };
    }
}
