package io.vsr4j.functions;

import com.google.gson.Gson;
import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.observe.WorkEvent;
import io.vsr4j.functions.store.SourceChangedException;
import io.vsr4j.media.MediaException;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.time.Instant;

/** What is recorded of work that was given up. */
public final class Failures {
    private static final Gson JSON = new Gson();
    private static final int MOST_REASON = 2000;
    private static final int MOST_BYTES = 1 << 20;

    private Failures() {}

    /**
     * Why a step of a job was given up.
     *
     * @param step {@code split}, {@code merge} or the number of a chunk
     * @param reason one sentence
     * @param video of what, null where the manifest says it
     * @param worker who gave it up
     * @param at when, in ISO 8601
     */
    public record Failure(String step, String reason, Video video, String worker, String at) {
        /** {@return the failure that an object holds} */
        public static Failure fromJson(String json) {
            return JSON.fromJson(json, Failure.class);
        }
    }

    /** {@return whether trying again cannot help} */
    public static boolean isInvalid(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MediaException
                    || cause instanceof CheckpointException
                    || cause instanceof InvalidRequestException
                    || cause instanceof SourceChangedException) {
                return true;
            }
        }
        return e instanceof IllegalArgumentException;
    }

    /** {@return a reason as terminals may be shown it: what it quotes may be long, and hold what moves their cursor} */
    private static String shown(String reason) {
        String plain = String.valueOf(reason).replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
        return plain.length() <= MOST_REASON ? plain : plain.substring(0, MOST_REASON) + "...";
    }

    /** Records that a step was given up; the job has then failed until it is resumed. The first reason stays. */
    public static void record(Service service, String job, String step, String reason, Video video) throws IOException {
        Failure failure = new Failure(
                step,
                shown(reason),
                video,
                service.config().worker(),
                Instant.now().toString());
        String key = Service.keys(job).failure(step);
        String text = JSON.toJson(failure);
        // A put that was sent twice may find what it put itself.
        if (service.store().putIfAbsent(key, text)
                || service.store().text(key, MOST_BYTES).filter(text::equals).isPresent()) {
            service.tell(new WorkEvent.JobMoved(job, WorkEvent.State.FAILED));
        }
    }
}
