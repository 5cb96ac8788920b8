package io.vsr4j.functions.api;

import io.vsr4j.functions.Service;
import io.vsr4j.functions.Uploads;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Videos that are sent straight to the bucket. */
@Path("/uploads")
@Traced
@Tag(name = "Uploads")
@Produces(MediaType.APPLICATION_JSON)
public class UploadsResource {
    private static final int CREATED = 201;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;

    @Inject
    Service service;

    @Inject
    Uploads uploads;

    @Inject
    BegunJobs begun;

    @Inject
    Caller caller;

    /** Begins an upload. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Begin an upload",
            description =
                    "Answers where the parts of the file are to be sent, by PUT and in any order. Each answer has an"
                            + " ETag, with which the upload is completed.")
    @APIResponse(
            responseCode = "201",
            description = "The upload.",
            content = @Content(schema = @Schema(implementation = UploadBody.class)))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "OtherType")
    @APIResponse(responseCode = "429", ref = "TooMany")
    @APIResponse(responseCode = "503", ref = "NotNow")
    public Response begin(NewUpload wanted) throws IOException {
        if (wanted == null || wanted.bytes() == null || wanted.bytes() < 1) {
            throw new ProblemException(
                    BAD_REQUEST,
                    "an upload needs the size of its file, such as {\"name\": \"a.mp4\", \"bytes\": 1000}");
        }
        long most = service.config().limits().bytes();
        if (wanted.bytes() > most) {
            throw new ProblemException(
                    TOO_LARGE,
                    "the video has " + wanted.bytes() + " bytes, more than the limit of " + most + "; cut it");
        }
        begun.requireRoom().close();
        String name = wanted.name() == null || wanted.name().isEmpty() ? "video" : wanted.name();
        Map<String, String> settings = wanted.settings() == null ? Map.of() : wanted.settings();
        Uploads.Begun upload = uploads.begin(caller.name(), name, wanted.bytes(), settings);
        return Response.status(CREATED)
                .header("Location", "/uploads/" + upload.id())
                .entity(UploadBody.of(upload, uploads.sign(upload)))
                .build();
    }

    /** Completes an upload. */
    @POST
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Complete an upload",
            description = "When all parts are there; its job begins. An upload that is complete gives its job again.")
    @APIResponse(
            responseCode = "202",
            description = "The job.",
            content = @Content(schema = @Schema(implementation = JobBody.class)))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "404", ref = "NoUpload")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "OtherType")
    @APIResponse(responseCode = "429", ref = "TooMany")
    @APIResponse(responseCode = "503", ref = "NotNow")
    public Response complete(@Parameter(description = "Id of the upload.") @RestPath String id, SentParts sent)
            throws IOException {
        Uploads.Begun upload = require(id);
        if (sent == null || sent.etags() == null) {
            throw new ProblemException(
                    BAD_REQUEST, "an upload is completed with {\"etags\": [{\"number\": 1, \"etag\": \"...\"}, ...]}");
        }
        Map<Integer, String> eTags = new TreeMap<>();
        for (SentParts.Sent part : sent.etags()) {
            if (part == null || part.number() == null || eTags.put(part.number(), part.etag()) != null) {
                throw new ProblemException(BAD_REQUEST, "each part has one number and one etag, got " + sent.etags());
            }
        }
        if (uploads.job(upload).isPresent()) {
            return begun.answer(uploads.complete(upload, eTags));
        }
        try (JobRoom.Place place = begun.requireRoom()) {
            return begun.answer(uploads.complete(upload, eTags));
        }
    }

    /** Gives an upload up. */
    @DELETE
    @Path("{id}")
    @Operation(
            summary = "Give an upload up",
            description = "What was sent of it is deleted. The video and the job of one that is complete stay.")
    @APIResponse(responseCode = "204", description = "There is no such upload any more.")
    @APIResponse(responseCode = "404", ref = "NoUpload")
    @APIResponse(responseCode = "503", ref = "NotNow")
    public void abort(@Parameter(description = "Id of the upload.") @RestPath String id) throws IOException {
        uploads.abort(require(id));
    }

    private Uploads.Begun require(String id) throws IOException {
        return uploads.find(caller.name(), id)
                .orElseThrow(() ->
                        new ProblemException(NOT_FOUND, "there is no upload '" + id + "'; POST /uploads begins one"));
    }
}
