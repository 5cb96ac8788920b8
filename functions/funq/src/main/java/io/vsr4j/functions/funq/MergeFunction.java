package io.vsr4j.functions.funq;

import io.quarkus.funqy.Funq;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.Jobs;
import jakarta.inject.Inject;
import java.io.IOException;

/** Makes the result of a job. */
public class MergeFunction {
    @Inject
    Functions functions;

    /**
     * Publishes the result, if all chunks are there.
     *
     * @param request of which job
     * @return how far the job is then
     * @throws NotFoundException if there is no such job
     */
    @Funq("merge")
    public JobAnswer merge(MergeRequest request) throws IOException {
        Jobs jobs = new Jobs(functions.service());
        String job = JobAnswer.require(jobs, request == null ? null : request.getJob())
                .job();
        functions.merge(job);
        return JobAnswer.of(JobAnswer.require(jobs, job));
    }
}
