package io.vsr4j.functions.funq;

/** One chunk of a job. */
public class ChunkRequest {
    private String job;
    private Integer chunk;

    /** {@return id of the job} */
    public String getJob() {
        return job;
    }

    /** Sets the id of the job. */
    public void setJob(String job) {
        this.job = job;
    }

    /** {@return index of the chunk} */
    public Integer getChunk() {
        return chunk;
    }

    /** Sets the index of the chunk. */
    public void setChunk(Integer chunk) {
        this.chunk = chunk;
    }
}
