package io.vsr4j.functions.api;

import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.JobView;
import io.vsr4j.functions.Jobs;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Jobs: list, look, cancel, resume. */
@Path("/jobs")
@Tag(name = "Jobs")
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {
    private static final int BAD_REQUEST = 400;
    private static final int MOST_LISTED = 500;

    @Inject
    JobView view;

    @Inject
    Jobs jobs;

    @Inject
    VisibleJobs visible;

    @Inject
    BegunJobs begun;

    /** {@return some jobs} */
    @GET
    @Operation(
            summary = "List jobs",
            description = "The caller's own, or all of them for an operator; those that were begun last come first.")
    @APIResponse(responseCode = "200", description = "The jobs.")
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "503", ref = "NotNow")
    public JobsBody list(
            @Parameter(
                            description = "Only jobs of this state.",
                            schema =
                                    @Schema(
                                            enumeration = {
                                                "planning",
                                                "restoring",
                                                "merging",
                                                "done",
                                                "failed",
                                                "cancelled"
                                            }))
                    @QueryParam("state")
                    String state,
            @Parameter(description = "Most jobs to return.", schema = @Schema(minimum = "1", maximum = "500"))
                    @QueryParam("limit")
                    @DefaultValue("50")
                    String limit,
            @Parameter(description = "Where the last answer ended: its \"next\".") @QueryParam("after") String after)
            throws IOException {
        int most = limit(limit);
        // One more tells whether there are more.
        List<JobStatus> found = view.list(visible.filter(), state(state), after == null ? "" : after, most + 1);
        List<JobStatus> some = found.subList(0, Math.min(found.size(), most));
        return new JobsBody(
                some.stream().map(JobBody::of).toList(),
                found.size() > most ? JobView.place(some.get(most - 1)) : null);
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_LISTED) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new ProblemException(BAD_REQUEST, "limit must be from 1 to " + MOST_LISTED + ", got '" + text + "'");
    }

    private static Optional<JobStatus.State> state(String text) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(JobStatus.State.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        BAD_REQUEST,
                        "state must be planning, restoring, merging, done, failed or cancelled, got '" + text + "'")));
    }

    /** {@return a job} */
    @GET
    @Path("{id}")
    @Operation(summary = "Tell how far a job is", description = "The answer is at most half a second old.")
    @APIResponse(responseCode = "200", description = "The job.")
    @APIResponse(responseCode = "404", ref = "NoJob")
    @APIResponse(responseCode = "503", ref = "NotNow")
    public JobBody job(@Parameter(description = "Id of the job.") @RestPath String id) throws IOException {
        return JobBody.of(visible.require(id));
    }

    /** Stops a job. */
    @POST
    @Path("{id}/cancel")
    @Operation(
            summary = "Cancel a job",
            description = "It stops before its next window; what is finished is kept, so that it can be resumed.")
    @APIResponse(
            responseCode = "202",
            description = "The job.",
            content = @Content(schema = @Schema(implementation = JobBody.class)))
    @APIResponse(responseCode = "404", ref = "NoJob")
    @APIResponse(responseCode = "409", ref = "Done")
    @APIResponse(responseCode = "503", ref = "NotNow")
    public Response cancel(@Parameter(description = "Id of the job.") @RestPath String id) throws IOException {
        visible.requireNotDone(id);
        jobs.cancel(id);
        return changed(id);
    }

    /** Goes on with a job. */
    @POST
    @Path("{id}/resume")
    @Operation(
            summary = "Resume a job",
            description = "Of a job that failed, was cancelled or does not move, what is missing is done again.")
    @APIResponse(
            responseCode = "202",
            description = "The job.",
            content = @Content(schema = @Schema(implementation = JobBody.class)))
    @APIResponse(responseCode = "404", ref = "NoJob")
    @APIResponse(responseCode = "409", ref = "Done")
    @APIResponse(responseCode = "429", ref = "TooMany")
    @APIResponse(responseCode = "503", ref = "NotNow")
    public Response resume(@Parameter(description = "Id of the job.") @RestPath String id) throws IOException {
        if (!visible.requireNotDone(id).state().isOver()) {
            jobs.resume(id);
            return changed(id);
        }
        try (JobRoom.Place place = begun.requireRoom()) {
            jobs.resume(id);
            return changed(id);
        }
    }

    private Response changed(String id) throws IOException {
        view.forget(id);
        return Response.accepted(JobBody.of(visible.require(id))).build();
    }
}
