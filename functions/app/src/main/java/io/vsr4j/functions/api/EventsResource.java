package io.vsr4j.functions.api;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.api.JobWatches.State;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** How a job goes, as it happens. */
@Path("/jobs/{id}/events")
@Tag(name = "Jobs")
public class EventsResource {
    @Inject
    VisibleJobs visible;

    @Inject
    JobWatches watches;

    @Inject
    HttpServerRequest request;

    /** A connection on which nothing is said is taken for dead by what lies in between. */
    @ConfigProperty(name = "vsr.still-here", defaultValue = "PT15S")
    Duration stillHere;

    /** {@return the job each time that it changes} */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @Operation(
            summary = "Follow a job",
            description =
                    "Events named \"job\", whose data is the job as GET /jobs/{id} gives it: at once, then when it"
                            + " changes, at most twice a second, until it is done, failed or cancelled. Who reads slowly misses"
                            + " states in between, but not the last. A comment comes when there was nothing to tell for a while.")
    @APIResponse(
            responseCode = "200",
            description = "The events.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = JobBody.class)))
    @APIResponse(responseCode = "404", ref = "NoJob")
    @APIResponse(responseCode = "503", ref = "NotNow")
    public Multi<OutboundSseEvent> events(
            @Parameter(description = "Id of the job.") @RestPath String id, @Context Sse sse) throws IOException {
        JobStatus job = visible.require(id);
        if (request.method().equals(HttpMethod.HEAD)) {
            return Multi.createFrom().empty(); // nobody would be told, and the connection would wait for the job's end
        }
        JobWatches.Watch watch = watches.join(job);
        // The next one is asked for when the client has taken the last, so that nothing is kept for who is slow.
        return Multi.createBy()
                .repeating()
                .uni(() -> new State[1], seen -> watch.next(seen[0])
                        .onItem()
                        .invoke(state -> seen[0] = state)
                        .onItem()
                        .transform(state -> new Told(event(sse, state), state.last()))
                        .ifNoItem()
                        .after(stillHere)
                        .recoverWithUni(() -> Uni.createFrom().item(new Told(comment(sse), false))))
                .whilst(told -> !told.last())
                .onItem()
                .transform(Told::event)
                .onTermination()
                .invoke(watch::leave);
    }

    private record Told(OutboundSseEvent event, boolean last) {}

    private static OutboundSseEvent event(Sse sse, State state) {
        return sse.newEventBuilder()
                .name("job")
                .data(String.class, state.json())
                .build();
    }

    private static OutboundSseEvent comment(Sse sse) {
        return sse.newEventBuilder().comment("still here").build();
    }
}
