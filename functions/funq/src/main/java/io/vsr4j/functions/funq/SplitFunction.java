package io.vsr4j.functions.funq;

import com.google.gson.Gson;
import io.quarkus.funqy.Funq;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.event.S3Notification;
import io.vsr4j.functions.event.Video;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Begins jobs of videos that were put into the bucket. */
public class SplitFunction {
    private static final Gson JSON = new Gson();

    @Inject
    Functions functions;

    /**
     * Takes what comes through the queue of events: a notification of S3, the envelope that EventBridge puts around one, or a
     * request of {@code vsr submit}.
     *
     * @param event as JSON; nothing happens for the event by which S3 tries a destination
     * @return ids of the jobs
     * @throws IllegalArgumentException if it is something else
     */
    @Funq("split")
    public JobsAnswer split(Map<String, Object> event) throws IOException {
        return begin(IngestMessage.videos(JSON.toJson(event)));
    }

    /**
     * Takes the detail of EventBridge's "Object Created", in which names are not encoded.
     *
     * @param detail with {@code bucket.name} and {@code object.key}
     * @return ids of the jobs
     * @throws IllegalArgumentException if it is something else
     */
    @Funq("split-detail")
    public JobsAnswer splitDetail(Map<String, Object> detail) throws IOException {
        return begin(List.of(S3Notification.ofDetail(JSON.toJson(detail))));
    }

    private JobsAnswer begin(List<Video> videos) throws IOException {
        List<String> jobs = new ArrayList<>();
        for (Video video : videos) {
            functions.split(video).ifPresent(jobs::add);
        }
        JobsAnswer answer = new JobsAnswer();
        answer.setJobs(jobs);
        return answer;
    }
}
