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

    /** {@return the files that are made, in order} */
    List<Path> places(UpscalePlan plan, JobSource source);

    /** {@return the file in the work folder that becomes each of the {@link #places}} */
    List<Path> made(UpscalePlan plan, WorkFolder work);

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
     * @param kept where the chunk is kept
     * @param chunk which frames
     * @param video their layout
     * @param plan the plan
     */
    FrameSink sink(Path kept, Chunk chunk, OutputVideo video, UpscalePlan plan) throws IOException;

    /**
     * Makes the files of their chunks in the work folder, and proves them.
     *
     * @param plan the plan
     * @param source what was restored
     * @param work all chunks
     * @return what could not be kept, one sentence each
     */
    List<String> finish(UpscalePlan plan, JobSource source, WorkFolder work) throws IOException;
}
