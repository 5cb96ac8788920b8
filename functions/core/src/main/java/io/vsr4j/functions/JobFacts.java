package io.vsr4j.functions;

import io.vsr4j.functions.job.JobSource;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.media.FrameIndex;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.upscale.Chunk;
import java.util.List;
import java.util.SortedMap;

/**
 * What a manifest says of a job that its users want to know; it is small, where a manifest holds the time of every frame.
 *
 * @param created when it was planned, in ISO 8601
 * @param source the video
 * @param width of its frames
 * @param height of its frames
 * @param frames number of its frames
 * @param seconds how long it is
 * @param fps average frames a second
 * @param model id of the model
 * @param scale factor of the model
 * @param settings as they were given
 * @param outputWidth of the result's frames
 * @param outputHeight of the result's frames
 * @param first index of the first frame that is restored
 * @param end index after the last one
 * @param chunkFrames frames of a chunk; the last one may have fewer
 * @param result name of the result
 * @param report name of the report
 */
public record JobFacts(
        String created,
        JobSource source,
        int width,
        int height,
        int frames,
        double seconds,
        double fps,
        String model,
        int scale,
        SortedMap<String, String> settings,
        int outputWidth,
        int outputHeight,
        int first,
        int end,
        int chunkFrames,
        String result,
        String report) {
    /** {@return what a manifest says} */
    public static JobFacts of(Manifest manifest) {
        VideoInfo video = manifest.video();
        var plan = manifest.plan();
        return new JobFacts(
                manifest.created(),
                manifest.source(),
                video.width(),
                video.height(),
                video.frames().count(),
                seconds(video),
                video.frameRate().value(),
                plan.model().id(),
                plan.model().scale(),
                manifest.settings(),
                plan.output().width(),
                plan.output().height(),
                plan.first(),
                plan.end(),
                plan.chunkFrames(),
                manifest.result(),
                manifest.report());
    }

    /** {@return how long a video is, from its first frame to the end of its last} */
    static double seconds(VideoInfo video) {
        FrameIndex frames = video.frames();
        return (frames.end() - frames.pts()[0]) * frames.timeBase().value();
    }

    /** {@return the chunks, in order} */
    public List<Chunk> chunks() {
        return Chunk.cover(first, end, chunkFrames);
    }
}
