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
     */
    @Funq("upscale")
    public JobAnswer upscale(ChunkRequest request) throws IOException {
        JobStatus before = JobAnswer.require(new Jobs(functions.service()), request.getJob());
        functions.upscale(before.job(), request.getChunk(), 1, () -> false);
        return JobAnswer.of(JobAnswer.require(new Jobs(functions.service()), request.getJob()));
    }
}
