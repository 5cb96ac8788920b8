package io.vsr4j.functions;

import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobSettings;
import io.vsr4j.functions.job.JobSource;
import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What is wanted of a video as it is in its bucket now.
 *
 * @param video which one
 * @param object what is said of it
 * @param source the same, as a job keeps it
 * @param settings from defaults, side-car, metadata and message
 * @param problem what cannot be used of these
 */
record JobRequest(Video video, StoredObject object, JobSource source, JobSettings settings, Optional<String> problem) {
    private static final int MOST_SIDE_CAR_BYTES = 1 << 16;

    /** {@return the request, empty if the object begins no job, or is gone} */
    static Optional<JobRequest> of(Service service, Video video) throws IOException {
        boolean wanted = video.asked()
                ? !video.key().endsWith("/")
                : video.bucket().equals(service.config().bucket()) && isIncomingVideo(video.key());
        ObjectStore store = service.store().in(video.bucket());
        Optional<StoredObject> object = wanted ? store.head(video.key()) : Optional.empty();
        if (object.isEmpty()) {
            return Optional.empty();
        }
        JobSource source = new JobSource(
                video.bucket(),
                video.key(),
                object.get().bytes(),
                object.get().eTag(),
                object.get().versionId().orElse(null));
        Map<String, String> defaults = service.config().defaults();
        Map<String, String> metadata = JobSettings.metadata(object.get().metadata());
        String sideCar = "";
        try {
            sideCar = sideCar(store, video.key());
            Map<String, String> beside = JobSettings.sideCar("the side-car of " + video.key(), sideCar);
            JobSettings settings = JobSettings.of(defaults, beside, metadata, video.settings());
            return Optional.of(new JobRequest(video, object.get(), source, settings, Optional.empty()));
        } catch (InvalidRequestException | IllegalArgumentException e) { // what it says, or its size
            JobSettings settings = JobSettings.of(defaults, Map.of("side-car", sideCar), metadata, video.settings());
            return Optional.of(new JobRequest(video, object.get(), source, settings, Optional.of(e.getMessage())));
        }
    }

    /** {@return whether an object of that name is a video that came in} */
    static boolean isIncomingVideo(String key) {
        return key.startsWith(FunctionsConfig.INCOMING) && !key.endsWith("/") && !key.endsWith(".json");
    }

    /** {@return what lies beside a video as {@code clip.mp4.json} or {@code clip.json}, else an empty object} */
    private static String sideCar(ObjectStore store, String key) throws IOException {
        int dot = key.lastIndexOf('.');
        Optional<String> full = store.text(key + ".json", MOST_SIDE_CAR_BYTES);
        if (full.isPresent() || dot <= key.lastIndexOf('/')) {
            return full.orElse("{}");
        }
        return store.text(key.substring(0, dot) + ".json", MOST_SIDE_CAR_BYTES).orElse("{}");
    }

    /** {@return id of the job} */
    String job() {
        return settings.jobId(source);
    }
}
