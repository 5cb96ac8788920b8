package io.vsr4j.functions.api;

import com.google.gson.Gson;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why a request was not answered as it was meant, as of RFC 9457. */
@Schema(name = "Problem", description = "Why a request failed, as of RFC 9457.")
public record Problem(
        @Schema(description = "Always about:blank: the status says which kind of problem it is.", required = true)
        String type,

        @Schema(description = "The status in words.", examples = "Not Found", required = true)
        String title,

        @Schema(description = "The status of the answer.", examples = "404", required = true)
        int status,

        @Schema(description = "What is wrong, what was got, what is the rule, and what helps.", required = true)
        String detail) {
    /** Type of an answer that holds one. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Gson JSON = new Gson();

    /** {@return a problem of that status} */
    public static Problem of(int status, String detail) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return new Problem("about:blank", known == null ? "Error" : known.getReasonPhrase(), status, detail);
    }

    /** Ends a response before any resource is asked. */
    public void end(HttpServerResponse response) {
        response.setStatusCode(status).putHeader("Content-Type", MEDIA_TYPE).end(JSON.toJson(this));
    }

    /** {@return the answer} */
    Response.ResponseBuilder answer() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }
}
