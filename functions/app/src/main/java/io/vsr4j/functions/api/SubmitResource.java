package io.vsr4j.functions.api;

import io.vsr4j.functions.Limits;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.Submission;
import io.vsr4j.functions.Uploads;
import io.vsr4j.functions.job.JobSettings;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PartType;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Begins jobs. */
@Path("/jobs")
@Traced
@Tag(name = "Jobs")
@Produces(MediaType.APPLICATION_JSON)
public class SubmitResource {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_LARGE = 413;
    private static final String S3 = "s3://";

    @Inject
    Service service;

    @Inject
    Uploads uploads;

    @Inject
    BegunJobs begun;

    @Inject
    Caller caller;

    /** What is sent as a form; for the document that describes it. */
    @Schema(name = "Form", description = "A video with what is asked for it.")
    record Form(
            @Schema(
                    description = "The video; its file name is what the job is called.",
                    format = "binary",
                    required = true)
            String file,

            @Schema(
                    description = "A JSON object of settings by name.",
                    examples = "{\"model\": \"compact\", \"scale\": 2}",
                    nullable = true)
            String settings) {}

    /** Begins the job of a video that is sent. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            summary = "Begin a job",
            description =
                    "Of a video that is sent in the request, of an upload that is complete, or of a video that lies"
                            + " in a bucket. The same video with the same name and settings of the same user is the same job.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = MediaType.MULTIPART_FORM_DATA, schema = @Schema(implementation = Form.class)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = NewJob.class))
            })
    @APIResponse(
            responseCode = "202",
            description = "The job.",
            headers =
                    @Header(
                            name = "Location",
                            description = "Path of the job.",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = JobBody.class)))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "403", ref = "NotAllowed")
    @APIResponse(responseCode = "404", ref = "NoUpload")
    @APIResponse(responseCode = "409", ref = "NotComplete")
    @APIResponse(responseCode = "411", ref = "NoLength")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "OtherType")
    @APIResponse(responseCode = "429", ref = "TooMany")
    @APIResponse(responseCode = "503", ref = "NotNow")
    public Response file(
            @RestForm("file") FileUpload file, @RestForm("settings") @PartType(MediaType.TEXT_PLAIN) String settings)
            throws IOException {
        if (file == null) {
            throw new ProblemException(
                    BAD_REQUEST, "the form has no file in its part 'file'; send the video there, with a file name");
        }
        Limits limits = service.config().limits();
        if (file.size() > limits.directBytes()) {
            throw new ProblemException(TOO_LARGE, tooLarge(file.size(), limits.directBytes()));
        }
        if (file.size() == 0) {
            throw new ProblemException(BAD_REQUEST, "the part 'file' is empty; send a video");
        }
        Map<String, String> wanted = settings == null || settings.isBlank()
                ? Map.of()
                : JobSettings.sideCar("the part 'settings'", settings);
        String name = file.fileName() == null || file.fileName().isEmpty() ? "video" : file.fileName();
        Submission submission = new Submission(service, wanted, Optional.of(caller.name()));
        try (JobRoom.Place place = begun.requireRoom()) {
            return begun.answer(submission.file(file.uploadedFile(), name));
        }
    }

    private static String tooLarge(long bytes, long limit) {
        return "the video has " + bytes + " bytes, more than the limit of " + limit
                + "; POST /uploads may take larger ones, GET /limits says how large";
    }

    /** Begins the job of a video that is in a bucket. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Response there(NewJob wanted) throws IOException {
        if (wanted == null || (wanted.upload() == null) == (wanted.source() == null)) {
            throw new ProblemException(
                    BAD_REQUEST,
                    "a job is of an upload or of a source; give one of both, such as {\"source\": \"s3://films/a.mp4\"}");
        }
        if (wanted.upload() != null) {
            return upload(wanted);
        }
        if (!caller.operator()) {
            throw new ProblemException(
                    FORBIDDEN, "only an operator may ask for videos of buckets; send the video with POST /uploads");
        }
        String path = wanted.source().startsWith(S3) ? wanted.source().substring(S3.length()) : "";
        int slash = path.indexOf('/');
        if (slash < 1) {
            throw new ProblemException(BAD_REQUEST, "source must be s3://BUCKET/NAME, got '" + wanted.source() + "'");
        }
        Map<String, String> settings = wanted.settings() == null ? Map.of() : wanted.settings();
        Submission submission = new Submission(service, settings, Optional.of(caller.name()));
        try (JobRoom.Place place = begun.requireRoom()) {
            return begun.answer(submission.object(path.substring(0, slash), path.substring(slash + 1)));
        }
    }

    private Response upload(NewJob wanted) throws IOException {
        if (wanted.settings() != null) {
            throw new ProblemException(
                    BAD_REQUEST, "settings of an upload are given when it begins; leave them out here");
        }
        Uploads.Begun upload = uploads.find(caller.name(), wanted.upload())
                .orElseThrow(() -> new ProblemException(
                        NOT_FOUND, "there is no upload '" + wanted.upload() + "'; POST /uploads begins one"));
        return begun.answer(uploads.job(upload)
                .orElseThrow(() -> new ProblemException(
                        CONFLICT,
                        "upload " + upload.id() + " is not complete; send its parts, then POST /uploads/"
                                + upload.id())));
    }
}
