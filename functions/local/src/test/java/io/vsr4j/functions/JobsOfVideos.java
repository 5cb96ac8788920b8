package io.vsr4j.functions;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The jobs of one video among many, for who asks often: whose job a job is never changes, so those of others are read once. */
public final class JobsOfVideos {
    private final Service service;
    private final Map<String, String> sources = new HashMap<>();

    /** @param service whose jobs */
    public JobsOfVideos(Service service) {
        this.service = service;
    }

    /** {@return the jobs of a video as they are now} */
    public synchronized List<JobStatus> of(String key) throws IOException {
        Jobs jobs = new Jobs(service);
        List<JobStatus> found = new ArrayList<>();
        for (String job : service.store().folders(FunctionsConfig.JOBS)) {
            if (sources.getOrDefault(job, key).equals(key)) {
                jobs.status(job).filter(status -> isOf(status, key)).ifPresent(found::add);
            }
        }
        return found;
    }

    private boolean isOf(JobStatus status, String key) {
        if (status.source() != null) { // it is not known before the manifest is there
            sources.put(status.job(), status.source());
        }
        return key.equals(status.source());
    }
}
