package io.vsr4j.upscale;

import io.vsr4j.media.FrameSink;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.VideoInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a job makes: a video file, or pictures. */
interface JobTarget {
    /** {@return what is made at a path: a file if its extension is a video's, else pictures} */
    static JobTarget of(Path path) {
        return PictureTarget.isPictures(path) ? new PictureTarget(path) : new FileTarget(path);
    }

    /**
     * Refuses a path that nothing can be written to, before any work is done.
     *
     * @param mayExist whether there may be something already
     */
    void check(boolean mayExist) throws IOException;

    /** {@return whether there is something already where the result goes} */
    boolean isThere() throws IOException;

    /** Refuses what is there unless it is what the plan makes. */
    void requireComplete(UpscalePlan plan, JobSource source) throws IOException;

    /** {@return a name for the kind of output} */
    String format(UpscalePlan plan);

    /** {@return the frames that are made, and how they are written} */
    UpscalePlan.Output output(Planner planner, JobSource source);

    /** {@return the frames as the sinks take them} */
    OutputVideo video(UpscalePlan plan, VideoInfo source);

    /**
     * {@return a sink for the frames of one chunk, which appears under its name when it is finished}
     *
     * @param work where the chunk is kept
     * @param chunk which frames
     * @param video their layout
     * @param plan the plan
     */
    FrameSink sink(Path work, Chunk chunk, OutputVideo video, UpscalePlan plan) throws IOException;

    /**
     * Makes the result of its chunks, proves it, and puts it in its place.
     *
     * @param plan the plan
     * @param source what was restored
     * @param chunks all chunks, in order
     * @param overwrite whether what is there may be replaced
     * @return what could not be kept, one sentence each
     */
    List<String> publish(UpscalePlan plan, JobSource source, List<Path> chunks, boolean overwrite) throws IOException;
}
