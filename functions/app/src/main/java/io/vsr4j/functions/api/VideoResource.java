package io.vsr4j.functions.api;

import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.functions.store.StoredObject;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The videos of a job, and its report. */
@Path("/jobs/{id}")
@Tag(name = "Videos")
public class VideoResource {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int MOST_REPORT_BYTES = 64 << 20;

    @Inject
    Service service;

    @Inject
    VisibleJobs visible;

    /** {@return the result} */
    @GET
    @Path("result")
    @Operation(summary = "Get the result", description = "All of it, or the part that a Range header names.")
    @APIResponse(
            responseCode = "200",
            description = "The video.",
            content = @Content(mediaType = "video/*", schema = @Schema(format = "binary")))
    @APIResponse(
            responseCode = "206",
            description = "The part of it that was asked for.",
            content = @Content(mediaType = "video/*", schema = @Schema(format = "binary")))
    @APIResponse(responseCode = "304", description = "The caller has it already.")
    @APIResponse(responseCode = "404", ref = "NoJob")
    @APIResponse(responseCode = "409", ref = "NotDone")
    @APIResponse(responseCode = "416", ref = "NoSuchPart")
    @APIResponse(responseCode = "503", ref = "NotNow")
    public Response result(
            @Parameter(description = "Id of the job.") @RestPath String id,
            @Parameter(description = "Which part, such as bytes=0-1023.") @RestHeader("Range") String range,
            @Parameter(description = "ETag of what the caller has parts of.") @RestHeader("If-Range") String ifRange,
            @Parameter(description = "ETag of what the caller has.") @RestHeader("If-None-Match") String ifNoneMatch,
            @Parameter(description = "1 to save it under its name.") @RestQuery String download)
            throws IOException {
        return new VideoAnswer(result(id), isWanted(download)).get(range, ifRange, ifNoneMatch);
    }

    /** {@return what is said of the result} */
    @HEAD
    @Path("result")
    @Operation(summary = "Tell size and type of the result")
    @APIResponse(responseCode = "200", description = "Size, type and ETag are in the headers.")
    @APIResponse(responseCode = "404", description = "There is no such job.")
    @APIResponse(responseCode = "409", description = "The job is not done.")
    @APIResponse(responseCode = "503", description = "This cannot be done now.")
    public Response headOfResult(
            @Parameter(description = "Id of the job.") @RestPath String id,
            @Parameter(description = "1 to save it under its name.") @RestQuery String download)
            throws IOException {
        return new VideoAnswer(result(id), isWanted(download)).head();
    }

    /** {@return the source} */
    @GET
    @Path("source")
    @Operation(summary = "Get the source", description = "All of it, or the part that a Range header names.")
    @APIResponse(
            responseCode = "200",
            description = "The video.",
            content = @Content(mediaType = "video/*", schema = @Schema(format = "binary")))
    @APIResponse(
            responseCode = "206",
            description = "The part of it that was asked for.",
            content = @Content(mediaType = "video/*", schema = @Schema(format = "binary")))
    @APIResponse(responseCode = "304", description = "The caller has it already.")
    @APIResponse(responseCode = "404", ref = "NoJob")
    @APIResponse(responseCode = "409", ref = "NoSource")
    @APIResponse(responseCode = "416", ref = "NoSuchPart")
    @APIResponse(responseCode = "503", ref = "NotNow")
    public Response source(
            @Parameter(description = "Id of the job.") @RestPath String id,
            @Parameter(description = "Which part, such as bytes=0-1023.") @RestHeader("Range") String range,
            @Parameter(description = "ETag of what the caller has parts of.") @RestHeader("If-Range") String ifRange,
            @Parameter(description = "ETag of what the caller has.") @RestHeader("If-None-Match") String ifNoneMatch,
            @Parameter(description = "1 to save it under its name.") @RestQuery String download)
            throws IOException {
        return new VideoAnswer(source(id), isWanted(download)).get(range, ifRange, ifNoneMatch);
    }

    /** {@return what is said of the source} */
    @HEAD
    @Path("source")
    @Operation(summary = "Tell size and type of the source")
    @APIResponse(responseCode = "200", description = "Size, type and ETag are in the headers.")
    @APIResponse(responseCode = "404", description = "There is no such job.")
    @APIResponse(responseCode = "409", description = "The source is not known yet, or no longer what the job is of.")
    @APIResponse(responseCode = "503", description = "This cannot be done now.")
    public Response headOfSource(
            @Parameter(description = "Id of the job.") @RestPath String id,
            @Parameter(description = "1 to save it under its name.") @RestQuery String download)
            throws IOException {
        return new VideoAnswer(source(id), isWanted(download)).head();
    }

    /** {@return the report} */
    @GET
    @Path("report")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Get the report",
            description = "What ran where, times, retries, hashes: the report.json that lies beside the result.")
    @APIResponse(
            responseCode = "200",
            description = "The report.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(responseCode = "404", ref = "NoJob")
    @APIResponse(responseCode = "409", ref = "NotDone")
    @APIResponse(responseCode = "503", ref = "NotNow")
    public String report(@Parameter(description = "Id of the job.") @RestPath String id) throws IOException {
        JobStatus job = visible.requireDone(id);
        return service.store().text(job.report(), MOST_REPORT_BYTES).orElseThrow(() -> gone("report", id));
    }

    private VideoAnswer.Stored result(String id) throws IOException {
        JobStatus job = visible.requireDone(id);
        StoredObject object = service.store().head(job.result()).orElseThrow(() -> gone("result", id));
        return new VideoAnswer.Stored(service.store(), object);
    }

    private VideoAnswer.Stored source(String id) throws IOException {
        JobStatus job = visible.require(id);
        if (job.facts() == null) {
            throw new ProblemException(
                    CONFLICT, "nothing is known of the source of job " + id + " until it is planned; ask again");
        }
        var source = job.facts().source();
        ObjectStore store = service.store().in(source.bucket());
        StoredObject object = store.head(source.key()).orElseThrow(() -> gone("source", id));
        if (!object.eTag().equals(source.eTag())) {
            throw new ProblemException(
                    CONFLICT, "the source of job " + id + " was replaced since; the new one has a job of its own");
        }
        return new VideoAnswer.Stored(store, object);
    }

    private static ProblemException gone(String what, String id) {
        return new ProblemException(NOT_FOUND, "the " + what + " of job " + id + " is no longer in the bucket");
    }

    private static boolean isWanted(String download) {
        return "1".equals(download) || "true".equals(download);
    }
}
