package io.vsr4j.functions.funq;

import io.quarkus.funqy.Funq;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import jakarta.inject.Inject;
import java.io.IOException;

/** Restores a chunk. */
public class UpscaleFunction {
    @Inject
    Functions functions;

    /**
     * Makes sure that a chunk is there.
     *
     * @param request which one
     * @return how far the job is then
     * @throws NotFoundException if there is no such job, or it has no such chunk
     */
    @Funq("upscale")
    public JobAnswer upscale(ChunkRequest request) throws IOException {
        Jobs jobs = new Jobs(functions.service());
        JobStatus job = JobAnswer.require(jobs, request == null ? null : request.getJob());
        Integer chunk = request.getChunk();
        if (chunk == null) {
            throw new IllegalArgumentException("the request must name a chunk, such as {\"job\": ID, \"chunk\": 0}");
        }
        if (chunk < 0 || chunk >= job.chunks()) {
            throw new NotFoundException(
                    "job " + job.job() + " has " + job.chunks() + " chunks, counted from 0, and no " + chunk);
        }
        functions.upscale(job.job(), chunk, 1, () -> false);
        return JobAnswer.of(JobAnswer.require(jobs, job.job()));
    }
}
