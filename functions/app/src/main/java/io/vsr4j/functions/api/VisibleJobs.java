package io.vsr4j.functions.api;

import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.JobView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Predicate;

/** The jobs that the caller may know of: its own, or all of them if it is an operator. */
@RequestScoped
public class VisibleJobs {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    @Inject
    JobView view;

    @Inject
    Caller caller;

    /** {@return whether the caller may know of a job; may be asked by any thread} */
    Predicate<JobStatus> filter() {
        if (caller.operator()) {
            return job -> true;
        }
        String name = caller.name();
        return job -> job.origin() != null && job.origin().owner().equals(name);
    }

    /** {@return a job} A job of somebody else's is answered as one that there is not. */
    JobStatus require(String id) throws IOException {
        return view.status(id)
                .filter(filter())
                .orElseThrow(() -> new ProblemException(
                        NOT_FOUND, "there is no job '" + id + "'; GET /jobs lists those that there are"));
    }

    /** {@return a job that has a result} */
    JobStatus requireDone(String id) throws IOException {
        JobStatus job = require(id);
        if (job.state() != JobStatus.State.DONE || job.facts() == null) {
            throw new ProblemException(
                    CONFLICT,
                    "job " + id + " is "
                            + job.state().name().toLowerCase(Locale.ROOT)
                            + ", and its result is there when it is done; GET /jobs/" + id + " says how far it is");
        }
        return job;
    }

    /** {@return a job whose end has not come} */
    JobStatus requireNotDone(String id) throws IOException {
        JobStatus job = require(id);
        if (job.state() == JobStatus.State.DONE) {
            throw new ProblemException(CONFLICT, "job " + id + " is done; there is nothing left to do or to stop");
        }
        return job;
    }
}
