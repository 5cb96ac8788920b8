package io.vsr4j.functions.api;

import io.vsr4j.functions.JobView;
import io.vsr4j.functions.Submission;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** What all ways to begin a job have in common. */
@RequestScoped
public class BegunJobs {
    @Inject
    JobView view;

    @Inject
    Caller caller;

    @Inject
    JobRoom room;

    /**
     * Makes room for one more job of the caller.
     *
     * @return to be closed when the job is begun, or is not
     */
    JobRoom.Place requireRoom() throws IOException {
        return room.take(caller.name());
    }

    /** {@return the answer that a job was begun, or had been before} */
    Response answer(Submission.Submitted submitted) throws IOException {
        view.forget(submitted.job());
        JobBody job = JobBody.of(
                view.status(submitted.job()).orElseThrow(() -> new IOException("job " + submitted.job() + " is gone")));
        return Response.accepted(job)
                .header("Location", "/jobs/" + submitted.job())
                .build();
    }
}
