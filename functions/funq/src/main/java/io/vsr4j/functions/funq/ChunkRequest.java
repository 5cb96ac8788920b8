package io.vsr4j.functions.funq;

/** One chunk of a job. */
public class ChunkRequest {
    private String job;
    private int chunk;

    /** {@return id of the job} */
    public String getJob() {
        return job;
    }

    /** Sets the id of the job. */
    public void setJob(String job) {
        this.job = job;
    }

    /** {@return index of the chunk} */
    public int getChunk() {
        return chunk;
    }

    /** Sets the index of the chunk. */
    public void setChunk(int chunk) {
        this.chunk = chunk;
    }
}
