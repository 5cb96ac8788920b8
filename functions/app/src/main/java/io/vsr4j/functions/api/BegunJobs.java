package io.vsr4j.functions.api;

import io.vsr4j.functions.JobView;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.Submission;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** What all ways to begin a job have in common. */
@RequestScoped
public class BegunJobs {
    private static final int TOO_MANY = 429;

    @Inject
    Service service;

    @Inject
    JobView view;

    @Inject
    Caller caller;

    /** Refuses one more job of a user who has as many as he may. */
    void requireRoom() throws IOException {
        int most = service.config().limits().activeJobs();
        if (most < Integer.MAX_VALUE && view.active(caller.name()) >= most) {
            throw new ProblemException(
                    TOO_MANY,
                    "you have " + most + " jobs that are not over, and may have no more; wait, or cancel one");
        }
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
