package io.vsr4j.upscale;

import io.vsr4j.media.Container;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.FrameWriter;
import io.vsr4j.media.JoinPlan;
import io.vsr4j.media.Joiner;
import io.vsr4j.media.MediaException;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.VideoInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Makes a video file. */
record FileTarget(Path path) implements JobTarget {
    @Override
    public void check(boolean mayExist) {
        Container.of(path);
        Outputs.check(path, mayExist);
        if (Files.isDirectory(path)) {
            throw new InvalidRequestException("the output " + path + " is a folder; name a file with -o");
        }
    }

    @Override
    public List<Path> places(UpscalePlan plan, JobSource source) {
        return List.of(path);
    }

    @Override
    public List<Path> made(UpscalePlan plan, WorkFolder work) {
        return List.of(work.joined(path));
    }

    @Override
    public void requireComplete(UpscalePlan plan, JobSource source) throws IOException {
        VideoInfo there;
        try {
            there = MediaProbe.probe(path, MediaLimits.DEFAULT).video();
        } catch (MediaException e) {
            throw new InvalidRequestException("the output exists and is no video: " + e.getMessage()
                    + "; ask for --overwrite, or name another with -o");
        }
        String wanted = describe(
                plan.end() - plan.first(), plan.output().width(), plan.output().height(), format(plan));
        String found = describe(there.frames().count(), there.width(), there.height(), there.codec());
        if (!wanted.equals(found)) {
            throw new InvalidRequestException("the output " + path + " exists and holds " + found
                    + " where the job makes " + wanted + "; ask for --overwrite, or name another with -o");
        }
    }

    private static String describe(int frames, int width, int height, String codec) {
        return frames + " frames of " + width + "x" + height + " in " + codec;
    }

    @Override
    public String format(UpscalePlan plan) {
        return plan.output().encode().codec().ffmpegName();
    }

    @Override
    public UpscalePlan.Output output(Planner planner, JobSource source) {
        String name = path.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return planner.video(Container.of(path), extension);
    }

    @Override
    public OutputVideo video(UpscalePlan plan, VideoInfo source) {
        UpscalePlan.Output made = plan.output();
        return OutputVideo.of(source, made.width(), made.height(), made.format());
    }

    @Override
    public FrameSink sink(Path kept, Chunk chunk, OutputVideo video, UpscalePlan plan) throws IOException {
        return new FrameWriter(kept, video, plan.output().encode());
    }

    @Override
    public List<String> finish(UpscalePlan plan, JobSource source, WorkFolder work) throws IOException {
        JoinPlan whole = source.joinPlan();
        boolean all = plan.first() == 0 && plan.end() == plan.source().frames();
        List<Path> chunks = plan.chunks().stream().map(work::chunk).toList();
        return Joiner.join(all ? whole : whole.range(plan.first(), plan.end()), chunks, work.joined(path), true)
                .notes();
    }
}
