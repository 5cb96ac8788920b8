package io.vsr4j.functions.funq;

import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import java.io.IOException;
import java.util.Locale;

/** How far a job is. */
public class JobAnswer {
    private String job;
    private String state;
    private int finished;
    private int chunks;
    private String result;

    static JobAnswer of(JobStatus status) {
        JobAnswer answer = new JobAnswer();
        answer.job = status.job();
        answer.state = status.state().name().toLowerCase(Locale.ROOT);
        answer.finished = status.finished();
        answer.chunks = status.chunks();
        answer.result = status.result();
        return answer;
    }

    static JobStatus require(Jobs jobs, String job) throws IOException {
        if (job == null) {
            throw new IllegalArgumentException("the request must name a job, such as {\"job\": ID}");
        }
        return jobs.status(job).orElseThrow(() -> new NotFoundException("there is no job '" + job + "'"));
    }

    /** {@return id of the job} */
    public String getJob() {
        return job;
    }

    /** {@return what is being done with it} */
    public String getState() {
        return state;
    }

    /** {@return chunks that are there} */
    public int getFinished() {
        return finished;
    }

    /** {@return all chunks} */
    public int getChunks() {
        return chunks;
    }

    /** {@return name of the result, null until it is published} */
    public String getResult() {
        return result;
    }
}
