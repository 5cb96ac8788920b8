package io.vsr4j.functions.funq;

/** A job of which all chunks are there. */
public class MergeRequest {
    private String job;

    /** {@return id of the job} */
    public String getJob() {
        return job;
    }

    /** Sets the id of the job. */
    public void setJob(String job) {
        this.job = job;
    }
}
