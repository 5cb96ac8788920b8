package io.vsr4j.functions.funq;

import java.util.List;

/** Jobs that an event began, or that had been begun for it before. */
public class JobsAnswer {
    private List<String> jobs = List.of();

    /** {@return ids of the jobs} */
    public List<String> getJobs() {
        return jobs;
    }

    /** Sets the ids of the jobs. */
    public void setJobs(List<String> jobs) {
        this.jobs = jobs;
    }
}
